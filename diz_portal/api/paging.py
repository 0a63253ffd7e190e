"""Lists in parts: by number, or by cursor."""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from .answers import Declined

Show = Callable[[Any], Any]


def paged(
    request: HttpRequest,
    found: QuerySet,
    page: int,
    per_page: int,
    show: Show,
    *,
    prepare: Callable[[QuerySet], QuerySet] = lambda found: found,
) -> dict[str, Any]:
    """One page of a list, at the cost of two queries; past the end it is empty.

    `prepare` adds what only the items need, so that counting stays cheap.
    """
    count = found.count()
    start = (page - 1) * per_page
    items = prepare(found)[start : start + per_page] if start < count else []
    return {
        "count": count,
        "next": address(request, page=page + 1) if start + per_page < count else None,
        "previous": address(request, page=page - 1) if page > 1 else None,
        "items": [show(one) for one in items],
    }


def cursored(
    request: HttpRequest,
    found: QuerySet,
    cursor: str,
    limit: int,
    show: Show,
    *,
    key: str,
    key_of: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """One part of a list in the order of `key`, which is unique and never changes: one query.

    `key_of` reads the key of a row that is no model, such as one of `values_list`.
    """
    found = found.order_by(key)
    if cursor:
        kind = int if key == "pk" else str
        found = found.filter(**{f"{key}__gt": opened(cursor, kind)})
    rows = list(found[: limit + 1])
    more = len(rows) > limit
    del rows[limit:]
    last = (key_of or (lambda row: getattr(row, key)))(rows[-1]) if more else None
    return {
        "next": address(request, cursor=closed(last)) if more else None,
        "items": [show(row) for row in rows],
    }


def closed(key: Any) -> str:
    """A key as a cursor. Nothing of it is promised but that it leads on."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def opened(cursor: str, kind: type = str) -> Any:
    """The key of a cursor that one of our answers gave."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        key = json.loads(raw)
    except (ValueError, binascii.Error, RecursionError):
        key = None
    if type(key) is not kind or (isinstance(key, str) and "\0" in key) or _is_huge(key):
        raise Declined(
            422,
            "Part of the address is not valid",
            [{"field": "cursor", "message": "Use the cursor of the previous response"}],
        )
    return key


def _is_huge(key: Any) -> bool:
    return isinstance(key, int) and not 0 <= key < 2**63


def address(request: HttpRequest, **changed: Any) -> str:
    """The address that was asked, with these parameters instead."""
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = str(value)
    # Not from the request: whoever keeps an answer would hand on a name that a stranger chose.
    return f"{settings.PORTAL_URL}{request.path}?{query.urlencode()}"
