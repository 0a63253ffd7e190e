"""The API at /api/v1/: what is public, for anyone; partners' data, with a token.

An app offers its part in its `api.py`, which the shell finds by itself:

    router = api.Router()

    @router.get("/", response=api.Cursored[PlaceOut], summary="Places", url_name="places")
    @api.reads("places")
    def list_places(request, cursor: api.Cursor = "", limit: api.Limit = 100): ...

    api.offer("places", router, about="Places to get help")

Every answer goes through `serving`: an ETag, a limit on how often, problems as JSON (RFC 9457).
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "Router": "portal",
    "offer": "portal",
    "Schema": "shapes",
    "Page": "shapes",
    "Cursored": "shapes",
    "Number": "shapes",
    "PerPage": "shapes",
    "Cursor": "shapes",
    "Limit": "shapes",
    "Line": "shapes",
    "Words": "shapes",
    "TEXT": "shapes",
    "paged": "paging",
    "cursored": "paging",
    "reads": "asking",
    "token": "asking",
    "scope": "scopes",
    "organisations_of": "acting",
    "acts": "once",
    "asked_version": "once",
    "changed_since": "once",
    "answer": "answers",
    "example": "answers",
    "problem": "answers",
    "Declined": "answers",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    # Looked up when asked for: an installed app may not import its models while Django starts.
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
