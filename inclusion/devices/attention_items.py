"""What waits in the device bank."""

from datetime import timedelta

from django.db.models import Count, Min, OuterRef, Subquery
from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from diz_portal.places.selectors import partnership
from diz_portal.reminders.models import Reminder, ReminderState
from inclusion.cases.roles import handles_for
from inclusion.devices.models import (
    Device,
    DeviceState,
    Donation,
    DonationState,
    Holding,
    HoldingKind,
)
from inclusion.devices.selectors.devices import TO_CALL
from inclusion.devices.selectors.donors import to_call

# A week in quarantine is long: somebody waits for what is there.
LONG_IN_QUARANTINE = timedelta(days=7)


@provider("devices to wipe")
def to_wipe(user, today):
    mine = handles_for(user)
    if not mine:
        return
    # All that the list shows, once the first of them has been there for long.
    found = Device.objects.filter(kept_by__in=mine, state=DeviceState.QUARANTINED).aggregate(
        number=Count("pk"), first=Min("received_at")
    )
    number = found["number"]
    if number and words.as_date(found["first"]) <= today - LONG_IN_QUARANTINE:
        yield Item(
            key="devices-to-wipe",
            title="Wipe 1 device in quarantine"
            if number == 1
            else f"Wipe {number} devices in quarantine",
            about="Device bank",
            when=f"oldest received {words.ago(found['first'], today)}",
            url=f"{reverse('inclusion_workspace:devices')}?state=quarantined",
            urgency=Urgency.WEEK,
        )


@provider("offers of devices")
def offers(user, today):
    if not handles_for(user):
        return
    # What the donor was told.
    within = timedelta(days=partnership().offer_days)
    found = Donation.objects.visible_to(user).filter(state=DonationState.OFFERED)
    for donation in found.order_by("offered_at"):
        day = words.as_date(donation.to_answer_since) + within
        number = donation.how_many
        yield Item(
            key=f"device-offer:{donation.reference}",
            title="Accept or decline offer of 1 device"
            if number == 1
            else f"Accept or decline offer of {number} devices",
            about=donation.organisation or "An individual",
            when=words.due(day, today),
            url=donation.get_absolute_url(),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )


@provider("donors to call")
def donors(user, today):
    """Who offered devices and left a telephone number alone hears nothing until somebody calls."""
    if not handles_for(user):
        return
    number = to_call(user).count()
    if number:
        yield Item(
            key="donors-to-ring",
            title="Call 1 donor about their offer"
            if number == 1
            else f"Call {number} donors about their offers",
            about="Device bank",
            when="no email address",
            url=f"{reverse('inclusion_workspace:donations')}?state={TO_CALL}",
            urgency=Urgency.WEEK,
        )


@provider("loans late")
def late(user, today):
    """One row for each borrower, however much they have."""
    mine = handles_for(user)
    if not mine:
        return
    rows = (
        Holding.objects.filter(
            device__kept_by__in=mine,
            device__state=DeviceState.ISSUED,
            kind=HoldingKind.LOAN,
            returned_at=None,
            due_on__lt=today,
        )
        .values("need__case__person__reference")
        .annotate(number=Count("pk"), due_on=Min("due_on"), case=Min("need__case__reference"))
        .order_by("due_on", "case")
    )
    for row in rows:
        number = row["number"]
        yield Item(
            key=f"loan-late:{row['need__case__person__reference']}",
            title="Chase overdue loan of 1 device"
            if number == 1
            else f"Chase overdue loan of {number} devices",
            about=f"Case {row['case']}",
            when=words.due(row["due_on"], today),
            url=f"{reverse('inclusion_workspace:loans')}?show=late",
            urgency=Urgency.OVERDUE,
            due_on=row["due_on"],
        )


@provider("borrowers to contact")
def by_hand(user, today):
    mine = handles_for(user)
    if not mine:
        return
    waiting = Reminder.objects.filter(
        kind="loan", subject=OuterRef("pk"), state=ReminderState.BY_HAND
    ).order_by("due_at")
    found = (
        Holding.objects.filter(
            returned_at=None, device__state=DeviceState.ISSUED, device__kept_by__in=mine
        )
        .annotate(since=Subquery(waiting.values("due_at")[:1]))
        .filter(since__isnull=False)
        .aggregate(people=Count("need__case__person", distinct=True), first=Min("since"))
    )
    if number := found["people"]:
        yield Item(
            key="loans-by-hand",
            title="Contact 1 borrower about a loan"
            if number == 1
            else f"Contact {number} borrowers about loans",
            about="Device bank",
            when=f"oldest due {words.ago(found['first'], today)}",
            url=f"{reverse('inclusion_workspace:loans')}?show=tell",
            urgency=Urgency.WEEK,
        )
