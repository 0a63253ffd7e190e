"""Which reports there are, and what each promises."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models

from .paper import Paper
from .question import Edition, NoQuestion, Question


class Format(models.TextChoices):
    HTML = "html", "Web page"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
    ZIP = "zip", "CSV files in a ZIP"


class Report:
    """One report. The attributes describe it; the methods answer one question.

    There is one instance for all threads: it keeps nothing between questions.
    """

    # Stands in addresses, rows and commands: a slug, never changed.
    name: str
    title: str
    # One sentence for the list: what the reader finds in it.
    about: str
    formats: Sequence[Format] = (Format.HTML, Format.PDF, Format.XLSX, Format.CSV)
    # What is asked before it can be produced.
    asks: type[NoQuestion] = NoQuestion
    editions: Sequence[Edition] = ()
    # The table that is the CSV; without, every figure of the paper in one long table.
    csv_table: str = ""
    # Whether what it says depends on who asks. Then nobody else reads it, and a schedule has it
    # created once for each person it is sent to.
    is_for_its_asker: bool = False
    # Whether each reader has one copy of it, made anew every night (`fresh`).
    is_kept_fresh: bool = False
    # Its place in the list.
    order: int = 50
    # Each time that a schedule is due: every edition, and each recipient is sent theirs.
    schedules_all_editions: bool = False

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        """Whether the person may have it produced and read it; without `answers`, for anything."""
        raise NotImplementedError

    def paper(self, question: Question) -> Paper:
        """Everything it says. `Refusal` where the question cannot be answered."""
        raise NotImplementedError

    def before_schedule(self, answers: dict[str, Any], *, by: Any, day: date) -> None:
        """What a schedule has to write before it asks: in the transaction that asks, on `day`."""

    def said(self, question: Question) -> str:
        """The title of this one: what it is, and of what."""
        return f"{self.title}: {question.about}" if question.about else self.title


_reports: dict[str, Report] = {}


def register(report: type[Report]) -> type[Report]:
    _reports[report.name] = report()
    return report


def named(name: str) -> Report | None:
    """None for one that the code no longer knows: rows outlive it."""
    return _reports.get(name)


def all_reports() -> list[Report]:
    return sorted(_reports.values(), key=lambda one: (one.order, one.title))


def for_their_asker() -> list[str]:
    """The names of those that nobody but their asker reads."""
    return [one.name for one in _reports.values() if one.is_for_its_asker]


def open_to(user: Any) -> list[Report]:
    return [one for one in all_reports() if one.may_run(user)]


def is_open_to(user: Any) -> bool:
    """Whether there is one: every page asks, and the first answers."""
    return any(one.may_run(user) for one in _reports.values())
