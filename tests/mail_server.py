"""A mail server of a test's own on this machine."""

import asyncio

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.programs import free_port


class MailServer(Controller):
    """Hangs up before it stops.

    A line left open is noticed whenever memory is swept next, and fails the test that happens to
    run then.
    """

    def __init__(self, handler: object):
        self._lines: list[SMTP] = []
        super().__init__(handler, hostname="127.0.0.1", port=free_port())

    def factory(self) -> SMTP:
        self._lines.append(super().factory())
        return self._lines[-1]

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result()
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        self.server.close()
        for line in self._lines:
            if line.transport:
                line.transport.abort()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
