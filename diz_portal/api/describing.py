"""The description of the API (OpenAPI 3.1): ninja's, with what every address has in common."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from ninja.operation import Operation

from .portal import portal
from .shapes import Problem

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
NUMBER = {"type": "integer"}
PACE = {
    "RateLimit-Limit": {"description": "Requests allowed in a minute", "schema": NUMBER},
    "RateLimit-Remaining": {"description": "Requests left in this minute", "schema": NUMBER},
    "RateLimit-Reset": {"description": "Seconds until the limit is reset", "schema": NUMBER},
}
ETAG = {"ETag": {"description": "Version of the response", "schema": {"type": "string"}}}
AFTER = {"Retry-After": {"description": "Seconds to wait", "schema": NUMBER}}
WORDS = {
    400: ("We cannot read this request", {}),
    401: ("No token, or one that is not valid", {}),
    403: ("The token does not have this scope, or you do not have permission", {}),
    409: ("The record has changed: `current` is how it is now", {}),
    413: ("The request is too large", {}),
    428: ("If-Match is missing", {}),
    404: ("Not found", {}),
    422: ("Part of the request is not valid: `errors` names it", {}),
    429: ("Too many requests", AFTER),
    500: ("An error in the portal. It has been recorded", {}),
    503: ("The portal is not available", AFTER),
}


def _header(name: str, words: str, *, required: bool = False) -> dict[str, Any]:
    shape = {"type": "string", "title": name, "maxLength": 200}
    return {
        "in": "header",
        "name": name,
        "required": required,
        "schema": shape,
        "description": words,
    }


ONCE = _header(
    "Idempotency-Key", "Any text of your own: a request sent twice with it is carried out once"
)
VERSION = _header("If-Match", "The version that you read: the ETag of the record", required=True)
UNCHANGED = _header("If-None-Match", "The ETag of a response you have: 304 if it has not changed")


def schema() -> dict[str, Any]:
    return {**_described(), "servers": [{"url": settings.PORTAL_URL}]}


@lru_cache(maxsize=1)
def _described() -> dict[str, Any]:
    found = dict(portal.get_openapi_schema(path_prefix="/api/v1/"))
    components = found["components"].setdefault("schemas", {})
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components.update(shape.pop("$defs", {}))
    components["Problem"] = shape
    operations = {one.operation_id or _id(one): one for one in _operations()}
    for methods in found["paths"].values():
        for method, told in methods.items():
            _complete(told, method, operations[told["operationId"]])
    return found


def _operations() -> list[Operation]:
    return [
        one
        for router in portal._get_bound_routers()
        for path_view in router.path_operations.values()
        for one in path_view.operations
    ]


def _id(one: Operation) -> str:
    return portal.get_openapi_operation_id(one)


def _complete(told: dict[str, Any], method: str, operation: Operation) -> None:
    responses = told["responses"]
    for response in responses.values():
        response["headers"] = PACE | (ETAG if method == "get" else {})
    if method == "get":
        told.setdefault("parameters", []).append(UNCHANGED)
        responses[304] = {"description": "Not changed", "headers": PACE | ETAG}
    acts = method not in {"get", "head"}
    if acts:
        told.setdefault("parameters", []).append(ONCE)
    if told.pop("x-version", False):
        told["parameters"].append(VERSION)
    for status in _errors(told, acts=acts):
        words, headers = WORDS[status]
        responses[status] = {"description": words, "content": PROBLEM, "headers": PACE | headers}


def _errors(told: dict[str, Any], *, acts: bool) -> list[int]:
    places = {one["in"] for one in told.get("parameters", [])}
    found = {400, 429, 500, 503}
    if "path" in places:
        found.add(404)
    if "query" in places or acts:
        found.add(422)
    if told.get("security"):
        found |= {401, 403}
    if acts:
        found |= {409, 413}
    if VERSION in told.get("parameters", []):
        found.add(428)
    return sorted(found)
