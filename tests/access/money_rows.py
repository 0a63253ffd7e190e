"""Rows of money, as many as a list is measured with."""

from datetime import date
from typing import Any

from projects.models import (
    BudgetFigure,
    BudgetLine,
    FundingCondition,
    FundingLetter,
    FundingSource,
    Posting,
)
from projects.money import periods
from projects.money.services import claims
from tests.factories.claims import claim_of, evidenced, spent
from tests.factories.money import awarded, secured


class MoneyRows:
    project: Any
    ours: Any
    manager: Any
    long_ago: date

    def begin_money(self) -> None:
        self.source = awarded(
            revenue="50000", project=self.project, title="First fund", by=self.manager
        )
        self.line = BudgetLine.objects.create(
            source=self.source,
            organisation=self.ours,
            heading="First line",
            expenditure="revenue",
        )

        self.claimable = secured(project=self.project, title="Claimed fund", by=self.manager)
        self.claim = claim_of(self.claimable, by=self.manager)

    def budget_lines(self, numbers) -> None:
        BudgetLine.objects.bulk_create(
            BudgetLine(
                source=self.source,
                organisation=self.ours,
                heading=f"Line {n}",
                expenditure="revenue",
            )
            for n in numbers
        )

    def figures(self, numbers) -> None:
        quarter = periods.quarter_of(self.long_ago)
        BudgetFigure.objects.bulk_create(
            BudgetFigure(
                line=self.line,
                quarter=quarter,
                kind="budget",
                amount=n,
                reason="More",
                by=self.manager,
            )
            for n in numbers
        )

    def sources(self, numbers) -> None:
        FundingSource.objects.bulk_create(
            FundingSource(
                project=self.project, kind="grant", title=f"Fund {n}", funder="A ministry"
            )
            for n in numbers
        )

    def shares(self, numbers) -> None:
        FundingSource.objects.bulk_create(
            FundingSource(
                project=self.project, kind="partner", title=f"Share {n}", organisation=self.ours
            )
            for n in numbers
        )

    def letters(self, numbers) -> None:
        for n in numbers:
            FundingLetter.objects.create(
                source=self.source,
                kind="variation",
                dated_on=self.long_ago,
                revenue=n + 1,
                reason="More",
            )

    def conditions(self, numbers) -> None:
        FundingCondition.objects.bulk_create(
            FundingCondition(
                source=self.source,
                kind="report",
                title=f"Report {n}",
                due_on=self.long_ago,
                owner=self.ours,
            )
            for n in numbers
        )

    def postings(self, numbers) -> None:
        """Spent before it has come, so that each source has a difference too."""
        Posting.objects.bulk_create(
            Posting(
                source=self.source,
                organisation=self.project.lead,
                flow="spent",
                kind="spend",
                on=self.long_ago,
                month=periods.month_of(self.long_ago),
                expenditure="revenue",
                net=n + 1,
                amount=n + 1,
                description=f"Work {n}",
                by=self.manager,
            )
            for n in numbers
        )

    def claims(self, numbers) -> None:
        for _ in numbers:
            claim_of(self.claimable, by=self.manager)

    def claim_lines(self, numbers) -> None:
        for n in numbers:
            (line,) = claims.add_lines(
                by=self.manager,
                claim=self.claim,
                postings=[spent(self.claimable, f"{n + 1}", by=self.manager)],
            )
            evidenced(line, by=self.manager)

    def claimable_spend(self, numbers) -> None:
        for n in numbers:
            spent(self.claimable, f"{n + 1}", by=self.manager)
