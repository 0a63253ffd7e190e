"""What stands beside the portal, each on a machine of its own: a database, a broker, a mail server.

python -m tests.deployed.services database|broker|mail FOLDER ADDRESS
"""

import email
import signal
import sys
from pathlib import Path

from diz_portal import servers


class Database(servers.Postgres):
    address = ""

    def _command(self) -> list[str]:
        return [*super()._command(), "-c", f"listen_addresses={self.address}"]

    def _prepare(self) -> None:
        super()._prepare()
        rules = self.cluster / "pg_hba.conf"
        line = "host all all 10.77.0.0/16 trust\n"
        if line not in rules.read_text():
            rules.write_text(rules.read_text() + line)


class Broker(servers.Valkey):
    address = ""

    def _command(self) -> list[str]:
        more = ["--port", "6379", "--bind", self.address, "--protected-mode", "no"]
        return [*super()._command(), *more]


class Mail:
    """Writes down each message that it has taken: its name and for whom."""

    def __init__(self, folder: Path):
        self.book = (folder / "taken").open("a", buffering=1)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = email.message_from_bytes(envelope.content)
        self.book.write(f"{message['Message-ID']} {envelope.rcpt_tos[0]}\n")
        return "250 2.0.0 Taken"


def main(what: str, folder: Path, address: str) -> None:
    if what == "mail":
        from aiosmtpd.controller import Controller

        running = Controller(Mail(folder), hostname=address, port=2525)
    else:
        running = (Database if what == "database" else Broker)(folder, dies_with_us=True)
        running.address = address
    running.start()
    print("ready", flush=True)  # noqa: T201  whoever started it waits for this
    if what == "mail":
        signal.pause()
    running.process.wait()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
