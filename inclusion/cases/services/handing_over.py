"""What a team or a caseworker has in hand goes to another: see `diz_portal.open_work`.

Each takes the rows that stop, and moves them through the services by which they always move, so
that it is recorded where they are read.
"""

from django.db import transaction
from django.db.models import QuerySet

from diz_portal.accounts.models import User
from diz_portal.open_work import Ending
from inclusion.cases.models import Team, TransferBasis
from inclusion.cases.services import cases, referrals, transfers, work
from partners.models import Organisation


def _stops(ending: Ending) -> str:
    """Why, without naming anyone."""
    return (
        f"{ending.organisation} no longer takes cases"
        if ending.organisation
        else "The team no longer takes cases"
    )


@transaction.atomic
def offer_cases(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    """Offer open cases to another team, which reads who they are about once it has accepted."""
    team = Team.objects.get(organisation=to)
    for case in rows.order_by("pk"):
        transfers.offer(
            case=case,
            to=team,
            basis=TransferBasis.PUBLIC_TASK,
            basis_words="The team no longer takes cases, so no one there could help the person.",
            why=_stops(ending),
            handover="",
            by=by,
        )


@transaction.atomic
def give_cases(*, rows: QuerySet, to: User | None, by: User, ending: Ending) -> None:
    """To a colleague of the same team, or back to the unassigned ones."""
    for case in rows.order_by("pk"):
        cases.assign(case=case, to=to, by=by)


@transaction.atomic
def give_tasks(*, rows: QuerySet, to: User | None, by: User, ending: Ending) -> None:
    for task in rows.select_related("case").order_by("pk"):
        work.change_task(task=task, title=task.title, due_on=task.due_on, whose=to, by=by)


@transaction.atomic
def give_appointments(*, rows: QuerySet, to: User | None, by: User, ending: Ending) -> None:
    """The colleague keeps the time and place; two at one time are refused."""
    for one in rows.select_related("case").order_by("pk"):
        work.reassign(appointment=one, whose=to, by=by)


@transaction.atomic
def transfer_referrals(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    for referral in rows.order_by("pk"):
        referrals.transfer(referral=referral, to=to, by=by)


@transaction.atomic
def decline_transfers(*, rows: QuerySet, to: User | None, by: User, ending: Ending) -> None:
    for transfer in rows.select_related("case").order_by("pk"):
        transfers.decline(transfer=transfer, words=_stops(ending), by=by)


@transaction.atomic
def withdraw_transfers(*, rows: QuerySet, to: User | None, by: User, ending: Ending) -> None:
    """The cases stay where they are: without an agreement nobody could accept them."""
    for transfer in rows.select_related("case").order_by("pk"):
        transfers.withdraw(transfer=transfer, by=by)


@transaction.atomic
def serve_districts(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    """Residents of these districts who ask for help come to another team from now on."""
    districts = list(rows.values_list("district", flat=True))
    rows.delete()
    Team.objects.get(organisation=to).districts.add(*districts)


@transaction.atomic
def serve_everybody_else(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    # The former one first: there is one at most.
    rows.update(is_default=False)
    Team.objects.filter(organisation=to).update(is_default=True)
