"""A mail server of the test's own, that keeps what it takes and misbehaves on purpose."""

import asyncio
import email
from collections import Counter
from email.policy import default

from tests.mail_server import MailServer

# Longer than any client waits.
FOR_EVER = 3
# How one in so many messages fares at its first attempt.
ONE_IN = 40
LATER, HOLD, LOSE, KEEP = 1, 2, 3, 4


class Sink:
    """Counts the copies of each Message-ID that were taken.

    At its first attempt a message may be asked to come later, be held until the sender has lost
    patience, or be cut off after DATA: lost, or kept without the sender ever hearing of it. One
    that is well behaved takes all.
    """

    def __init__(self, slowness: float = 0.02, *, is_well_behaved: bool = False):
        self.is_well_behaved = is_well_behaved
        self.taken: Counter[str] = Counter()
        self.kept_unheard: Counter[str] = Counter()
        self.misbehaved: Counter[int] = Counter()
        self.slowness = slowness
        self._readers: set[str] = set()
        self._names: set[str] = set()
        self.controller = MailServer(self)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def _fate(self, what: str, met: set[str]) -> int:
        if self.is_well_behaved or what in met:
            return 0
        met.add(what)
        return len(met) % ONE_IN

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self._fate(address, self._readers) == HOLD:
            self.misbehaved[HOLD] += 1
            await asyncio.sleep(FOR_EVER)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=default)
        name = message["Message-ID"]
        fate = self._fate(name, self._names)
        if fate == LATER:
            self.misbehaved[LATER] += 1
            return "451 4.3.0 Try again later"
        if fate == LOSE:
            self.misbehaved[LOSE] += 1
            server.transport.abort()
            return "451 nobody hears this"
        self.taken[name] += 1
        # Whoever is killed now leaves a message that was taken, and does not say so.
        await asyncio.sleep(self.slowness)
        if fate == KEEP:
            self.misbehaved[KEEP] += 1
            self.kept_unheard[name] += 1
            server.transport.abort()
        return "250 2.0.0 Taken"
