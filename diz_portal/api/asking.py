"""Who asks: anyone, or the holder of a token."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from . import pace, tokens
from .answers import Declined

View = Callable[..., Any]
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="API"'}


def reads(room: str) -> Callable[[View], View]:
    """Open to anyone, with a token or without one: it answers all alike."""

    def decorate(view: View) -> View:
        view.room = room  # type: ignore[attr-defined]
        return view

    return decorate


class AsksForToken(HttpBearer):
    """`auth=api.token("sites:write")`: the holder of a token with that scope.

    The view finds in `request.asker` the token's maker, with what they may do for the token's
    organisation and no more; `request.token` is the token.
    """

    def __init__(self, scope: str):
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        if not request.headers.get(self.header):
            raise Declined(401, "Send a token as “Authorization: Bearer …”", headers=CHALLENGE)
        found = super().__call__(request)
        if found is None:
            raise Declined(
                401,
                "This token is not valid: check it, or create another",
                headers={
                    "WWW-Authenticate": f'{CHALLENGE["WWW-Authenticate"]}, error="invalid_token"'
                },
            )
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = tokens.opened(token)
        if found is None:
            return None
        request.token, request.asker = found  # type: ignore[attr-defined]
        _count(request, found[0])
        if self.scope not in found[0].scopes:
            raise Declined(403, f"This token does not have the scope {self.scope}")
        # Whoever reads a record's history sees who acted, and by which token.
        pghistory.context(user=found[1].pk, token=found[0].reference)
        return found[0]


def _count(request: HttpRequest, token: Any) -> None:
    counted = pace.count(f"token {token.pk}", settings.API_REQUESTS_A_MINUTE)
    request.pace = counted  # type: ignore[attr-defined]
    if counted.is_over:
        raise pace.too_often(counted)


# One for each scope: ninja tells them apart by the object.
_asked: dict[str, AsksForToken] = {}


def token(scope: str) -> AsksForToken:
    return _asked.setdefault(scope, AsksForToken(scope))
