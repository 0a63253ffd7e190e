"""A round's returns from a file, one row a project: drafts, which someone checks and submits."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.imports.columns import Columns, Errors, Seen, in_chunks
from diz_portal.imports.fields import Field
from diz_portal.imports.kinds import Check, Kind, Progress, Share
from diz_portal.imports.preview import Preview
from diz_portal.imports.records import CHANGED, rows_of, same
from diz_portal.imports.refusals import ChangedSincePreview
from diz_portal.locks import one_at_a_time
from diz_portal.names import folded
from diz_portal.tables import Limits, Row
from diz_portal.tables.values import Day, Pounds, Unreadable, Wrong, line, lines, one_of
from diz_portal.words import pounds, uk_date
from projects.returns import spend
from projects.returns.models import RAG, Return, ReturnImportBatch, ReturnImportKind
from projects.returns.selectors import return_facts
from projects.returns.selectors import returns as selectors
from projects.returns.services import importing, returns

MOST = 1_000
_day = Day()


def month(cell: Any) -> str:
    """The month reported on, `2026-10`; a spreadsheet makes the first day of it a date."""
    text = str(cell).strip()
    if re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text):
        return text
    if not isinstance(cell, date | datetime):
        for form in ("%B %Y", "%b %Y", "%b-%y", "%B-%y", "%m/%Y"):
            try:
                read = datetime.strptime(text, form)  # noqa: DTZ007  a month has no zone
            except ValueError:
                continue
            return read.date().isoformat()[:7]
    try:
        return _day(cell).isoformat()[:7]
    except Unreadable:
        raise Wrong(f"“{text[:40]}” is not a month. Enter it like 2026-10") from None


RATING = one_of(RAG, "a RAG rating")
FIELDS = [
    Field(
        "project_reference",
        "Project reference",
        line(80),
        ("project ref", "project id", "project code", "ref", "reference"),
    ),
    Field("project", "Project", line(160), ("project title", "project name", "title", "scheme")),
    Field(
        "organisation",
        "Organisation",
        line(200),
        ("partner", "partner organisation", "reported by", "submitted by"),
    ),
    Field("month", "Month", month, ("period", "reporting period", "reporting month", "round")),
    Field("delivery", "Delivery", RATING, ("delivery rag", "rag", "rag rating", "rag status")),
    Field(
        "delivery_comment",
        "Comment on delivery",
        lines(1000),
        ("delivery comment", "why delivery", "rag comment"),
    ),
    Field("spend", "Spend", RATING, ("spend rag", "finance rag", "budget rag")),
    Field("spend_comment", "Comment on spend", lines(1000), ("spend comment", "finance comment")),
    Field("risk", "Risk", RATING, ("risk rag", "risks rag")),
    Field("risk_comment", "Comment on risk", lines(1000), ("risk comment", "risks comment")),
    Field(
        "spend_to_date",
        "Spend to date (£)",
        Pounds(made=lambda amount: f"{amount:.2f}"),
        ("spend to date", "actual spend", "spent to date", "expenditure to date", "spent"),
    ),
    Field(
        "spend_as_at",
        "Spend as at",
        Day(made=lambda day: day.isoformat()),
        ("spend date", "figure as at", "as at", "spend correct on"),
    ),
    Field(
        "narrative",
        "Anything else to report",
        lines(2000),
        (
            "anything else that happened",
            "narrative",
            "summary",
            "progress",
            "update",
            "highlights",
            "what happened",
        ),
    ),
    Field(
        "answer",
        "Response (if sent back)",
        lines(1000),
        ("what was done about what was asked", "answer", "answer to the manager", "response"),
    ),
]
# What of a row is an answer; the others say which return it is of.
ANSWERED = [field.name for field in FIELDS[4:]]
_LABELS = {field.name: field.label for field in FIELDS}
RATED = ("delivery", "spend", "risk")


def header() -> list[str]:
    return [field.label for field in FIELDS]


def file_rows(records: QuerySet[Return]) -> Iterator[list[Any]]:
    """Returns as a file that comes in again unchanged."""
    for record in records:
        answers = {name: getattr(record, name) for name in ANSWERED}
        for name in RATED:
            answers[name] = RAG(answers[name]).label if answers[name] else ""
        yield [
            record.project.slug,
            record.project.title,
            record.organisation.name,
            record.round.slug,
            *answers.values(),
        ]


class ReturnCheck:
    """Looks each row up among the returns of the round that are the organisation's."""

    def __init__(self, batch: ReturnImportBatch, columns: Columns, preview: Preview):
        self.batch, self.columns, self.preview = batch, columns, preview
        self._by_project: dict[str, list[Return]] = {}
        for record in selectors.of_organisation(batch.organisation_id, batch.round_id):
            for word in {folded(record.project.slug), folded(record.project.title)}:
                self._by_project.setdefault(word, []).append(record)
        self._seen = Seen()

    def run(self, rows: Iterator[Row], progress: Progress) -> None:
        for chunk in in_chunks(rows, progress):
            for row in chunk:
                self._judge(row, *self.columns.values(row))

    def _judge(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        label = values.get("project") or values.get("project_reference", "")
        if not self._is_ours(values):
            message = (
                f"This row is for another organisation, not {self.batch.organisation}. Leave it out"
            )
            where = self.columns.heading_of["organisation"]
            self.preview.error(row, label, [(where, message)], propose=True)
            return
        record = self._found(row, values, errors)
        label = record.project.title if record else label
        if values.get("month", self.batch.round.slug) != self.batch.round.slug:
            message = f"This row is for another month, not {self.batch.round}. Leave it out"
            errors.append((self.columns.heading_of["month"], message))
        if record is None or errors:
            self.preview.error(row, label, errors)
            return
        given = {name: values[name] for name in ANSWERED if values.get(name) not in (None, "")}
        now = returns.snapshot(record)
        if all(same(now[name], value) for name, value in given.items()) and (
            record.saved_at or not given
        ):
            self.preview.unchanged()
            return
        wanted = self._emptied(given, now) | given
        self._refuse(record, given, wanted, errors)
        if errors:
            self.preview.error(row, label, errors)
            return
        changes = {
            name: [now[name], value] for name, value in wanted.items() if not same(now[name], value)
        }
        if record.saved_at is None:
            changes["lines"] = [now["lines"], _what_happened(record)]
        if record.unchanged:
            changes["unchanged"] = [True, False]
        self._ask_of_spend(record, changes)
        self.preview.change(row, label, changes, key=record.pk, version=record.version)

    def _found(self, row: Row, values: dict[str, Any], errors: Errors) -> Return | None:
        heading = self.columns.heading_of
        names = [name for name in ("project_reference", "project") if values.get(name)]
        if not names:
            if not errors:
                column = heading.get("project") or heading["project_reference"]
                errors.append((column, "Enter the project"))
            return None
        found = [self._by_project.get(folded(values[name]), []) for name in names]
        for name, records in zip(names, found, strict=True):
            if not records:
                self._unknown(heading[name], values[name], errors)
            elif len(records) > 1:
                message = "More than one project has this title. Enter the project’s reference"
                errors.append((heading[name], message))
        if any(len(records) != 1 for records in found):
            return None
        if len({records[0].pk for records in found}) > 1:
            message = "The reference and title belong to different projects. Correct one of them"
            errors.append((heading["project"], message))
            return None
        record = found[0][0]
        if both := self._seen.before(record.pk, row):
            errors.append((heading[names[0]], f"{both} are for the same project. Leave one out"))
        return record

    def _unknown(self, column: str, word: str, errors: Errors) -> None:
        batch = self.batch
        message = (
            f"{batch.organisation} has no {batch.round} return for “{word[:80]}”. Enter the "
            "reference or title of a project that it reports on"
        )
        errors.append((column, message))

    def _is_ours(self, values: dict[str, Any]) -> bool:
        """Of another organisation's row nothing is looked at: it had better be left out."""
        organisation = self.batch.organisation
        named = folded(values.get("organisation", ""))
        return named in {folded(organisation.name), folded(organisation.identifier), ""}

    def _ask_of_spend(self, record: Return, changes: dict[str, Any]) -> None:
        """Less than a month before is asked about here, and again before it is sent."""
        spent = changes.get("spend_to_date", [None, None])[1]
        if spent is None or (previous := selectors.previous(record)) is None:
            return
        if asked := spend.fell(Decimal(spent), previous):
            self.preview.notes.append(
                f"{record.project}: the spend to date of {pounds(Decimal(spent))} is {asked} "
                f"({pounds(previous.spend_to_date)}). Check that it is correct."
            )

    def _emptied(self, given: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
        """A reason stands for its rating: of another one it is taken away, not carried over."""
        return {
            comment: ""
            for name in RATED
            if (comment := f"{name}_comment") not in given
            and now[comment]
            and given.get(name, now[name]) != now[name]
        }

    def _refuse(
        self, record: Return, given: dict[str, Any], wanted: dict[str, Any], errors: Errors
    ) -> None:
        """What the page would not take either."""
        heading = self.columns.heading_of

        def at(*names: str) -> str:
            return next((heading[name] for name in names if name in given), "")

        if not record.is_owed:
            errors.append((at(*ANSWERED), returns.ReturnNotOpen(record).message))
            return
        for name in RATED:
            comment = f"{name}_comment"
            if given.get(name) == RAG.RED and not wanted.get(comment, getattr(record, comment)):
                column = heading.get(comment, _LABELS[comment])
                message = f"Explain why {name} is Red in the column “{column}”"
                errors.append((heading[name], message))
        spent = wanted.get("spend_to_date", record.spend_to_date)
        day = wanted.get("spend_as_at", record.spend_as_at)
        if spent is not None and day is None:
            message = "Enter the “as at” date of the spend"
            errors.append((at("spend_to_date"), message))
        if spent is None and "spend_as_at" in given:
            errors.append(
                (at("spend_as_at"), "Enter the spend to date too, or leave this cell blank")
            )
        if given.get("spend_as_at", "") > timezone.localdate().isoformat():
            message = "Enter an “as at” date for the spend that is today or in the past"
            errors.append((at("spend_as_at"), message))
        if record.is_sent_back and not wanted.get("answer", record.answer).strip():
            errors.append(
                (
                    heading.get("answer", ""),
                    "This return was sent back. Enter your response in the column "
                    f"“{heading.get('answer', FIELDS[-1].label)}”",
                )
            )
        if "answer" in given and not record.is_sent_back:
            message = "This return was not sent back. Leave this cell blank"
            errors.append((at("answer"), message))


def _what_happened(record: Return) -> list[dict[str, Any]]:
    """The lines as its page begins with them."""
    facts = return_facts.facts(record.project, record.organisation_id, record.round.month)
    return [{"fact": one.key, "said": one.text, "text": one.text, "kept": True} for one in facts]


class Returns(Kind):
    name, noun, nouns = ReturnImportKind.RETURNS.value, "return", "returns"
    titled = "project"
    fields = FIELDS
    needed = [("project_reference", "project")]
    knows_by_a_name = False  # but by a project that is here
    limits = Limits(size=2_000_000, rows=MOST)
    # What a draft is kept with, and a reader of the preview is not asked about.
    hidden = frozenset({"lines", "unchanged", "saved_at", "saved_by_id"})
    undone_more = (
        "Each return it changed will go back to the draft it was before. If one has been submitted "
        "since, nothing will be undone."
    )

    def hold(self, batch: ReturnImportBatch) -> None:
        one_at_a_time(f"returns:{batch.organisation_id}")

    def check(self, batch: ReturnImportBatch, columns: Columns, preview: Preview) -> Check:
        return ReturnCheck(batch, columns, preview)

    def apply(self, batch: ReturnImportBatch, *, by: User | None, progress: Share) -> None:
        for row in self._in_order(batch):
            record = returns.locked(row.record_id)
            if record.version != row.version or not record.is_owed:
                raise ChangedSincePreview(
                    f"No changes were made, because the return for {row.label} was saved, "
                    f"submitted or closed after this preview. Check the file again"
                )
            was = (record.saved_at and record.saved_at.isoformat(), record.saved_by_id)
            answers = importing.typed({name: new for name, (_, new) in row.values.items()})
            saved = returns.save(
                by=cast(User, by), record=record, version=record.version, answers=answers
            )
            row.values["saved_at"], row.values["saved_by_id"] = ([one, None] for one in was)
            row.version = saved.version
            row.save(update_fields=["values", "version"])

    def undo(self, batch: ReturnImportBatch, *, by: User | None, progress: Share) -> None:
        for row in self._in_order(batch):
            before = {name: was for name, (was, _) in row.values.items()}
            when, who = before.pop("saved_at"), before.pop("saved_by_id")
            importing.undo(
                by=by,
                record=returns.locked(row.record_id),
                version=row.version,
                answers=before,
                saved_at=when,
                saved_by_id=who,
            )

    def _in_order(self, batch: ReturnImportBatch) -> list[Any]:
        """As whoever closes the round locks them."""
        return sorted(rows_of(batch, CHANGED), key=lambda row: row.record_id)

    def why_not(self, batch: ReturnImportBatch, by: User) -> str:
        return "" if batch.round.is_open else importing.RoundNotOpen(batch.round).message

    def names(self, rows: list[Any]) -> dict[str, dict[Any, str]]:
        spent = {one for row in rows for one in row.values.get("spend_to_date", []) if one}
        days = {one for row in rows for one in row.values.get("spend_as_at", []) if one}
        return {
            **{name: dict(RAG.choices) for name in RATED},
            "spend_to_date": {one: pounds(float(one)) for one in spent},
            "spend_as_at": {one: uk_date(date.fromisoformat(one)) for one in days},
        }

    def facts(self, batch: ReturnImportBatch) -> list[str]:
        said = (
            f"{batch.round} returns of {batch.organisation}, due on "
            f"{uk_date(batch.round.due_on)}. The import does not submit them: check each return, "
            "then submit it."
        )
        return [said]

    def looked_at(self, batch: ReturnImportBatch) -> tuple[str, str]:
        return "Go to returns", reverse("returns:list")
