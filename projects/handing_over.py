"""What an organisation or a person has in hand of the projects goes to another: see
`diz_portal.open_work`. What moves is in the audit tables, under the name of who decided."""

from django.db import transaction
from django.db.models import QuerySet

from diz_portal.accounts.models import User
from diz_portal.open_work import Ending
from partners.models import Organisation
from projects.portfolio.models import Milestone, Project, Risk
from projects.returns.models import Return
from projects.returns.services import returns
from projects.rollout.models import Wayleave


@transaction.atomic
def give_projects(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    """Another organisation leads them; where it delivered them already, it does both."""
    Project.objects.filter(pk__in=rows.values("pk")).update(lead=to)


@transaction.atomic
def give_parts(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    """Another organisation delivers and reports in its place."""
    projects = Project.objects.filter(pk__in=list(rows.values_list("project", flat=True)))
    rows.delete()
    for project in projects:
        project.partners.add(to)


@transaction.atomic
def give_sro(*, rows: QuerySet, to: User | None, by: User, ending: Ending) -> None:
    Project.objects.filter(pk__in=rows.values("pk")).update(sro=to)


@transaction.atomic
def give_risks(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    Risk.objects.filter(pk__in=rows.values("pk")).update(owner=to)


@transaction.atomic
def give_milestones(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    Milestone.objects.filter(pk__in=rows.values("pk")).update(owner=to)


@transaction.atomic
def give_wayleaves(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    Wayleave.objects.filter(pk__in=rows.values("pk")).update(owner=to)


@transaction.atomic
def give_returns(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    """Another organisation reports in its place. Where it reports on the project already, one
    return says it all, and the other is closed as it is."""
    for pk, round_pk, project in list(rows.order_by("pk").values_list("pk", "round", "project")):
        if Return.objects.filter(round=round_pk, project=project, organisation=to).exists():
            returns.close(by=by, pk=pk)
        else:
            returns.pass_to(by=by, pk=pk, to=to)
