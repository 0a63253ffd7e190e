"""The shapes that every part of the API shares."""

from typing import Annotated, Generic, TypeVar

from ninja import Query, Schema
from pydantic import AfterValidator, Field

from diz_portal import unseen

__all__ = [
    "TEXT",
    "Cursor",
    "Cursored",
    "Limit",
    "Line",
    "Number",
    "Page",
    "PerPage",
    "Problem",
    "Schema",
    "Words",
]

Item = TypeVar("Item")
MOST_ON_A_PAGE = 200
MOST_AT_ONCE = 1000


# No text of the database holds a NUL.
TEXT = r"^[^\x00]*$"


def _as_typed(text: str) -> str:
    """As a form takes it: of what nobody sees, it is as if nothing had been sent."""
    return text.strip() if unseen.taken_out(text).strip() else ""


Words = Annotated[str, Field(pattern=TEXT), AfterValidator(_as_typed)]
# What stands on one line wherever it is read.
Line = Annotated[str, Field(pattern=TEXT), AfterValidator(unseen.on_a_line)]

Number = Annotated[int, Query(ge=1, le=100_000, description="Page number, from 1")]
PerPage = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="Items per page")]
Cursor = Annotated[
    str,
    Query(
        max_length=200,
        pattern=r"^[A-Za-z0-9_-]*$",
        description="Where to continue: from `next` of the previous response",
    ),
]
Limit = Annotated[
    int, Query(ge=1, le=MOST_AT_ONCE, description="Maximum number of items in a response")
]


class Page(Schema, Generic[Item]):
    """A part of a list, and where the rest of it is."""

    count: int = Field(description="Total number of items")
    next: str | None = Field(description="Address of the next page; null on the last")
    previous: str | None = Field(description="Address of the previous page; null on the first")
    items: list[Item] = Field(description="Items on this page")


class Cursored(Schema, Generic[Item]):
    """A part of a list. If items are added or removed while you read, the others still come once
    each."""

    next: str | None = Field(description="Address of the next part; null at the end")
    items: list[Item] = Field(description="Items of this part")


class ProblemError(Schema):
    field: str = Field(description="Name of the field or parameter")
    row: int | None = Field(None, description="In a list, the number of the item, from 1")
    message: str = Field(description="What is wrong, in a sentence")
    version: str | None = Field(None, description="If the record has changed: its version now")


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    title: str = Field(description="Name of the status")
    status: int = Field(description="The HTTP status")
    detail: str = Field(description="What went wrong, in a sentence")
    errors: list[ProblemError] = Field([], description="The fields that are not valid, and why")
    version: str | None = Field(None, description="With 409: the version of the record now")
    current: dict | None = Field(None, description="With 409: the record as it is now")
