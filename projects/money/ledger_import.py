"""The export of an accountable body's ledger, row by row: new, changed as the ledger changed it,
unchanged, or wrong and why.

One pass without model instances, a thousand rows at a time: see `projects.imports.sites`.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.imports.columns import Columns, Errors, Seen, in_chunks
from diz_portal.imports.copying import fetch, keys_of, references
from diz_portal.imports.kinds import Check, Kind, Progress, Share
from diz_portal.imports.preview import Preview
from diz_portal.locks import one_at_a_time
from diz_portal.tables import Row
from diz_portal.words import pounds, uk_date
from projects.money import periods
from projects.money.enums_ledger import MonthState
from projects.money.ledger_fields import FIELDS
from projects.money.models import LedgerImportBatch, LedgerImportKind, LedgerLine, LedgerMonth
from projects.money.services import ledger_applying

# A change of these is a change of what happened: it waits until somebody says why.
FIGURES = ("amount", "on", "period", "is_outturn")
WORDS = ("vat", "cost_centre", "supplier", "description")
KNOWN = f"""
    SELECT transaction_reference, line, id, project_id, month, is_withdrawn,
        amount, "on", period, is_outturn, {", ".join(WORDS)}
    FROM projects_ledgerline l
    WHERE organisation_id = %s AND transaction_reference = ANY(%s)
        AND NOT EXISTS (SELECT 1 FROM projects_ledgerline n WHERE n.supersedes_id = l.id)
