"""Places to get help, from the list that a county or a charity keeps; recognised by their name."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from diz_portal import phones
from diz_portal.accounts.models import User
from diz_portal.imports import records
from diz_portal.imports.columns import Columns, Errors, Seen, in_chunks
from diz_portal.imports.fields import Field
from diz_portal.imports.headings import norm
from diz_portal.imports.kinds import Check, Progress, Share
from diz_portal.imports.preview import Preview
from diz_portal.names import folded
from diz_portal.places.selectors import is_unknown, spaced_postcode
from diz_portal.places.spelling import why_none
from diz_portal.slugs import free_slug
from diz_portal.tables import Limits, Row
from diz_portal.tables.values import Day, Wrong, line, lines, named, notes, yes_or_no
from inclusion.help.models import Access, HelpPlace, PlaceKind, Service
from inclusion.imports.kinds import ListKind
from inclusion.imports.models import ImportBatch, ImportKind

read_line = line(200)


def postcode(cell: Any) -> str:
    text = read_line(cell)
    if why := why_none(text):
        raise Wrong(f"“{text[:20]}” is not a postcode. {why}")
    return spaced_postcode(text)


def phone(cell: Any) -> str:
    """As people here dial it, with what is beside it: `01279 446611, ask for Ann`."""
    text = named("phone number", 40)(cell)
    if re.fullmatch(r"[1-9][0-9]{8,9}", "".join(text.split())):
        raise Wrong(
            f"“{text}” has lost the 0 at the start. Format the column as Text in the "
            "spreadsheet, enter the numbers again and save it"
        )
    try:
        return text if text.startswith("0") else phones.in_words(phones.normalise(text))
    except ValidationError:
        return text


def website(cell: Any) -> str:
    text = read_line(cell)
    try:
        return forms.URLField(assume_scheme="https").clean(text)
    except ValidationError:
        raise Wrong(
            f"“{text[:60]}” is not a web address. Enter one such as www.example.org"
        ) from None


def some_of(choices: Any, what: str) -> Callable[[Any], list[str]]:
    """Several of a set of words, in one cell with commas, semicolons or lines between them."""
    known = {norm(word): value for value, label in choices.choices for word in (value, label)}
    read_lines = lines(500)
    words = ", ".join(label.lower() for _, label in choices.choices)

    def read(cell: Any) -> list[str]:
        text = read_lines(cell)
        # One of the words has a comma of its own.
        parts = [text] if norm(text) in known else _parts(text)
        wrong = [part for part in parts if norm(part) not in known]
        if wrong:
            raise Wrong(f"“{wrong[0][:40]}” is not {what}. Enter one of these: {words}")
        return [value for value, _ in choices.choices if value in {known[norm(p)] for p in parts}]

    return read


def _parts(text: str) -> list[str]:
    for mark in (";", "\n"):
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


FIELDS = [
    Field(
        "name", "Name", line(150), ("place", "place name", "venue", "hub", "hub name", "library")
    ),
    Field("kind", "Type", line(40), ("kind", "type of place", "category")),
    Field("address", "Address", line(200), ("full address", "street address", "address 1")),
    Field("postcode", "Postcode", postcode, ("post code", "pcd", "zip")),
    Field(
        "services",
        "Services",
        some_of(Service, "a service"),
        ("what there is", "facilities", "offer", "what is offered"),
    ),
    Field(
        "opening_times",
        "Opening times",
        lines(500),
        ("opening hours", "open", "hours", "times", "opening"),
    ),
    Field(
        "access",
        "Access",
        some_of(Access, "a type of access"),
        ("accessibility", "disabled access"),
    ),
    Field("phone", "Phone number", phone, ("phone", "telephone", "telephone number", "tel")),
    Field("website", "Website", website, ("web", "url", "web site", "web address", "link")),
    Field("notes", "Notes", notes(200), ("note", "comments")),
    Field("is_listed", "Shown to the public (yes or no)", yes_or_no, ("listed", "public")),
    Field(
        "checked_on",
        "Last checked",
        Day(made=lambda day: day.isoformat()),
        ("checked", "date checked", "last updated", "updated"),
    ),
]
WORDS = {norm(word): kind.value for kind in PlaceKind for word in (kind.value, kind.label)}
NEEDED = ("kind", "address", "postcode", "services", "opening_times")


class PlaceCheck:
    def __init__(self, batch: ImportBatch, columns: Columns, preview: Preview):
        self.words, self.columns, self.preview = batch.words, columns, preview
        self._here = {folded(place.name): place for place in HelpPlace.objects.order_by("-pk")}
        self._labels = {field.name: field.label for field in FIELDS}
        self._slugs: set[str] = set()
        self._seen = Seen()

    def run(self, rows: Iterator[Row], progress: Progress) -> None:
        for chunk in in_chunks(rows, progress):
            for row in chunk:
                self._judge(row, *self.columns.values(row))

    def _judge(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        name, heading = values.get("name", ""), self.columns.heading_of
        if not name and not errors:
            errors.append((heading["name"], "Enter the name of the place"))
        elif name and (both := self._seen.before(folded(name), row)):
            errors.append((heading["name"], f"{both} have the same name. Leave one of them out"))
        self._kind(row, values, errors)
        if values.get("checked_on", "") > timezone.localdate().isoformat():
            errors.append((heading["checked_on"], "Enter a date that is today or in the past"))
        place = self._here.get(folded(name))
        if place is None:
            wrong = {column for column, _ in errors}
            for lacking in NEEDED:
                column = heading.get(lacking, "")
                if lacking not in values and not (column and column in wrong):
                    message = f"Enter {self._labels[lacking].lower()}: a new place needs it"
                    errors.append((column, message))
        if errors:
            self.preview.error(row, name, errors)
        elif (unknown := self._unknown(row, place, values)) and not self.preview.is_kept(row):
            self.preview.error(row, name, [unknown], propose=True)
        elif place is None:
            slug = free_slug(HelpPlace, name, otherwise="place", reserved=self._slugs)
            self._slugs.add(slug)
            self.preview.create(row, name, {**values, "slug": slug})
        else:
            self._change(row, place, values)

    def _unknown(
        self, row: Row, place: HelpPlace | None, values: dict[str, Any]
    ) -> tuple[str, str] | None:
        """The question about a postcode that no district knows: nobody finds such a place near
        them. What is there already was asked about when it came."""
        code = values.get("postcode", "")
        if not code or (place and place.postcode == code) or not is_unknown(code):
            return None
        return (
            self.columns.heading_of["postcode"],
            f"{code} is not in our districts, or the portal does not know this postcode. No one "
            f"will see this place in “near you”. Keep the row if the postcode is right",
        )

    def _kind(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        if "kind" not in values:
            return
        word = values.pop("kind")
        found = WORDS.get(norm(word)) or self.words.get(word.casefold())
        if found:
            values["kind"] = found
            return
        if found is None:
            self.preview.unknown(row, word)
        known = ", ".join(kind.label.lower() for kind in PlaceKind)
        message = f"“{word}” is not a type of place. Enter one of these: {known}"
        errors.append((self.columns.heading_of["kind"], message))

    def _change(self, row: Row, place: HelpPlace, values: dict[str, Any]) -> None:
        values.pop("name")
        changes = {
            name: [records.plain(getattr(place, name)), value]
            for name, value in values.items()
            if records.plain(getattr(place, name)) != value
        }
        if changes:
            self.preview.change(row, place.name, changes, key=place.pk)
        else:
            self.preview.unchanged()


class Places(ListKind):
    name, noun, nouns = ImportKind.PLACES.value, "place", "places"
    fields = FIELDS
    needed = [("name",)]
    limits = Limits(size=2_000_000, rows=5_000)
    worded, word_choices = "kind", PlaceKind.choices
    worded_as = ("type of place", "types of place")
    no_word = "None of these (show the rows as errors)"
    hidden = frozenset({"slug", "district_id", "latitude", "longitude", "run_by_id"})

    def check(self, batch: ImportBatch, columns: Columns, preview: Preview) -> Check:
        return PlaceCheck(batch, columns, preview)

    def apply(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        records.apply_records(
            batch, HelpPlace.objects.all(), noun=self.noun, titled=self.titled, given={}
        )

    def undo(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        records.undo_records(batch, HelpPlace.objects.all(), noun=self.noun)

    def names(self, rows: list[Any]) -> dict[str, dict[Any, str]]:
        return {
            "kind": dict(PlaceKind.choices),
            "services": dict(Service.choices),
            "access": dict(Access.choices),
        }

    def looked_at(self, batch: ImportBatch) -> tuple[str, str]:
        return "View places", reverse("inclusion:near_you")
