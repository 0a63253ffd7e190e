"""A list of SIM cards or data vouchers: all its codes are received, after a preview."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.imports import headings
from diz_portal.imports.columns import Columns, Errors, Seen, in_chunks
from diz_portal.imports.fields import Field
from diz_portal.imports.kinds import Check, Progress, Share
from diz_portal.imports.preview import Preview
from diz_portal.imports.records import NEW, rows_of
from diz_portal.imports.refusals import ChangedSincePreview
from diz_portal.tables import FileRefused, Limits, Row, text_of
from diz_portal.tables.values import Wrong, iccid, lost_in_list, voucher
from diz_portal.words import data_size, uk_date
from inclusion.databank.models import NOT_HERE, DataBatch, DataItem, known_as
from inclusion.databank.services import databank, pledges, receiving
from inclusion.imports.arrival import ARRIVED, arrived, day_of, refuse_ahead
from inclusion.imports.kinds import ListKind
from inclusion.imports.models import LIST, ImportBatch, ImportKind

MOST = databank.MOST_ITEMS
LONG_NUMBER = re.compile("[0-9]{4}")
COMMON = ("number", "code", "no", "id", "reference")
SIM = Field(
    "code",
    "SIM number",
    iccid,
    (
        "iccid",
        "iccid number",
        "sim",
        "number of the card",
        "sim no",
        "sim card",
        "sim card number",
        "sim serial",
        "sim serial number",
        "ssn",
        "card number",
        "card no",
        "card",
        "serial number",
        *COMMON,
    ),
)
VOUCHER = Field(
    "code",
    "Code",
    voucher,
    ("voucher", "voucher code", "voucher number", "e-voucher", "pin", "topup code", *COMMON),
)


class CodeCheck:
    """Of every row one code; what else is in it is left out."""

    def __init__(self, batch: ImportBatch, kind: "Codes", columns: Columns, preview: Preview):
        self.batch, self.kind, self.columns, self.preview = batch, kind, columns, preview
        self._seen = Seen()
        self._codes: list[str] = []
        self._rows: list[Row] = []
        # The day of arrival that a column gives, and the row that gave it first.
        self._day = ""
        self._day_from = ""

    def run(self, rows: Iterator[Row], progress: Progress) -> None:
        for chunk in in_chunks(rows, progress):
            self._judge_all([(row, *self._read(row)) for row in chunk])
            if len(self._codes) > MOST:
                raise FileRefused(f"The file has more than {MOST:,} codes. Split it into 2 files")
        if (at := lost_in_list(self._codes)) is not None:
            raise FileRefused(
                f"{self._rows[at].place()} has {self._codes[at]}, which has lost digits in a "
                "spreadsheet. Other codes may have, too. Format the column as Text, enter the "
                "numbers "
                "again and save it"
            )

    def _read(self, row: Row) -> tuple[str, str, Errors]:
        """The code, a doubt about it, and what is wrong with it."""
        try:
            if self.batch.is_table:
                values, errors = self.columns.values(row)
                if not values and not errors:
                    errors = [(self.columns.heading_of["code"], "Enter the code")]
                value = values.get("code", "")
                if value and not errors:
                    self._came(row, values, errors)
            else:
                cell = self.kind.field_in(row.cells)
                value, errors = self.kind.field.clean(row.cells[0] if cell is None else cell), []
        except Wrong as wrong:
            return "", "", [("", str(wrong))]
        if isinstance(value, str):
            return value, self._looks_like_a_heading(value), errors
        return value.number, value.doubt, errors

    def _came(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        """What is received together came on one day."""
        refuse_ahead(values, self.columns, errors)
        day = values.get("received_on") or self.batch.said.get("received_on", "")
        if not self._day_from:
            self._day, self._day_from = day, row.place()
        elif day != self._day and not errors:
            message = (
                f"{self._day_from} has a different date. All items in a batch have the same date. "
                f"Leave these rows out, and import them as a separate list"
            )
            errors.append((self.columns.heading_of.get("received_on", ""), message))

    def _looks_like_a_heading(self, code: str) -> str:
        first = not self.batch.is_table and not self._codes and not self._rows
        return (
            f"“{code}” is in the first row and contains no number, so it looks like a heading."
            if first and code and not any(map(str.isdigit, code))
            else ""
        )

    def _judge_all(self, read: list[tuple[Row, str, str, Errors]]) -> None:
        heading = self.columns.heading_of.get("code", "")
        here = self._here([code for _, code, _, _ in read if code])
        for row, code, doubt, errors in read:
            if code:
                self._codes.append(code)
                self._rows.append(row)
                if both := self._seen.before(self._known(code), row):
                    errors.append((heading, f"{both} have the same code. Leave one of them out"))
            item = here.get(self._known(code)) if code else None
            if item and not errors:
                if self._is_from_this_file(item):
                    self.preview.unchanged()
                    continue
                errors.append(
                    (
                        heading,
                        f"Already in stock, in batch {item.batch.reference}. Leave this row out",
                    )
                )
            if errors:
                self.preview.error(row, code or text_of(row.cells[0]), errors)
            elif doubt and not self.preview.is_kept(row):
                message = f"{doubt} Keep the row if the code is right"
                self.preview.error(row, code, [(heading, message)], propose=True)
            else:
                came = {"received_on": self._day} if "received_on" in self.columns else {}
                self.preview.create(row, code, {"code": code, **came})

    def _known(self, code: str) -> str:
        said = self.batch.said
        return known_as(said["kind"], said["network"], code)

    def _here(self, codes: list[str]) -> dict[str, DataItem]:
        """Which of them are here already, by how they are known."""
        found = DataItem.objects.filter(known_as__in=set(map(self._known, codes)))
        found = found.exclude(account__in=NOT_HERE).select_related("batch")
        return {item.known_as: item for item in found}

    def _is_from_this_file(self, item: DataItem) -> bool:
        """Sent twice, a file does no harm."""
        same = ImportBatch.objects.filter(made=item.batch_id, sha256=self.batch.sha256)
        return same.exclude(pk=self.batch.pk).exists()


class Codes(ListKind):
    """What was typed with the list says the rest: network, size, last day."""

    field: Field
    titled = "code"
    # A telephone number or a PUK beside the code is nothing that we keep.
    asks_about_columns = False
    limits = Limits(size=500_000, rows=2 * MOST)
    needed = [("code",)]
    list_source, list_label = LIST, "a list without a heading row"
    undone_new = "removed from stock as a batch. They will not count as written off"

    def is_list(self, rows: list[list[Any]]) -> bool:
        """Codes from the first row on. Where several cells stand in a row and none is a heading of
        ours, the first one tells: a heading has no number in it."""
        known = headings.known(self)
        if any(headings.norm(text_of(cell)) in known for row in rows for cell in row):
            return False
        several = any(sum(1 for cell in row if text_of(cell)) > 1 for row in rows)
        if not several:
            return True
        if all(self.field_in(row) is not None for row in rows):
            return True
        if any(LONG_NUMBER.search(text_of(cell)) for cell in rows[0]):
            raise FileRefused(
                "The file does not say which column has the codes. Add a row above them with the "
                f"column heading “{self.field.label}”"
            )
        return False

    def field_in(self, cells: list[Any]) -> Any:
        """The one cell of a row without headings that can be nothing but a code."""
        filled = [cell for cell in cells if text_of(cell)]
        return filled[0] if len(filled) == 1 else None

    def check(self, batch: ImportBatch, columns: Columns, preview: Preview) -> Check:
        return CodeCheck(batch, self, columns, preview)

    def apply(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        said = {**batch.said, "expires_on": date.fromisoformat(batch.said["expires_on"])}
        rows, who = rows_of(batch, NEW), cast(User, by)
        # Of all rows the same: see `CodeCheck`.
        if day := day_of(rows[0].values) or arrived(batch):
            said["received_on"] = day
        values = {
            # Of a doubtful number somebody has said that it is one, or its row was left out.
            "sure": True,
            "codes": [row.values["code"] for row in rows],
            "key": f"list:{batch.reference}",
            "kept_by": batch.kept_by,
            **said,
        }
        try:
            if batch.pledge:
                made = pledges.receive(pledge=batch.pledge, by=who, **values)
            else:
                made = databank.receive(by=who, **values)
        except databank.KnownAlready as known:
            raise ChangedSincePreview(f"Nothing was added. {known.message}") from known
        batch.made = made
        batch.save(update_fields=["made"])

    def undo(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        why = f"The import of {batch.file_name} was undone"[:200]
        key = f"undo:{batch.reference}"
        made = cast(DataBatch, batch.made)
        receiving.undo(batch=made, by=cast(User, by), key=key, why=why)

    def facts(self, batch: ImportBatch) -> list[str]:
        said = batch.said
        count = batch.summary.get("create", 0)
        noun = self.noun if count == 1 else self.nouns
        who = batch.kept_by or "all teams"
        until = uk_date(date.fromisoformat(said["expires_on"]))
        came = arrived(batch)
        size = data_size(said["mb_each"])
        sizes = (
            size if count == 1 else f"{size} each, {data_size(count * said['mb_each'])} in total"
        )
        facts = [
            f"{count:,} {noun} for {said['network']}: {sizes}. Activate by {until}.",
            f"Issued by {who}.",
        ]
        if came:
            facts.append(f"Received on {uk_date(came)}, unless the file has another date.")
        return facts

    def looked_at(self, batch: ImportBatch) -> tuple[str, str]:
        if batch.made:
            return "View batch", batch.made.get_absolute_url()
        return "View databank", reverse("inclusion_workspace:databank")


class Sims(Codes):
    name, noun, nouns = ImportKind.SIMS.value, "SIM card", "SIM cards"
    field = SIM
    fields = [SIM, ARRIVED]

    def field_in(self, cells: list[Any]) -> Any:
        numbers = [cell for cell in cells if _is_number_of_a_card(cell)]
        return numbers[0] if len(numbers) == 1 else super().field_in(cells)


def _is_number_of_a_card(cell: Any) -> bool:
    try:
        return bool(text_of(cell)) and bool(iccid(cell))
    except Wrong:
        return False


class Vouchers(Codes):
    name, noun, nouns = ImportKind.VOUCHERS.value, "data voucher", "data vouchers"
    field = VOUCHER
    fields = [VOUCHER, ARRIVED]
