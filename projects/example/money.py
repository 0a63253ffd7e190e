"""The money of the example: the grant awarded and varied as its public record says, partners who
pool, and one honest difference. The letters, dates of payments and references are invented."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from partners.models import Organisation, Sector
from projects.example import claims
from projects.money import periods
from projects.money.amounts import rounded, shared_out
from projects.money.enums import (
    Acceptance,
    CapitalBasis,
    Expenditure,
    FigureKind,
    Flow,
    Form,
    InKind,
    LetterKind,
    PostingKind,
    SourceKind,
    SourceState,
    VarianceCode,
)
from projects.money.models import (
    BudgetFigure,
    BudgetLine,
    ConditionKind,
    Finance,
    FundingCondition,
    FundingLetter,
    FundingSource,
    InKindGiven,
    Posting,
    SourceEvent,
    VarianceReason,
)
from projects.money.selectors import budget
from projects.portfolio.models import Project

CAPITAL, REVENUE = Expenditure.CAPITAL, Expenditure.REVENUE
ANNOUNCED, NOW = Decimal(2_100_000), Decimal(1_700_000)
# What the supplier was paid, by days before today: net, as its milestones were reached.
PAID = [
    (410, 86_000),
    (378, 74_500),
    (345, 91_250),
    (310, 68_000),
    (282, 97_400),
    (250, 83_600),
    (221, 104_000),
    (190, 88_750),
    (160, 92_300),
    (128, 79_900),
    (97, 86_450),
    (66, 94_000),
    (35, 61_200),
]
# What came from the grant, in arrears.
CAME = [(375, 160_500), (280, 256_650), (185, 284_600), (95, 254_500), (20, 62_000)]


class Book:
    """Rows of one project, each recorded on the day it happened."""

    def __init__(self, project: Project, by: Any, today: date):
        self.project, self.by, self.today = project, by, today

    def source(
        self, kind: str, title: str, funder: str | Organisation, days: int, **facts: Any
    ) -> FundingSource:
        return FundingSource.objects.create(
            project=self.project,
            kind=kind,
            title=title,
            organisation=funder if isinstance(funder, Organisation) else None,
            funder="" if isinstance(funder, Organisation) else funder,
            starts_on=self.day(days),
            ends_on=self.project.ends_on,
            **facts,
        )

    def cost(self, days: int, **facts: Any) -> None:
        """With its record of that day, so that a statement of a later one knows it."""
        Finance.objects.create(project=self.project, **facts)
        Finance.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
            pgh_obj_id=self.project.pk
        ).update(pgh_created_at=self.moment(days))

    def letter(self, source: FundingSource, days: int, **facts: Any) -> None:
        facts = {"kind": LetterKind.AWARD, **facts}
        FundingLetter.objects.create(
            source=source,
            dated_on=self.day(days),
            by=self.by,
            recorded_at=self.moment(days),
            **facts,
        )

    def secure(self, source: FundingSource, days: int, evidence: str) -> None:
        on = self.day(days)
        FundingSource.objects.filter(pk=source.pk).update(
            state=SourceState.SECURED, secured_on=on, evidence=evidence
        )
        SourceEvent.objects.create(
            source=source,
            state=SourceState.SECURED,
            on=on,
            reason=evidence,
            by=self.by,
            recorded_at=self.moment(days),
        )

    def decide(self, source: FundingSource, days: int, **decision: Any) -> None:
        """Whether it is taken for match, as the source and its history both say."""
        FundingSource.objects.filter(pk=source.pk).update(**decision)
        reason = decision.pop("acceptance_reason")
        SourceEvent.objects.create(
            source=source,
            state=source.state,
            on=self.day(days),
            reason=reason,
            by=self.by,
            recorded_at=self.moment(days),
            **decision,
        )

    def post(
        self, source: FundingSource, days: int, kind: str, net: Decimal | int, **facts: Any
    ) -> Posting:
        on = self.day(days)
        flow = Flow.RECEIVED if kind == PostingKind.RECEIPT else Flow.SPENT
        facts = {"expenditure": REVENUE, "organisation": self.project.lead, **facts}
        if flow == Flow.SPENT and facts["expenditure"] == CAPITAL:
            facts.setdefault("capital_basis", CapitalBasis.GRANT)
        return Posting.objects.create(
            source=source,
            flow=flow,
            kind=kind,
            on=on,
            month=periods.month_of(on),
            net=net,
            amount=net,
            by=self.by,
            recorded_at=self.moment(days),
            **facts,
        )

    def receive(self, source: FundingSource, days: int, amount: int, **facts: Any) -> None:
        self.post(
            source,
            days,
            PostingKind.RECEIPT,
            amount,
            description=f"Received from {source.giver}",
            counterparty=source.giver,
            **facts,
        )

    def line(self, source: FundingSource, heading: str, expenditure: str) -> BudgetLine:
        return BudgetLine.objects.create(
            source=source,
            organisation=self.project.lead,
            heading=heading,
            expenditure=expenditure,
        )

    def figures(
        self, line: BudgetLine, days: int, kind: str, amounts: dict[date, Decimal], reason: str = ""
    ) -> None:
        BudgetFigure.objects.bulk_create(
            BudgetFigure(
                line=line,
                quarter=quarter,
                kind=kind,
                amount=amount,
                reason=reason,
                code=VarianceCode.LATE if reason and kind == FigureKind.FORECAST else "",
                recorded_on=self.day(days),
                recorded_at=self.moment(days),
                by=self.by,
            )
            for quarter, amount in amounts.items()
        )

    def give(self, source: FundingSource, days: int, what: str, hours: str, rate: str) -> None:
        quantity, price = Decimal(hours), Decimal(rate)
        InKindGiven.objects.create(
            source=source,
            on=self.day(days),
            what=what,
            quantity=quantity,
            unit="hours",
            rate=price,
            amount=rounded(quantity * price),
            evidence="Timesheets",
            by=self.by,
            recorded_at=self.moment(days),
        )

    def condition(self, source: FundingSource, kind: str, title: str, due: int, met: str = ""):
        FundingCondition.objects.create(
            source=source,
            kind=kind,
            title=title,
            due_on=self.day(-due),
            owner=self.project.lead,
            met_on=self.day(-due + 6) if met else None,
            met_how=met,
        )

    def day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def moment(self, days: int) -> datetime:
        return timezone.make_aware(datetime.combine(self.day(days), time(10, 30)))


def load(by: Any, projects: dict[str, Project], today: date) -> str:
    _fibre(Book(projects["local-full-fibre-network"], by, today))
    _devices(Book(projects["device-and-data-bank"], by, today))
    _seminars(Book(projects["smart-place-seminars"], by, today))
    claimed = claims.load(projects, today)
    return f"{FundingSource.objects.count()} funding sources, {claimed}"


def _fibre(book: Book) -> None:
    project = book.project
    book.cost(
        520,
        cost_capital=1_700_000,
        cost_revenue=62_000,
        gap_comment="More staff time is given than was costed; it may not replace cash.",
    )
    grant = book.source(
        SourceKind.GRANT,
        "Local Full Fibre Networks programme",
        "Department for Digital, Culture, Media and Sport (DCMS)",
        745,
        agreement_reference="LFFN-INV-031",
        is_public=True,
    )
    book.letter(grant, 745, capital=ANNOUNCED, letter_reference="LFFN-031-A")
    book.letter(
        grant,
        520,
        kind=LetterKind.VARIATION,
        capital=NOW - ANNOUNCED,
        reason="113 surgeries became 74: 14 had gigabit service, 11 cost too much, 14 left",
        letter_reference="LFFN-031-B",
    )
    book.secure(grant, 735, "Funding agreement signed by both parties")
    works = book.line(grant, "Connections and civils", CAPITAL)
    for days, amount in CAME:
        book.receive(grant, days, amount, expenditure=CAPITAL)
    supplier = _supplier(project)
    for number, (days, net) in enumerate(PAID, 1):
        book.post(
            grant,
            days,
            PostingKind.SPEND,
            net,
            vat=rounded(Decimal(net) / 5),
            expenditure=CAPITAL,
            budget_line=works,
            description=f"Connection milestones, invoice {number}",
            counterparty=supplier,
            transaction_reference=f"AP-{40_000 + 137 * number}",
        )
    _plan_works(book, works)
    book.condition(
        grant,
        ConditionKind.BRANDING,
        "Name the programme at each launch",
        -380,
        "Done at the first",
    )
    book.condition(grant, ConditionKind.ASSETS, "Send the asset register", 45)
    book.condition(grant, ConditionKind.RECORDS, "Keep invoices and proof of payment", 2_600)

    council = book.source(
        SourceKind.PARTNER, "Project management", project.lead, 740, agreement_reference="PB 12/4"
    )
    book.letter(council, 740, revenue=35_000)
    book.secure(council, 738, "Cabinet minute 41")
    book.receive(council, 700, 20_000)
    book.receive(council, 330, 15_000)
    office = book.line(council, "Project office", REVENUE)
    pay = ((640, 9_800), (460, 8_250), (280, 7_900), (100, 5_600))
    book.figures(
        office,
        700,
        FigureKind.BUDGET,
        {periods.quarter_of(book.day(days)): Decimal(net - net % 500) for days, net in pay},
    )
    for days, net in pay:
        book.post(
            council,
            days,
            PostingKind.SPEND,
            net,
            budget_line=office,
            description="Project office, quarter’s pay",
        )
    for partner in project.partners.filter(sector=Sector.HEALTH)[:1]:
        pledge = book.source(SourceKind.PARTNER, "Wayleave surveys", partner, 300)
        book.letter(pledge, 300, revenue=15_000)
        book.receive(pledge, 210, 6_000)
        book.post(pledge, 120, PostingKind.SPEND, 7_450, description="Surveys of shared buildings")
    time_given = book.source(
        SourceKind.MATCH,
        "Estates officers’ time",
        project.lead,
        700,
        form=Form.IN_KIND,
        in_kind=InKind.STAFF_TIME,
        valuation="Hours at the pay of the grade, with on-costs",
        acceptance=Acceptance.ASKED,
    )
    book.letter(time_given, 700, revenue=12_000)
    book.decide(
        time_given,
        690,
        acceptance=Acceptance.ACCEPTED,
        acceptance_reason="Funding agreement, schedule 4",
        accepted_up_to=12_000,
    )
    for days, hours in ((600, "110"), (400, "142.5"), (200, "96")):
        book.give(time_given, days, "Surveys and access to surgeries", hours, "38.40")
    rooms = book.source(
        SourceKind.MATCH,
        "Rooms for site meetings",
        project.lead,
        700,
        form=Form.IN_KIND,
        in_kind=InKind.PREMISES,
        valuation="Published hire rate",
        acceptance=Acceptance.ASKED,
    )
    book.letter(rooms, 700, revenue=2_400)
    book.decide(
        rooms,
        690,
        acceptance=Acceptance.REFUSED,
        acceptance_reason="Not additional: the rooms are free to council services",
    )
    book.give(rooms, 350, "Meeting room", "32", "25")


def _quarters(book: Book) -> list[date]:
    return budget.quarters_of(book.project)


def _plan_works(book: Book, works: BudgetLine) -> None:
    """Planned for 113 surgeries, planned again for 74, and forecast by what is left."""
    quarters = _quarters(book)
    # Nothing in the first two quarters; most in the middle.
    weights = [Decimal(min(number, len(quarters) - number, 4)) for number in range(len(quarters))]
    weights[1] = Decimal(0)
    for days, whole, why in (
        (700, ANNOUNCED, ""),
        (515, NOW, "Programme board: 113 surgeries became 74"),
    ):
        shares = shared_out(whole, weights)
        book.figures(works, days, FigureKind.BUDGET, dict(zip(quarters, shares, strict=True)), why)
    # The first quarters are explained; what came later still asks for its reason.
    for quarter in quarters[2:4]:
        budgeted = shares[quarters.index(quarter)]
        spent = Posting.objects.filter(budget_line=works, month__range=periods.span_of(quarter))
        VarianceReason.objects.create(
            line=works,
            quarter=quarter,
            variance=sum(spent.values_list("amount", flat=True), Decimal(0)) - budgeted,
            code=VarianceCode.LATE,
            reason="Works began two quarters later, after the scope was agreed again",
            by=book.by,
        )
    left = NOW - sum(net for _, net in PAID)
    ahead = [one for one in quarters if periods.quarter_end(one) >= book.today]
    book.figures(
        works,
        20,
        FigureKind.FORECAST,
        dict(zip(ahead, shared_out(left, [Decimal(1)] * len(ahead)), strict=True)),
        "The last wayleaves came late",
    )


def _devices(book: Book) -> None:
    grant = book.source(
        SourceKind.GRANT, "Databank and devices", "NHS charities", 530, is_public=True
    )
    book.letter(grant, 530, revenue=96_000, letter_reference="NHSC-2214")
    book.secure(grant, 525, "Grant letter signed")
    book.receive(grant, 500, 48_000)
    book.receive(grant, 150, 32_000)
    for number, (days, net) in enumerate(
        ((470, 12_400), (400, 9_150), (330, 11_800), (240, 10_450), (150, 13_900), (60, 8_275)), 1
    ):
        book.post(
            grant,
            days,
            PostingKind.SPEND,
            net,
            vat=rounded(Decimal(net) / 5),
            description=f"Mobile data and refurbishing, order {number}",
            counterparty="Commonlink Mobile" if number % 2 else "Second Life Laptops",
            transaction_reference=f"AP-{52_000 + 91 * number}",
        )
    book.condition(grant, ConditionKind.REPORT, "Send the end-of-year report", 62)


def _seminars(book: Book) -> None:
    pool = [book.project.lead, *book.project.partners.all()[:1]]
    others = Organisation.objects.public().exclude(pk__in=[one.pk for one in pool]).order_by("pk")
    for number, partner in enumerate([*pool, *others[:3]]):
        share = book.source(
            SourceKind.PARTNER, f"Seminar pool, {partner}", partner, 420, is_public=number == 0
        )
        book.letter(share, 420, revenue=5_000)
        book.secure(share, 415, "Memorandum, schedule of contributions")
        # One has paid less than it pledged, and less than was spent of its share.
        book.receive(share, 390 - 9 * number, 1_500 if number == 3 else 5_000)
        for days, net in ((300, 900), (180, 1_150)):
            book.post(
                share,
                days,
                PostingKind.SPEND,
                net,
                description="Venue, captions and recording",
                counterparty="Market Hall Events",
            )


def _supplier(project: Project) -> str:
    return next((str(one) for one in project.partners.filter(sector=Sector.PRIVATE)), "Supplier")
