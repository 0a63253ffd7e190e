"""A request that is sent twice with one idempotency key is carried out once."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from diz_portal import outbox, secrecy
from diz_portal.access import NotNow, Refusal
from diz_portal.locks import one_at_a_time

from .answers import Declined
from .models import Answered

PURPOSE = "api answers"
LONGEST_KEY = 200
KEPT = ("ETag", "Location")


def acts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An address that changes something: all of it or nothing, and once for each key.

    What a service refuses is a 422, or a 409 where the record is in no state for it. Only what was
    carried out is kept under the key: a request that was refused may be put right and sent again.
    """

    @wraps(view)
    def acted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            # What a partner's program sends is no stranger's.
            with transaction.atomic(), outbox.from_us():
                return _once(request, lambda: view(request, *args, **kwargs))
        except NotNow as refusal:
            raise Declined(409, refusal.message) from refusal
        except Refusal as refusal:
            raise Declined(422, refusal.message) from refusal

    return acted


def _once(request: Any, act: Callable[[], HttpResponse]) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Declined(
            422,
            "Part of the request is not valid",
            [{"field": "Idempotency-Key", "message": f"Use {LONGEST_KEY} characters or fewer"}],
        )
    asked = _hash_of(request)
    # Two at the same moment: the second waits here, then finds the answer of the first.
    one_at_a_time(f"api {request.token.pk} {key}")
    known = Answered.objects.filter(token=request.token, key=key).first()
    if known is not None:
        if known.asked != asked:
            raise Declined(
                422,
                "This idempotency key was used for another request. Use a new key",
                [{"field": "Idempotency-Key", "message": "Use a new key for another request"}],
            )
        return _again(known)
    response = act()
    Answered.objects.create(
        token=request.token,
        key=key,
        asked=asked,
        status=response.status_code,
        headers={name: response[name] for name in KEPT if name in response},
        sealed=secrecy.seal(response.content.decode(), purpose=PURPOSE),
    )
    return response


def _hash_of(request: HttpRequest) -> str:
    said = [request.method, request.get_full_path(), request.headers.get("If-Match", "")]
    return hashlib.sha256(json.dumps(said).encode() + b"\n" + request.body).hexdigest()


def _again(known: Answered) -> HttpResponse:
    words = secrecy.unseal(known.sealed, purpose=PURPOSE)
    response = HttpResponse(words, status=known.status, content_type="application/json")
    for name, value in known.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def asked_version(request: HttpRequest) -> str:
    """The version that the asker saw: what `If-Match` names."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Declined(
            428, "Send the version that you read as If-Match: it is the ETag of the record"
        )
    return given.removeprefix("W/").strip('"')


def changed_since(words: str, current: Any, version: str) -> Declined:
    """Somebody else was faster: what the record says now, so that nobody has to ask again."""
    return Declined(409, words, headers={"ETag": f'"{version}"'}, version=version, current=current)
