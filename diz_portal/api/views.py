"""What the API says of itself: for programs (OpenAPI), and for people."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .describing import schema as described


def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(described(), json_dumps_params={"indent": 1})


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    words: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    words: str
    example: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    sample: str
    statuses: list[tuple[str, str]]


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same description as a page of ours: no script, and nothing from another machine."""
    schema = described()
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            groups.setdefault(told["tags"][0], []).append(_operation(path, method, told, schema))
    return render(
        request, "api/docs.html", {"groups": groups, "pace": settings.API_REQUESTS_A_MINUTE}
    )


def _operation(path: str, method: str, told: dict[str, Any], schema: dict[str, Any]) -> Operation:
    fine = next(one for status, one in told["responses"].items() if int(status) < 300)
    answer = fine.get("content", {}).get("application/json", {})
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    sample = answer.get("example")
    return Operation(
        method=method.upper(),
        path=path,
        summary=told["summary"],
        words=told.get("description", ""),
        example=f"{settings.PORTAL_URL}{path}",
        parameters=[
            Field(
                name=one["name"],
                kind=_kind(one["schema"], schema) + (", required" if one.get("required") else ""),
                words=one.get("description") or one["schema"].get("description", ""),
            )
            for one in told.get("parameters", [])
        ],
        body=_fields(body.get("schema", {}), schema),
        answer=_fields(answer.get("schema", {}), schema),
        sample="" if sample is None else json.dumps(sample, indent=2, ensure_ascii=False),
        statuses=[
            (str(status), one["description"])
            for status, one in sorted(told["responses"].items(), key=lambda one: int(one[0]))
        ],
    )


def _found(told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in told:
        told = schema["components"]["schemas"][told["$ref"].rpartition("/")[2]]
    return told


def _fields(told: dict[str, Any], schema: dict[str, Any], before: str = "") -> list[Field]:
    found = []
    whole = _found(told, schema)
    if whole.get("type") == "array":
        return _fields(whole["items"], schema, f"{before}[].")
    for name, one in whole.get("properties", {}).items():
        full = _found(one, schema)
        words = one.get("description") or full.get("description", "")
        found.append(Field(name=f"{before}{name}", kind=_kind(one, schema), words=words))
        if full.get("type") == "array":
            found += _fields(full["items"], schema, f"{before}{name}[].")
    return found


WORDS = {
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "array": "list",
    "null": "null",
    "boolean": "true or false",
    "object": "object",
}
FORMATS = {"date-time": "time (ISO 8601)", "date": "date (ISO 8601)", "uri": "address"}


def _kind(told: dict[str, Any], schema: dict[str, Any]) -> str:
    told = _found(told, schema)
    if either := told.get("anyOf"):
        return " or ".join(_kind(one, schema) for one in either)
    if values := told.get("enum"):
        return "one of " + ", ".join(str(value) for value in values)
    return FORMATS.get(told.get("format", "")) or WORDS.get(told.get("type", ""), "")
