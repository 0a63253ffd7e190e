"""The data map, made from the models: where an assessment of the risks to people (DPIA) begins."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from . import kinds, purposes, registry
from .processing import reading

HEADINGS = [
    "Record",
    "Table",
    "About whom",
    "Details",
    "Purpose",
    "Controller",
    "Lawful basis",
    "Who receives it",
    "How long",
    "What happens then",
    "How it is erased on request",
]


@dataclass(frozen=True)
class Mapped:
    what: str
    table: str
    about: str
    details: tuple[str, ...]
    why: str
    controller: str
    basis: str
    recipients: str
    how_long: str
    afterwards: str
    on_request: str


def rows() -> list[Mapped]:
    """One for each kind of record that holds something about people."""
    found: dict[type[models.Model], list[kinds.Kind]] = {}
    for kind in kinds.kinds():
        for part in kind.parts:
            found.setdefault(part.model, []).append(kind)
    return [
        _mapped(one, list(dict.fromkeys(kind.what for kind in found.get(one.model, []))))
        for one in registry.declarations()
    ]


def _mapped(one: registry.Declaration, about: list[str]) -> Mapped:
    retention = one.retention
    aim, first = one.purpose, next(iter(purposes.controllers_of(one.controller)), None)
    assert aim is not None  # noqa: S101  a test says so of each
    told = reading.in_words(one, aim, first, reading.record_of(aim, first))
    return Mapped(
        what=one.what,
        table=one.label,
        about="; ".join(about) or "Staff who acted",
        details=tuple(dict.fromkeys(one.personal.values())),
        why=one.why,
        controller=one.controller,
        basis=told.basis,
        recipients=told.recipients,
        how_long=one.how_long[:1].upper() + one.how_long[1:],
        afterwards=registry.AFTERWARDS[retention.action].removeprefix("then ")
        if retention and retention.days is not None
        else "stays with the record it belongs to",
        on_request="With the person’s record"
        if about
        else "The account’s name is replaced by a reference",
    )


def cells(one: Mapped) -> list[Any]:
    """For a spreadsheet: nothing in it can begin a formula."""
    return [
        one.what,
        one.table,
        one.about,
        ", ".join(one.details),
        one.why,
        one.controller,
        one.basis,
        one.recipients,
        one.how_long,
        one.afterwards,
        one.on_request,
    ]
