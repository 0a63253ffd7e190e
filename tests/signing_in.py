"""`client.force_login(person)` in 6 statements; Django's own sends 14.

It makes a visit for whoever has none, another to sign in to, throws the first away, and writes the
second twice. Every third test signs somebody in.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test.client import ClientMixin

from diz_portal.accounts.visits import SessionStore

usual = ClientMixin._login


class FirstVisit(SessionStore):
    """Written once, when all that belongs into it is known."""

    key_salt = SessionStore().key_salt  # which Django makes of the name of the class

    def cycle_key(self) -> None:
        self._session_key = self._get_new_session_key()

    def exists(self, session_key: str) -> bool:
        return False  # a key that there is already would be refused when it is written


def sign_in(client: ClientMixin, user: Any, backend: str | None = None) -> None:
    if settings.SESSION_COOKIE_NAME in client.cookies:  # somebody comes back, or somebody else does
        usual(client, user, backend)
        return
    request = HttpRequest()
    request.session = FirstVisit()
    login(request, user, backend)
    request.session.save(must_create=True)
    client._set_login_cookies(request)
