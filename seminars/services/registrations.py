"""What a person can do with a place: take it, change it, give it back."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from diz_portal import names, phones
from diz_portal.access import Refusal
from diz_portal.accounts.models import User, normalise_email
from diz_portal.outbox.models import Channel
from seminars.models import EventKind, Place, Registration, RegistrationState, Seminar
from seminars.models.standing import WITH_DEADLINE
from seminars.selectors import seminars as selectors
from seminars.services import addresses, consents, letters, queue, reminders


class RegistrationClosed(Refusal):
    message = "You can no longer register for this seminar"


class RegistrationOver(Refusal):
    message = "This booking is cancelled. You can register again on the seminar’s page"


class TheirRegistrationOver(RegistrationOver):
    message = "This registration is cancelled. Register the person again on the seminar’s page"


class NoPlaceFree(Refusal):
    message = "There are not enough places for that change. Your booking has not changed"


class NoPlaceForThem(NoPlaceFree):
    message = "There are not enough places for that change. Their registration has not changed"


class OfferOver(Refusal):
    message = (
        "This offer has expired, so someone else can have the place. You can register again on "
        "the seminar’s page"
    )


class ConfirmedTooLate(OfferOver):
    message = "It is too late to confirm this place. You can register again on the seminar’s page"


class IsHere(Refusal):
    message = "You are already checked in. Ask someone at the door to change it"


class TheyAreHere(IsHere):
    message = "They are already checked in. Undo the check-in, then change the registration"


class UnknownPlace(Refusal):
    message = "Select how you would like to attend"


@dataclass(frozen=True)
class Answer:
    """What came of registering. `outcome`, `reference` and `ahead` (how many were waiting just
    before) are what the page may say to a stranger."""

    registration: Registration
    outcome: RegistrationState
    is_new: bool
    reference: str
    ahead: int


@transaction.atomic
def register(
    *,
    seminar: Seminar,
    name: str,
    email: str = "",
    channel: str = "",
    phone: str = "",
    postal_address: str = "",
    place: str = "",
    organisation: str = "",
    guest_name: str = "",
    access_needs: str = "",
    listing_consent: bool = False,
    newsletter: bool = False,
    attempt: str = "",
    visitor: str = "",
    by: User | None = None,
) -> Answer:
    """Give somebody a place, or a place in the queue when none is left.

    Where the organiser wants places to be confirmed, a stranger's is kept for a day until its
    address answers. `visitor` is where a stranger sits: beyond a number of places from there that
    no address has answered for, the next holds nothing until its own has.

    No account is needed. Two people may share an address. Registering again changes nothing and
    mails the first link again, and so does one person too many for the address; the answer does
    not tell that somebody was registered, except to the very same sent form.
    """
    names.require(name, organisation, guest_name)
    seminar = queue.lock(seminar)
    if seminar.has_started:
        raise queue.AlreadyStarted(
            "You cannot register anyone because the seminar has started"
            if by
            else "You cannot register because the seminar has started"
        )
    if not seminar.is_open:
        raise RegistrationClosed
    place = _place(seminar, place)
    seats = 2 if guest_name else 1
    now = timezone.now()
    origin = _origin(seminar, visitor) if visitor and not by else ""
    counts = queue.settle(seminar, now, origin=origin)
    has_room = counts.has_room(seminar, place, seats)
    state = RegistrationState.CONFIRMED if has_room else RegistrationState.WAITING
    must_confirm = bool(seminar.confirm_places and email and not by)
    if origin and counts.unanswered + seats > settings.SEMINARS_UNANSWERED_PLACES:
        state, must_confirm = RegistrationState.TO_CONFIRM, True
    elif has_room and must_confirm:
        # A place that is kept until its time runs out, like any that is offered.
        state = RegistrationState.OFFERED
    has_deadline = state in WITH_DEADLINE
    outcome = RegistrationState.TO_CONFIRM if has_deadline else state

    email, ahead = normalise_email(email), counts.waiting(place)
    theirs = selectors.live_of(seminar, email)
    known = addresses.of_this_name(theirs, name)
    if by and not known:
        addresses.require_room(seminar, theirs, name)
    if known or len(theirs) >= seminar.people_per_address:
        sent = bool(known and attempt and known.attempt == attempt)
        if known and (by or (sent and known.guest_name == guest_name)):
            return Answer(known, said_of(known), False, known.reference, ahead)
        reference = addresses.tell(theirs, name=name, guest_name=guest_name, attempt=attempt)
        return Answer(known or theirs[0], outcome, False, reference, ahead)

    registration = Registration.objects.create(
        seminar=seminar,
        attempt=attempt,
        name=name,
        email=email,
        channel=channel or (Channel.EMAIL if email else ""),
        phone=phone,
        postal_address=postal_address,
        organisation=organisation,
        guest_name=guest_name,
        access_needs=access_needs,
        place=place,
        seats=seats,
        listing_consent=listing_consent,
        newsletter=newsletter,
        newsletter_at=now if newsletter else None,
        state=state,
        must_confirm=must_confirm,
        origin=origin,
        offer_expires_at=min(now + queue.CONFIRM_WITHIN, seminar.starts_at)
        if has_deadline
        else None,
        number=counts.last_number + 1,
        registered_by=by,
    )
    if has_deadline:
        queue.record(registration, EventKind.TO_CONFIRM, by)
    else:
        queue.record(registration, EventKind.REGISTERED if has_room else EventKind.QUEUED, by)
        if has_room:
            reminders.plan([registration], now)
    write_first(registration, theirs, ahead=ahead)
    return Answer(registration, outcome, True, registration.reference, ahead)


def write_first(registration: Registration, theirs: list[Registration], *, ahead: int) -> None:
    """The letter with the link, by what they hold; it names whoever shares the address."""
    kind = "registered" if registration.state == RegistrationState.CONFIRMED else registration.state
    kind = "to_confirm" if registration.is_to_confirm else kind
    others = addresses.others(theirs, registration)
    letters.send(kind, registration, ahead=ahead, others=others)


def _origin(seminar: Seminar, visitor: str) -> str:
    """Whence somebody comes, so that it says nothing of them and nothing at another seminar."""
    return salted_hmac("seminars.origin", f"{seminar.pk} {visitor}").hexdigest()[:40]


def answered(*, registration: Registration) -> None:
    """Whoever holds the link has done something with it: the address is theirs."""
    if registration.answered_at is None:
        registration.answered_at, registration.origin = timezone.now(), ""
        # Not of one that was erased in the same breath.
        Registration.objects.filter(pk=registration.pk, erased_at=None).update(
            answered_at=registration.answered_at, origin=""
        )


def would_be(*, seminar: Seminar, place: str = "", seats: int = 1) -> RegistrationState:
    """What somebody who registers now would be told; nothing is kept."""
    has_room = queue.has_room(seminar, _place(seminar, place), seats)
    return RegistrationState.CONFIRMED if has_room else RegistrationState.WAITING


def ahead_of(registration: Registration) -> int:
    """How many registrations are before this one in its queue."""
    waiting = registration.seminar.registrations.waiting().filter(place=registration.place)
    return waiting.filter(number__lt=registration.number).count()


def has_had_place(registration: Registration) -> bool:
    return registration.events.filter(state=RegistrationState.CONFIRMED).exists()


@transaction.atomic
def change(
    *,
    registration: Registration,
    name: str,
    place: str = "",
    organisation: str = "",
    guest_name: str = "",
    access_needs: str = "",
    listing_consent: bool | None = None,
    newsletter: bool | None = None,
    by: User | None = None,
) -> Registration:
    """Change the details. Who holds a place keeps it when what they ask for is full.

    A consent that is not mentioned stays as it was given.
    """
    names.require(name, organisation, guest_name)
    seminar, registration = queue.lock_for(registration)
    _still_open(seminar, registration, by)
    queue.settle(seminar)
    registration.refresh_from_db()
    registration.seminar = seminar
    if not registration.is_live:
        raise TheirRegistrationOver if by else RegistrationOver
    theirs = selectors.live_of(seminar, registration.email)
    if addresses.of_this_name([one for one in theirs if one != registration], name):
        raise addresses.AddressTaken
    place = _place(seminar, place or registration.place)
    seats = 2 if guest_name else 1
    moves = place != registration.place
    if registration.is_checked_in and (moves or seats != registration.seats):
        raise TheyAreHere if by else IsHere
    if moves or seats != registration.seats:
        _rearrange(registration, place=place, seats=seats, by=by)
    if moves:
        registration.calendar_changes += 1
    registration.place, registration.seats = place, seats
    registration.name, registration.organisation = name, organisation
    registration.guest_name, registration.access_needs = guest_name, access_needs
    if listing_consent is not None:
        registration.listing_consent = listing_consent
    if newsletter is not None:
        if registration.newsletter and not newsletter:
            consents.withdraw_elsewhere(registration)
        consents.set_newsletter(registration, wants=newsletter)
    registration.save()
    queue.record(registration, EventKind.CHANGED, by)
    queue.promote(seminar, timezone.now())
    registration.refresh_from_db()
    registration.seminar = seminar
    return registration


class CannotBeTold(Refusal):
    message = "Enter the address or number to contact them by"


@transaction.atomic
def change_contact(
    *,
    registration: Registration,
    channel: str,
    email: str = "",
    phone: str = "",
    postal_address: str = "",
    by: User,
) -> Registration:
    """Tell them another way from now on. What is on its way already goes where it was sent."""
    seminar, registration = queue.lock_for(registration)
    if registration.erased_at:
        raise RegistrationOver(
            "This person’s details have been deleted. Register them again if they ask"
        )
    email = normalise_email(email)
    has = {
        "": True,
        Channel.EMAIL: bool(email),
        Channel.TEXT: phones.is_mobile(phone),
        Channel.PHONE: bool(phone),
        Channel.LETTER: bool(postal_address),
    }
    if not has.get(channel):
        raise CannotBeTold
    if registration.is_live and email != normalise_email(registration.email):
        theirs = [one for one in selectors.live_of(seminar, email) if one != registration]
        addresses.require_room(seminar, theirs, registration.name)
    registration.channel, registration.email = channel, email
    registration.phone, registration.postal_address = phone, postal_address
    registration.save(update_fields=["channel", "email", "phone", "postal_address"])
    queue.record(registration, EventKind.CHANGED, by)
    return registration


def _rearrange(registration: Registration, *, place: str, seats: int, by: User | None) -> None:
    """Say no when the new way or the second seat is not to be had."""
    seminar = registration.seminar
    if registration.state == RegistrationState.OFFERED:
        raise NoPlaceFree(
            "Accept the offer for them before you change the registration"
            if by
            else "Accept your place before you change your details"
        )
    if registration.state == RegistrationState.TO_CONFIRM:
        return
    if registration.state == RegistrationState.WAITING:
        if place != registration.place:
            # Another queue: its end, since others have waited in it before.
            registration.number = queue.next_number(seminar)
        return
    more = seats if place != registration.place else seats - registration.seats
    if more > 0 and not queue.has_room(seminar, place, more):
        raise NoPlaceForThem if by else NoPlaceFree


@transaction.atomic
def give_back(
    *, registration: Registration, by: User | None = None, tell: bool = True
) -> Registration:
    """Cancel place; in the same step it goes to the first who waits. Twice does no harm."""
    seminar, registration = queue.lock_for(registration)
    if not registration.is_live:
        return registration
    if seminar.has_started:
        raise queue.TheirsHasStarted if by else queue.AlreadyStarted
    if registration.is_checked_in:
        raise TheyAreHere if by else IsHere
    waits = registration.state == RegistrationState.WAITING
    kind = EventKind.LEFT if waits else EventKind.GIVEN_BACK
    why = "left the waiting list" if waits else "place cancelled"
    queue.end(registration, kind, by=by, why=why, tell=tell)
    queue.settle(seminar)
    return registration


@transaction.atomic
def accept_offer(*, registration: Registration, by: User | None = None) -> Registration:
    """Accept place that was offered, or confirm the one that is to be. Twice does no harm.

    A registration that held nothing gets a place if there is one now, or its turn behind those
    who wait.
    """
    seminar, registration = queue.lock_for(registration)
    was_to_confirm = registration.must_confirm
    has_answered = registration.state == RegistrationState.CONFIRMED or (
        was_to_confirm and registration.state == RegistrationState.WAITING
    )
    if has_answered:
        return registration
    if not seminar.is_coming or not registration.offer_is_open:
        raise ConfirmedTooLate if was_to_confirm else OfferOver
    if by is None:
        answered(registration=registration)
    if registration.state == RegistrationState.TO_CONFIRM:
        return _confirm(registration, by)
    queue.shift(registration, RegistrationState.CONFIRMED)
    queue.record(registration, EventKind.CONFIRMED if was_to_confirm else EventKind.ACCEPTED, by)
    reminders.plan([registration])
    letters.overtake(registration, "waiting", "offered")
    letters.send("registered", registration)
    return registration


def _confirm(registration: Registration, by: User | None) -> Registration:
    seminar, now = registration.seminar, timezone.now()
    counts = queue.settle(seminar, now)
    has_room = counts.has_room(seminar, registration.place, registration.seats)
    state = RegistrationState.CONFIRMED if has_room else RegistrationState.WAITING
    # Those who came meanwhile and hold something came first.
    queue.shift(registration, state, number=counts.last_number + 1)
    queue.record(registration, EventKind.CONFIRMED, by)
    if has_room:
        reminders.plan([registration], now)
        letters.send("registered", registration)
    else:
        letters.send("waiting", registration, ahead=counts.waiting(registration.place))
    return registration


@transaction.atomic
def decline_offer(*, registration: Registration, by: User | None = None) -> Registration:
    """Let the offered place go to the next person."""
    seminar, registration = queue.lock_for(registration)
    if registration.state not in WITH_DEADLINE:
        if not registration.is_live:
            return registration
        raise OfferOver("There is no offer to decline. Reload the page and check its status")
    queue.end(registration, EventKind.DECLINED, by=by, why="declined the offer")
    queue.settle(seminar)
    return registration


def _place(seminar: Seminar, place: str) -> str:
    if not place and len(seminar.ways) == 1:
        return seminar.ways[0]
    if place not in seminar.ways:
        raise UnknownPlace
    return Place(place)


def _still_open(seminar: Seminar, registration: Registration, by: User | None) -> None:
    if not registration.is_live:
        raise TheirRegistrationOver if by else RegistrationOver
    if seminar.has_started:
        raise queue.TheirsHasStarted if by else queue.AlreadyStarted
    if not seminar.is_coming:
        raise RegistrationClosed(
            "You cannot change this registration because the seminar was cancelled"
            if by
            else "You cannot change this booking because the seminar was cancelled"
        )


def said_of(registration: Registration) -> RegistrationState:
    if registration.is_to_confirm:
        return RegistrationState.TO_CONFIRM
    waits = registration.state == RegistrationState.WAITING
    return RegistrationState.WAITING if waits else RegistrationState.CONFIRMED
