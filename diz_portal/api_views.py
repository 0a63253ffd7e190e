"""What the open data says of itself: for programs (OpenAPI), and for people."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .api import portal


def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(_schema(), json_dumps_params={"indent": 1})


def _schema() -> dict[str, Any]:
    schema = dict(portal.get_openapi_schema(path_prefix="/api/v1/"))
    schema["servers"] = [{"url": settings.PORTAL_URL}]
    return schema


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    words: str


@dataclass(frozen=True)
class Operation:
    path: str
    summary: str
    words: str
    example: str
    parameters: list[Field]
    answer: list[Field]


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same description as a page of ours: no script, and nothing from another machine."""
    schema = _schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        told = methods["get"]
        groups.setdefault(told["tags"][0], []).append(_operation(path, told, schema))
    return render(request, "api/docs.html", {"groups": groups, "address": settings.PORTAL_URL})


def _operation(path: str, told: dict[str, Any], schema: dict[str, Any]) -> Operation:
    given = told.get("parameters", [])
    answer = told["responses"][200]["content"]["application/json"]["schema"]
    return Operation(
        path=path,
        summary=told["summary"],
        words=told.get("description", ""),
        example=f"{settings.PORTAL_URL}{path}",
        parameters=[
            Field(
                name=one["name"],
                kind=_kind(one["schema"], schema) + (", needed" if one.get("required") else ""),
                words=one.get("description") or one["schema"].get("description", ""),
            )
            for one in given
        ],
        answer=_fields(answer, schema),
    )


def _found(told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in told:
        told = schema["components"]["schemas"][told["$ref"].rpartition("/")[2]]
    return told


def _fields(told: dict[str, Any], schema: dict[str, Any], before: str = "") -> list[Field]:
    found = []
    for name, one in _found(told, schema).get("properties", {}).items():
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
