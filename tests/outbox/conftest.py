"""A mail server of the test's own, that can be told to misbehave."""

import email
from email.policy import default

import pytest

from tests.mail_server import MailServer

OK = "250 2.0.0 Taken"
DROP = "drop the line"


class Handler:
    """Answers each message with the next of `answers`, the last one for ever."""

    def __init__(self):
        self.answers = [OK]
        self.reader_answer = "250 OK"
        self.taken = []
        self.seen = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.reader_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.reader_answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.seen += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer in {OK, DROP}:
            self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        if answer == DROP:
            # Taken, but the sender never hears of it.
            server.transport.abort()
        return answer


@pytest.fixture
def post_office(settings):
    """A real SMTP server on this machine, with the settings that lead to it."""
    handler = Handler()
    controller = MailServer(handler)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 3
    settings.SHOW_SENT_MAIL = False
    yield handler
    controller.stop()


@pytest.fixture
def letter(tmp_path, settings):
    """Writes a template of the test's own and returns the name to queue it by."""
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]

    def write(source: str, name: str = "test/letter") -> str:
        path = tmp_path / "emails" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
        return name

    return write


@pytest.fixture(autouse=True)
def bell_rings(monkeypatch):
    """One test's broken broker or mail server does not silence the next test's."""
    monkeypatch.setattr("diz_portal.doorbell._silent_until", 0.0)
    monkeypatch.setattr("diz_portal.outbox.post._left_alone_until", 0.0)
