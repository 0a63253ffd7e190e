"""What a team or a caseworker has in hand goes to another: see `diz_portal.open_work`.

Each takes the rows that stop, and moves them through the services by which they always move, so
that it is written down where they are read.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from diz_portal.access import Refusal
from diz_portal.open_work import Ending
from inclusion.cases.models import Team, TransferBasis
from inclusion.cases.services import cases, referrals, transfers, work
from inclusion.databank.models import DataBatch
from inclusion.devices.models import Device, DeviceEvent, Donation
from inclusion.devices.services import donations
from inclusion.help.models import HelpPlace
from partners.models import Organisation


class SerialKnown(Refusal):
    message = (
        "The team you chose has a device with the same serial number already. Choose another team, "
        "or correct the serial number first."
    )


def _stops(ending: Ending) -> str:
    """Why, without naming anybody."""
    return f"{ending.organisation} no longer takes cases" if ending.organisation else "Handed over"


@transaction.atomic
def offer_cases(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    """Offer open cases to another team, which reads who they are about once it has accepted."""
    team = Team.objects.get(organisation=to)
    for case in rows.order_by("pk"):
        transfers.offer(
            case=case,
            to=team,
            basis=TransferBasis.PUBLIC_TASK,
            basis_words="The team stops: without this nobody would help the person.",
            why=_stops(ending),
            handover="",
            by=by,
        )


@transaction.atomic
def give_cases(*, rows: QuerySet, to: Any, by: Any, ending: Ending) -> None:
    """To a colleague of the same team, or back to its queue."""
    for case in rows.order_by("pk"):
        cases.assign(case=case, to=to, by=by)


@transaction.atomic
def give_tasks(*, rows: QuerySet, to: Any, by: Any, ending: Ending) -> None:
    for task in rows.select_related("case").order_by("pk"):
        work.change_task(task=task, title=task.title, due_on=task.due_on, whose=to, by=by)


@transaction.atomic
def give_appointments(*, rows: QuerySet, to: Any, by: Any, ending: Ending) -> None:
    """Whoever takes them over keeps the time and place; two at one time are refused."""
    for one in rows.select_related("case").order_by("pk"):
        work.pass_on(appointment=one, whose=to, by=by)


@transaction.atomic
def pass_referrals(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    for referral in rows.order_by("pk"):
        referrals.pass_to(referral=referral, to=to, by=by)


@transaction.atomic
def give_back_offers(*, rows: QuerySet, to: Any, by: Any, ending: Ending) -> None:
    for transfer in rows.select_related("case").order_by("pk"):
        transfers.decline(transfer=transfer, words=_stops(ending), by=by)


@transaction.atomic
def withdraw_offers(*, rows: QuerySet, to: Any, by: Any, ending: Ending) -> None:
    """The cases stay where they are: without an agreement nobody could accept them."""
    for transfer in rows.select_related("case").order_by("pk"):
        transfers.take_back(transfer=transfer, by=by)


@transaction.atomic
def serve_districts(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    """Residents of these districts who ask for help come to another team from now on."""
    districts = list(rows.values_list("district", flat=True))
    rows.delete()
    Team.objects.get(organisation=to).districts.add(*districts)


@transaction.atomic
def serve_everybody_else(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    # The former one first: there is one at most.
    rows.update(is_default=False)
    Team.objects.filter(organisation=to).update(is_default=True)


@transaction.atomic
def move_devices(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    """Whose they are; where they lie is the new keeper's to write down."""
    moved = list(Device.objects.filter(pk__in=rows.values("pk")).select_for_update().order_by("pk"))
    for device in moved:
        device.kept_by, device.shelf = to, ""
    try:
        with transaction.atomic():
            Device.objects.bulk_update(moved, ["kept_by", "shelf"])
    except IntegrityError as error:
        if "one_device_per_serial" in str(error):
            raise SerialKnown from None
        raise
    why = f"Handed over to {to}"[:200]
    DeviceEvent.objects.bulk_create(
        DeviceEvent(device=device, from_state=device.state, to_state=device.state, by=by, why=why)
        for device in moved
    )


@transaction.atomic
def move_batches(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    DataBatch.objects.filter(pk__in=rows.values("pk")).update(kept_by=to)


@transaction.atomic
def pass_donations(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    for donation in Donation.objects.filter(pk__in=rows.values("pk")).order_by("pk"):
        donations.pass_to(donation=donation, to=to, by=by)


@transaction.atomic
def move_places(*, rows: QuerySet, to: Organisation, by: Any, ending: Ending) -> None:
    HelpPlace.objects.filter(pk__in=rows.values("pk")).update(run_by=to)
