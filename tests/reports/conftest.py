"""A report for the tests of the engine: two of everything that a paper can hold."""

from datetime import date
from decimal import Decimal

import pytest

from diz_portal.reports import registry
from diz_portal.reports.declaring import (
    NOT_AVAILABLE,
    SUPPRESSED,
    Column,
    Edition,
    Figure,
    Figures,
    Kind,
    Linked,
    NoQuestion,
    Paper,
    Report,
    Section,
    Sentence,
    Table,
    Text,
)
from diz_portal.reports.services import ask
from tests.factories.places import PartnershipFactory

ROWS = [
    (Linked("Foxglove <b>Surgery</b>", "/workspace/"), 1_234, Decimal("1700000.50"), True),
    ("=HYPERLINK(1)", SUPPRESSED, NOT_AVAILABLE, False),
    ("Ünal & Søn", -3, Decimal("0.10"), None),
]


class TryOut(Report):
    name = "try-out"
    title = "A report to try"
    about = "Nothing that anybody needs."
    csv_table = "rows"
    asks = NoQuestion
    editions = (Edition.PUBLIC, Edition.EXEMPT)

    def __init__(self):
        self.rows, self.allowed, self.before = list(ROWS), True, None

    def may_run(self, user, answers=None):
        return self.allowed and user.is_authenticated

    def paper(self, question):
        if self.before:
            self.before(question)
        columns = [
            Column("name", "Name"),
            Column("people", "People", Kind.WHOLE),
            Column("cost", "Cost (£)", Kind.POUNDS),
            Column("live", "Live", Kind.YES_NO),
        ]
        return Paper(
            title="A report to try",
            sections=[
                Section(
                    "first",
                    "First things",
                    [
                        Text([Sentence("One thing is true.", "/workspace/"), Sentence("Two.")]),
                        Figures(
                            "figures",
                            [
                                Figure("sites", "Sites", 74),
                                Figure("live", "Live", 50, was=51, why="correction of 3 May"),
                                Figure("day", "Day", date(2026, 3, 29), Kind.DAY),
                            ],
                        ),
                    ],
                ),
                Section(
                    "second",
                    "Second things",
                    [
                        Table("rows", "Rows", columns, lambda: iter(self.rows), len(self.rows)),
                        Table("none", "No rows", columns, lambda: iter(()), 0, empty="No rows."),
                    ],
                ),
            ],
            notes=["A note."],
        )


@pytest.fixture
def try_out(monkeypatch):
    """The report above, among those there are."""
    report = TryOut()
    monkeypatch.setitem(registry._reports, report.name, report)
    return report


@pytest.fixture
def partnership(db):
    return PartnershipFactory()


@pytest.fixture
def asked(try_out, partnership, storage):
    """Ask for it as somebody: `asked(user, formats=["csv"])`."""

    def ask_for(user, **how):
        form = try_out.asks({"edition": "public"}, report=try_out, user=user)
        assert form.is_valid(), form.errors
        return ask(report=try_out, question=form.question(), answers=form.stored(), by=user, **how)

    return ask_for
