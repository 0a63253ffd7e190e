"""What a project costs against what funds it."""

from dataclasses import dataclass
from decimal import Decimal

from partners.models import Organisation, Sector
from projects.money.amounts import NOTHING
from projects.money.enums import PostingKind
from projects.money.models import Finance, Posting
from projects.money.selectors.statement import Statement
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt


def of(project: Project) -> Finance:
    """What has been set for it; else an unsaved row of what holds until somebody does."""
    return Finance.objects.filter(project=project).first() or Finance(project=project)


def recovers_vat(organisation: Organisation) -> bool:
    """What is usual for who pays, for a form to begin with: what was last said of VAT that it paid;
    before that, that councils recover theirs (section 33 of the VAT Act 1994)."""
    paid = Posting.objects.filter(organisation=organisation, kind=PostingKind.SPEND, vat__gt=0)
    last = paid.order_by("-pk").values_list("vat_recoverable", flat=True).first()
    return organisation.sector == Sector.COUNCIL if last is None else last


@dataclass(frozen=True)
class Gap:
    """Funding against cost, in pounds: less than 0 is a shortfall."""

    cost: Decimal
    funding: Decimal
    comment: str

    @property
    def difference(self) -> Decimal:
        return self.funding - self.cost

    @property
    def shortfall(self) -> Decimal:
        return max(-self.difference, Decimal(0))


def gap(project: Project, shown: Statement) -> Gap | None:
    """Cash pledged and match accepted in kind, against the total cost as it was known then; None
    until a cost is set. Only the funding of today has its comment: earlier ones are not kept."""
    if shown.as_at.is_past:
        cost, comment = _cost_then(project, shown.as_at), ""
    else:
        found = of(project)
        cost, comment = found.cost, found.gap_comment
    if not cost:
        return None
    return Gap(cost, shown.pledged + shown.in_kind_accepted, comment)


def _cost_then(project: Project, as_at: AsAt) -> Decimal:
    """By the last change of it until the end of that day."""
    known = Finance.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=project.pk, pgh_created_at__lt=as_at.known_before
    )
    last = known.order_by("-pgh_id").values_list("cost_capital", "cost_revenue").first()
    return sum(last or (), NOTHING)