"""  # noqa: S608  our own names of columns
Month = tuple[date, bool]
# By what a row is taken for a line that is known, the surest first.
ALIKE_BY = (
    FIGURES,
    ("amount", "period", "is_outturn"),
    ("on", "period", "is_outturn"),
    ("period", "is_outturn"),
    ("amount",),
    (),
)


class Known(NamedTuple):
    """A line as the portal has it."""

    id: int
    project_id: int
    month: date
    is_withdrawn: bool
    values: dict[str, Any]

    @property
    def is_late(self) -> bool:
        """It came once its own period was locked, which may have been an outturn."""
        return self.month.isoformat() != self.values["period"]

    @property
    def where(self) -> Month:
        return self.month, self.values["is_outturn"]

    def says(self, said: dict[str, Any]) -> bool:
        """All that a row says, but for the outturn that a late line is no longer counted in."""
        return all(
            self.values[name] == value or (name == "is_outturn" and self.is_late)
            for name, value in said.items()
        )

    def keys(self, names: tuple[str, ...]) -> list[tuple]:
        """Its values of these names; of a late line for either period that it may have been of."""
        values = self.values
        if "is_outturn" not in names or not self.is_late:
            return [tuple(values[name] for name in names)]
        return [
            tuple(outturn if name == "is_outturn" else values[name] for name in names)
            for outturn in (False, True)
        ]


class Waiting(NamedTuple):
    """A row of a transaction that is known, and not yet which of its lines it is."""

    at: int
    row: Row
    label: str
    reference: str
    said: dict[str, Any]


def _figures(said: dict[str, Any]) -> tuple:
    return tuple(said[name] for name in FIGURES)


class LedgerCheck:
    def __init__(self, batch: LedgerImportBatch, columns: Columns, preview: Preview):
        self.batch, self.columns, self.preview = batch, columns, preview
        self.today = timezone.localdate()
        lines = LedgerLine.objects.filter(organisation=batch.organisation_id)
        self._has_lines = lines.exists()
        self._known: dict[str, dict[int, Known]] = {}
        # What a reference is called here, by how the file spells it: `ap1` is the `AP1` that is
        # known, or that came first in the file.
        self._spelt: dict[str, str] = {}
        self._first: dict[str, str] = {}
        # By transaction: its lines by what they amount to, those that a row of the file is, and the
        # last number given to one of a new transaction.
        self._alike: dict[str, dict[tuple, list[int]]] = {}
        self._taken: dict[str, set[int]] = {}
        self._last: dict[str, int] = {}
        self._waiting: list[Waiting] = []
        self._seen = Seen()
        self._keys, self._references = keys_of(LedgerLine._meta.db_table), references()
        months = LedgerMonth.objects.filter(project=batch.project_id, state=MonthState.LOCKED)
        self._locked = set(months.values_list("month", "is_outturn"))
        self._late = 0
        self._counted: dict[Month, Month] = {}
        self._said: dict[date, str] = {}

    def run(self, rows: Iterator[Row], progress: Progress) -> None:
        for chunk in in_chunks(rows, progress):
            read = [(row, *self.columns.values(row)) for row in chunk]
            if self._has_lines:
                named = (values.get("transaction_reference") for _, values, _ in read)
                self._look_up(list(dict.fromkeys(named)))
            for row, values, errors in read:
                self._judge(row, values, errors)
        self._settle()
        if self._late:
            lines = "1 line belongs" if self._late == 1 else f"{self._late:,} lines belong"
            self.preview.notes.append(
                f"{lines} to a month that is locked. Lines like this are counted in the first "
                "open month after it."
            )

    def _look_up(self, named: list[str | None]) -> None:
        wanted = [one for one in named if one and one not in self._spelt]
        spellings = {each for one in wanted for each in (one, one.upper(), one.lower())}
        found_lines = fetch(KNOWN, [self.batch.organisation_id, sorted(spellings)])
        there = {reference for reference, *_ in found_lines}
        for one in wanted:
            same = [each for each in (one, one.upper(), one.lower()) if each in there]
            self._spelt[one] = same[0] if same else self._first.setdefault(one.upper(), one)
            self._known.setdefault(self._spelt[one], {})
        for reference, line, pk, project, month, taken_back, *figures in found_lines:
            if reference not in self._known:
                continue
            amount, on, period, is_outturn, vat, *words = figures
            found = (pk, project, month, taken_back)
            values = {
                "amount": str(amount),
                "on": on.isoformat(),
                "period": period.isoformat(),
                "is_outturn": is_outturn,
                "vat": None if vat is None else str(vat),
                **dict(zip(WORDS[1:], words, strict=True)),
            }
            known = self._known[reference][line] = Known(*found, values)
            if not taken_back:
                alike = self._alike.setdefault(reference, {})
                for key in known.keys(FIGURES):
                    alike.setdefault(key, []).append(line)
        for one in wanted:
            for lines in self._alike.setdefault(self._spelt[one], {}).values():
                lines.sort()

    def _known_as(self, reference: str) -> str:
        return self._spelt.get(reference) or self._first.setdefault(reference.upper(), reference)

    def _judge(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        reference = self._known_as(values.get("transaction_reference", ""))
        supplier = values.get("supplier") or values.get("description", "")
        label = f"{reference} {supplier}".strip()
        heading = self.columns.heading_of
        if not reference and not errors:
            errors.append((heading["transaction_reference"], "Enter the transaction reference"))
        amount = self._amount(values, errors)
        on, period, is_outturn = self._when(values, errors)
        if errors or amount is None or on is None or period is None:
            self.preview.error(row, label, errors)
            return
        said = {
            "amount": f"{amount:.2f}",
            "on": self._iso(on),
            "period": self._iso(period),
            "is_outturn": is_outturn,
        }
        for name in WORDS[1:]:
            if name in values:
                said[name] = values[name]
        if "vat" in values:
            said["vat"] = f"{values['vat']:.2f}"
        line = self._line(row, reference, values.get("line"), said, errors)
        if line is None:
            self._waiting.append(Waiting(len(self._waiting), row, label, reference, said))
        else:
            self._judge_line(row, label, reference, said, line, errors)

    def _judge_line(
        self,
        row: Row,
        label: str,
        reference: str,
        said: dict[str, Any],
        line: int,
        errors: Errors | None = None,
    ) -> None:
        errors = [] if errors is None else errors
        known = self._known.get(reference, {}).get(line)
        if known and known.project_id != self.batch.project_id:
            errors.append(
                (
                    self.columns.heading_of["transaction_reference"],
                    "This line was imported for another project. Leave it out",
                )
            )
        if errors:
            self.preview.error(row, label, errors)
        elif known is None or known.is_withdrawn:
            self._create(row, label, reference, line, said, known)
        else:
            self._change(row, label, said, known)

    def _iso(self, day: date) -> str:
        if (text := self._said.get(day)) is None:
            text = self._said[day] = day.isoformat()
        return text

    def _amount(self, values: dict[str, Any], errors: Errors) -> Decimal | None:
        """A debit is more than 0, a credit less."""
        amount, debit, credit = (values.get(name) for name in ("amount", "debit", "credit"))
        sides = None
        if debit is not None or credit is not None:
            sides = (debit or Decimal(0)) - (credit or Decimal(0))
        if amount is None and sides is None:
            if not errors:
                names = [name for name in ("amount", "debit", "credit") if name in self.columns]
                message = "Enter the amount" if names == ["amount"] else "Enter a debit or a credit"
                errors.append((self.columns.heading_of[names[0]], message))
            return None
        if amount is None:
            return sides
        if sides is not None and sides != amount:
            column = self.columns.heading_of["amount"]
            errors.append((column, "Check the amount: it is not the debit less the credit"))
        return amount

    def _when(
        self, values: dict[str, Any], errors: Errors
    ) -> tuple[date | None, date | None, bool]:
        """The day, and the ledger's own period: each from the other where the file has one."""
        on, heading = values.get("on"), self.columns.heading_of
        if "period" in values:
            period, is_outturn = values["period"]
            on = on or min(periods.month_end(period), self.today)
        elif on:
            period, is_outturn = periods.month_of(on), False
        else:
            if not errors:
                column = heading.get("on") or heading["period"]
                errors.append((column, "Enter the date or the period"))
            return None, None, False
        if on > self.today:
            column = heading.get("on") or heading["period"]
            errors.append((column, "Enter a date that is today or in the past"))
        elif period > self.today:
            errors.append((heading["period"], "Enter a period that has begun"))
        return on, period, is_outturn

    def _line(
        self,
        row: Row,
        reference: str,
        given: int | None,
        said: dict[str, Any],
        errors: Errors,
    ) -> int | None:
        """Which line of its transaction it is. Without a number in the file: the next of a new
        transaction, or the one that is known and says the same. None where neither is so: that is
        seen when the whole file has been read, whatever the order of its rows."""
        known = self._known.get(reference)
        line: int | None
        if given is not None:
            line = given
        elif not known:
            line = self._last.get(reference, 0) + 1
        else:
            taken = self._taken.setdefault(reference, set())
            line = next(
                (
                    at
                    for at in self._alike[reference].get(_figures(said), ())
                    if at not in taken and known[at].says(said)
                ),
                None,
            )
        if line is None:
            return None
        if known:
            self._taken.setdefault(reference, set()).add(line)
        else:
            self._last[reference] = max(line, self._last.get(reference, 0))
        if "line" in self.columns and (both := self._seen.before((reference, line), row)):
            column = self.columns.heading_of["line"]
            errors.append((column, f"{both} are line {line} of {reference}. Leave one out"))
        return line

    def _settle(self) -> None:
        """The rows of known transactions that are not word for word a line of them. Those that say
        most of a line are that line; one in an open month comes before one that is locked."""
        waiting: dict[str, list[Waiting]] = {}
        for one in self._waiting:
            waiting.setdefault(one.reference, []).append(one)
        lines: dict[int, int] = {}
        for reference, rows in waiting.items():
            rows.sort(key=lambda one: (sorted(map(str, one.said.items())), one.at))
            lines.update(self._settled(reference, rows))
        for one in self._waiting:
            self._judge_line(one.row, one.label, one.reference, one.said, lines[one.at])

    def _settled(self, reference: str, rows: list[Waiting]) -> dict[int, int]:
        known, taken = self._known[reference], self._taken.setdefault(reference, set())
        free = sorted(
            (at for at, one in known.items() if at not in taken),
            key=lambda at: (
                known[at].is_withdrawn,
                known[at].project_id != self.batch.project_id,
                known[at].where in self._locked,
                at,
            ),
        )
        found: dict[int, int] = {}
        for names in ALIKE_BY:
            by_words: dict[tuple, list[int]] = {}
            for at in free:
                if not known[at].is_withdrawn:
                    for words in known[at].keys(names):
                        by_words.setdefault(words, []).append(at)
            for lines in by_words.values():
                lines.reverse()
            for one in rows:
                lines = by_words.get(tuple(one.said[name] for name in names), [])
                while one.at not in found and lines:
                    if (line := lines.pop()) not in taken:
                        found[one.at] = line
                        taken.add(line)
        # Numbers of lines that an undone import has left, then new ones.
        left = [at for at in free if at not in taken]
        last = max([*known, *taken])
        for one in rows:
            if one.at not in found:
                found[one.at] = left.pop(0) if left else (last := last + 1)
        return found

    def _create(
        self,
        row: Row,
        label: str,
        reference: str,
        line: int,
        said: dict[str, Any],
        known: Known | None,
    ) -> None:
        month, is_outturn = self._open((date.fromisoformat(said["period"]), said["is_outturn"]))
        self.preview.create(
            row,
            label,
            {
                "transaction_reference": reference,
                "line": line,
                **said,
                "is_outturn": is_outturn,
                "month": self._iso(month),
                "reference": next(self._references),
            },
            key=next(self._keys),
            was_id=known.id if known else None,
        )

    def _open(self, wanted: Month) -> Month:
        """The month in which a line is counted: its own, or the first open one after it."""
        if not self._locked or wanted not in self._locked:
            return wanted
        self._late += 1
        month, is_outturn = wanted
        while (month, is_outturn) in self._locked:
            month, is_outturn = periods.next_month(month), False
        return month, is_outturn

    def _change(self, row: Row, label: str, said: dict[str, Any], known: Known) -> None:
        changes = {
            name: [known.values[name], value]
            for name, value in said.items()
            if known.values[name] != value and not (name == "is_outturn" and known.is_late)
        }
        if not changes:
            self.preview.unchanged()
        elif not changes.keys() & set(FIGURES):
            if known.where in self._locked:
                self.preview.skip("only the description or supplier changed, in a locked month")
            else:
                self.preview.change(row, label, changes, key=next(self._keys), was_id=known.id)
        elif known.where in self._locked:
            name = next(name for name in FIGURES if name in changes)
            name = name if name in self.columns.heading_of else "transaction_reference"
            was = pounds(Decimal(known.values["amount"]))
            message = (
                f"{periods.month_name(known.month, is_outturn=known.where[1])} is locked, and this "
                f"line was {was} in it. Leave the row out, and ask for the change to be entered "
                "in an open month of the ledger"
            )
            self.preview.error(row, label, [(self.columns.heading_of.get(name, ""), message)])
        else:
            self._correct(row, label, changes, known)

    def _correct(self, row: Row, label: str, changes: dict[str, list], known: Known) -> None:
        if "period" in changes or "is_outturn" in changes:
            period = changes.get("period", [known.values["period"]])[-1]
            outturn = changes.get("is_outturn", [known.values["is_outturn"]])[-1]
            month, outturn = self._open((date.fromisoformat(period), outturn))
            changes["month"] = [self._iso(known.month), self._iso(month)]
            changes["is_outturn"] = [known.values["is_outturn"], outturn]
        self.preview.correct(row, label, changes, key=next(self._keys), was_id=known.id)


