"""Offers of devices: made, answered, received, and the donor told how they were used."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.outbox import by_hand
from diz_portal.outbox.models import Channel
from diz_portal.phones import NotANumber, is_mobile, normalise
from diz_portal.sent_once import sent_before
from inclusion.cases.services.referrals import NobodyToHelp, team_for
from inclusion.devices.models import DONATION_MOVES, Device, Donation, DonationState, Holding
from inclusion.devices.selectors import donors
from partners.models import Organisation
from partners.services import TakesNothingNew, takes_new_work


class AlreadyAnswered(Refusal):
    message = "Someone has already answered this offer. Check its status"


class NobodyToReceive(Refusal):
    message = "We cannot accept devices at the moment. Call us or try again later"


class NoWords(Refusal):
    message = "Enter a message to the donor"


@transaction.atomic
def offer(*, attempt: str = "", postcode: str = "", **details: Any) -> Donation:
    """Take an offer. The same form sent twice is one offer."""
    details["postcode"] = postcode
    if known := sent_before(Donation, attempt, "offer", **details):
        return known
    try:
        to = team_for(postcode).organisation
        takes_new_work(to.pk)
    except (NobodyToHelp, TakesNothingNew):
        raise NobodyToReceive from None
    donation = Donation.objects.create(attempt=attempt, to=to, **details)
    tell(donation, "donation_offered")
    return donation


@transaction.atomic
def expect(*, donation: Donation, words: str, by: User) -> Donation:
    """Accept: where to bring them, or when they are collected."""
    return _answer(donation, DonationState.EXPECTED, words)


@transaction.atomic
def decline(*, donation: Donation, words: str, by: User) -> Donation:
    return _answer(donation, DonationState.DECLINED, words)


@transaction.atomic
def pass_to(*, donation: Donation, to: Organisation, by: User) -> Donation:
    """Another organisation answers it. Where the former one had agreed to take it, that place and
    time are no longer agreed: the donor is told to wait for the new answer."""
    takes_new_work(to.pk)
    donation = Donation.objects.select_for_update().get(pk=donation.pk)
    if not DONATION_MOVES[DonationState(donation.state)]:
        raise AlreadyAnswered
    donation.to, donation.state, donation.words = to, DonationState.OFFERED, ""
    donation.transferred_at = timezone.now()
    donation.save(update_fields=["to", "state", "words", "transferred_at"])
    tell(donation, f"donation_passed-{to.pk}")
    return donation


@transaction.atomic
def receive(*, donation: Donation, by: User) -> Donation:
    """They are here. The donor is thanked; each device is then booked in on its own."""
    donation = _move(donation, DonationState.RECEIVED)
    tell(donation, "donation_received")
    return donation


def _answer(donation: Donation, to: DonationState, words: str) -> Donation:
    words = words.strip()
    if not words:
        raise NoWords
    donation = _move(donation, to, words=words)
    tell(donation, f"donation_{to.value}")
    return donation


def _move(donation: Donation, to: DonationState, **values: Any) -> Donation:
    donation = Donation.objects.select_for_update().get(pk=donation.pk)
    if to not in DONATION_MOVES[DonationState(donation.state)]:
        raise AlreadyAnswered
    if not DONATION_MOVES[to]:
        values["settled_at"] = timezone.now()
    for name, value in {"state": to, **values}.items():
        setattr(donation, name, value)
    donation.save(update_fields=["state", *values])
    return donation


def tell_that_it_helped(holding: Holding) -> None:
    """The first time that anything of a donation reaches somebody. Who has it stays unsaid."""
    device = Device.objects.select_related("donation__to").get(pk=holding.device_id)
    if device.donation:
        tell(device.donation, "donation_helped")


def tell(donation: Donation, message: str) -> None:
    """Each message is sent once: its key says what it is about. Whoever left a number alone gets a
    text, or is called where no text reaches it; then what waits to be said and is old news goes."""
    channel, to = _way_to(donation)
    if not to:
        return
    key = f"donation-{donation.reference}-"
    outbox.overtake(key_prefix=key)
    outbox.queue(
        f"inclusion/{message.partition('-')[0]}",
        to=to,
        reader=donation.name if channel == Channel.PHONE else "",
        key=f"{key}{message}",
        channel=channel,
        context={"donation": donation},
        # The link shows how the donation was used.
        secret=True,
    )


def called(*, donation: Donation, outcome: str, by: User) -> None:
    """Somebody has called the donor, who was told, heard a message or did not answer."""
    call = donors.call_waiting(donation)
    if call is None:
        raise NotNow(
            "There is no call to make about this offer. Reload the page and check its status"
        )
    if outcome == by_hand.NO_ANSWER:
        by_hand.no_answer(message=call, by=by)
    else:
        by_hand.finish(message=call, outcome=outcome, by=by)


def _way_to(donation: Donation) -> tuple[Channel, str]:
    if donation.email or not donation.phone:
        return Channel.EMAIL, donation.email
    try:
        number = normalise(donation.phone)
    except NotANumber:
        return Channel.PHONE, donation.phone
    return (Channel.TEXT if is_mobile(number) else Channel.PHONE), number


def forget(*, donation: Donation) -> None:
    """What was donated stays, and how it was used; who gave it goes."""
    Donation.objects.filter(pk=donation.pk).update(
        name="",
        email="",
        phone="",
        postcode="",
        organisation="",
        what="",
        words="",
        attempt="",
        erased_at=timezone.now(),
    )
