"""Milestones and risks, recognised by their title: the same preview as for sites.

There are dozens of these, not thousands, so they are compared as model instances.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from diz_portal.imports.columns import Columns, Errors, Seen, in_chunks
from diz_portal.imports.kinds import Kind
from diz_portal.imports.preview import Preview
from diz_portal.imports.records import plain, same
from diz_portal.names import folded
from diz_portal.tables import Row
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.imports.models import ImportBatch, ImportKind
from projects.portfolio.models import Milestone, Proximity, RiskState

BASELINE_STAYS = (
    "The baseline of this milestone is {before}. You cannot change a baseline by import. Change it "
    "on the milestone’s page, or leave this cell blank"
)
REVIEW_AFTER = timedelta(days=30)


class RecordCheck:
    def __init__(self, batch: ImportBatch, kind: Kind, columns: Columns, preview: Preview):
        self.kind = kind
        self.columns = columns
        self.preview = preview
        self.today = timezone.localdate().isoformat()
        records = kind.records(batch)  # type: ignore[attr-defined]
        self._existing = {folded(record.title): record for record in records}
        self._organisations: dict[str, list[Organisation]] = {}
        for organisation in Organisation.objects.public():
            for word in {folded(organisation.name), folded(organisation.identifier)}:
                self._organisations.setdefault(word, []).append(organisation)
        self._seen = Seen()

    def run(self, rows: Iterator[Row], progress: Callable[[int], None]) -> None:
        for chunk in in_chunks(rows, progress):
            for row in chunk:
                self._judge(row, *self.columns.values(row))

    def _judge(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        title = values.get("title", "")
        heading = self.columns.heading_of
        if not title and not errors:
            errors.append((heading["title"], "Enter a title"))
        elif title and (both := self._seen.before(folded(title), row)):
            errors.append((heading["title"], f"{both} have the same title. Leave one out"))
        self._owner(values, errors)
        record = self._existing.get(folded(title))
        if record is None:
            self._complete(values, errors)
        if self.kind.name == ImportKind.MILESTONES:
            self._check_milestone(record, values, errors)
        if errors:
            self.preview.error(row, title, errors)
        elif record is None:
            self.preview.create(row, title, values)
        else:
            self._change(row, record, values)

    def _owner(self, values: dict[str, Any], errors: Errors) -> None:
        if "owner" not in values:
            return
        name = values.pop("owner")
        found = self._organisations.get(folded(name), [])
        if len(found) == 1:
            values["owner_id"] = found[0].pk
        else:
            message = (
                f"More than one organisation is called “{name}”. Enter its identifier"
                if found
                else f"No active partner is called “{name}”. Enter its name as shown under Partners"
            )
            errors.append((self.columns.heading_of["owner"], message))

    def _complete(self, values: dict[str, Any], errors: Errors) -> None:
        """What a new record must have, with the few defaults that nobody would dispute."""
        if self.kind.name == ImportKind.MILESTONES:
            values.setdefault("forecast_on", values.get("baseline_on"))
            needed = ["baseline_on"]
        else:
            for name in ("impact", "likelihood"):
                if f"{name}_before" in values:
                    values.setdefault(f"{name}_after", values[f"{name}_before"])
            values.setdefault("proximity", Proximity.DISTANT.value)
            values.setdefault("state", RiskState.OPEN.value)
            review = timezone.localdate() + REVIEW_AFTER
            values.setdefault("next_review_on", review.isoformat())
            needed = ["impact_before", "likelihood_before"]
        wrong = {column for column, _ in errors}
        labels = {field.name: field.label for field in self.kind.fields}
        for name in needed:
            column = self.columns.heading_of.get(name, "")
            if values.get(name) is None and (not column or column not in wrong):
                message = f"Enter this for a new {self.kind.noun}: {labels[name]}"
                errors.append((column, message))

    def _check_milestone(
        self, record: Milestone | None, values: dict[str, Any], errors: Errors
    ) -> None:
        heading = self.columns.heading_of
        if values.get("actual_on") and values["actual_on"] > self.today:
            message = "Actual date is in the future. Put it in the forecast column"
            errors.append((heading["actual_on"], message))
        if record and values.get("baseline_on", plain(record.baseline_on)) != plain(
            record.baseline_on
        ):
            before = uk_date(record.baseline_on)
            errors.append((heading["baseline_on"], BASELINE_STAYS.format(before=before)))

    def _change(self, row: Row, record: Any, values: dict[str, Any]) -> None:
        values.pop("title")
        changes = {
            name: [plain(getattr(record, name)), value]
            for name, value in values.items()
            if not same(plain(getattr(record, name)), value)
        }
        # When it was completed is what happened, not a forecast.
        if (met := changes.get("actual_on")) and met[0]:
            corrected = {"actual_on": changes.pop("actual_on")}
            self.preview.correct(row, record.title, corrected, key=record.pk)
            if not changes:
                return
        if changes:
            self.preview.change(row, record.title, changes, key=record.pk)
        else:
            self.preview.unchanged()
