"""What the API answers: data as JSON, and what went wrong as a problem (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

# What a page of another site may send, and may read of the answer.
MAY_SEND = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match"
MAY_READ = "ETag, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"


class Declined(Exception):
    """The request cannot be carried out; raised anywhere beneath an address, answered as a
    problem. `errors` name the field, and in a list of things also the row, counted from 1."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Iterable[Mapping[str, Any]] = (),
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ):
        self.status, self.detail, self.more = status, detail, more
        self.errors = [dict(one) for one in errors]
        self.headers = dict(headers or {})
        super().__init__(detail)

    def answer(self) -> HttpResponse:
        errors = {"errors": self.errors} if self.errors else {}
        answer = problem(self.status, self.detail, **errors, **self.more)
        for name, value in self.headers.items():
            answer[name] = value
        return answer


def as_json(data: Any) -> str:
    return json.dumps(data, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} has no form in JSON")


def answer(data: Any, status: int = 200, *, version: str = "", location: str = "") -> HttpResponse:
    """Data as it is, not once more through its schema: that costs more than reading it. The tests
    hold what is answered against the schema. `version` is what `If-Match` asks for."""
    response = HttpResponse(as_json(data), status=status, content_type="application/json")
    if version:
        response["ETag"] = f'"{version}"'
    if location:
        response["Location"] = location
    return response


def example(
    data: Any, status: int = 200, *, body: Any = None, version: bool = False
) -> dict[str, Any]:
    """Examples of the answer and of what is asked, for the description (`openapi_extra`);
    `version` says that the address asks for `If-Match`."""
    found: dict[str, Any] = {
        "responses": {status: {"content": {"application/json": {"example": data}}}}
    }
    if body is not None:
        found["requestBody"] = {"content": {"application/json": {"example": body}}}
    if version:
        found["x-version"] = True
    return found


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """What went wrong, for a program and for whoever reads its log."""
    response = HttpResponse(
        as_json({"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}),
        status=status,
        content_type="application/problem+json",
    )
    return readable_by_all(response)


def readable_by_all(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may ask: without a token nothing here is anyone's own, and a browser
    adds none by itself."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Headers"] = MAY_SEND
    response["Access-Control-Expose-Headers"] = MAY_READ
    return response
