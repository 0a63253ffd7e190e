"""What a project costs against what funds it."""

from dataclasses import dataclass
from decimal import Decimal

from projects.money.models import Finance
from projects.money.selectors.statement import Statement
from projects.portfolio.models import Project


def of(project: Project) -> Finance:
    """What has been set for it; else an unsaved row of what holds until somebody does."""
    return Finance.objects.filter(project=project).first() or Finance(project=project)


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
    """Cash pledged and match accepted in kind, against the total cost; None until a cost is set."""
    found = of(project)
    if not found.cost:
        return None
    return Gap(found.cost, shown.pledged + shown.in_kind_accepted, found.gap_comment)