class Ledger(Kind):
    name, noun, nouns = LedgerImportKind.LEDGER.value, "line", "lines"
    titled = "transaction_reference"
    fields = FIELDS
    needed = [("transaction_reference",), ("amount", "debit", "credit"), ("on", "period")]
    knows_by_a_name = False  # but by a reference and a date or a period
    labels = {"is_outturn": "Year-end outturn", "month": "Counted in"}
    hidden = frozenset({"reference"})
    undone_new = "removed from the ledger"
    undone_more = "The history is kept. Lines that were changed will be as they were before."

    def hold(self, batch: LedgerImportBatch) -> None:
        one_at_a_time(f"ledger:{batch.organisation_id}")

    def check(self, batch: LedgerImportBatch, columns: Columns, preview: Preview) -> Check:
        return LedgerCheck(batch, columns, preview)

    def apply(self, batch: LedgerImportBatch, *, by: User | None, progress: Share) -> None:
        ledger_applying.apply(batch, progress=progress)

    def undo(self, batch: LedgerImportBatch, *, by: User | None, progress: Share) -> None:
        ledger_applying.undo(batch, by=by)

    def names(self, rows: list[Any]) -> dict[str, dict[Any, str]]:
        def said(*columns: str) -> set[Any]:
            found: set[Any] = set()
            for row in rows:
                for column in columns:
                    value = row.values.get(column)
                    found.update(value if isinstance(value, list) else [value])
            return found - {None, ""}

        return {
            "amount": {one: pounds(Decimal(one)) for one in said("amount")},
            "vat": {one: pounds(Decimal(one)) for one in said("vat")},
            "on": {one: uk_date(date.fromisoformat(one)) for one in said("on")},
            "is_outturn": {True: "Yes", False: "No"},
            **{
                name: {one: periods.month_name(date.fromisoformat(one)) for one in said(name)}
                for name in ("period", "month")
            },
        }

    def facts(self, batch: LedgerImportBatch) -> list[str]:
        return [f"Ledger of {batch.organisation} for {batch.project}."]

    def looked_at(self, batch: LedgerImportBatch) -> tuple[str, str]:
        return "Go to the ledger", reverse("money:ledger", args=[batch.project.slug])
