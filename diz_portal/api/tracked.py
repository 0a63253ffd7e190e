"""Tokens, whose changes can be read: see `diz_portal.trail`."""

from typing import Any

from django.urls import reverse

from diz_portal import trail
from diz_portal.trail import Tracked

from .models import Token


def _token(user: Any, reference: str) -> Token | None:
    return Token.objects.visible_to(user).filter(reference=reference).first()


trail.register(
    Tracked(
        kind="token",
        model=Token,
        find=_token,
        url=lambda token: reverse("api:tokens"),
        hidden=frozenset({"reference", "id", "ending", "made_at"}),
        verbs={"revoked_at": ("Revoked", "Restored")},
    )
)
