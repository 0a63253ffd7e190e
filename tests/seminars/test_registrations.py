"""Taking a place, waiting for one, changing it, giving it back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.privacy import nightly
from seminars import services
from seminars.models import Mode, Place, Registration, RegistrationEvent, RegistrationState
from seminars.selectors import seminars as selectors
from seminars.services import queue
from seminars.services.registrations import RegistrationOver, UnknownPlace
from tests.factories.accounts import UserFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING
OFFERED, CANCELLED = RegistrationState.OFFERED, RegistrationState.CANCELLED


def states(seminar):
    return list(seminar.registrations.order_by("number").values_list("state", flat=True))


def kinds(registration):
    return list(registration.events.values_list("kind", flat=True))


def soon(**values):
    return SeminarFactory(starts_at=timezone.now() + timedelta(hours=40), **values)


def test_register_gives_places_until_none_is_left_then_places_in_the_queue(letters):
    seminar = SeminarFactory(capacity_in_person=2)

    people = [registered(seminar) for _ in range(4)]

    assert states(seminar) == [CONFIRMED, CONFIRMED, WAITING, WAITING]
    assert [one.number for one in people] == [1, 2, 3, 4]
    assert [letters(one.email) for one in people] == [
        ["registered"],
        ["registered"],
        ["waiting"],
        ["waiting"],
    ]


def test_register_again_keeps_one_registration_and_mails_its_link_again(letters):
    seminar = SeminarFactory()
    answer = services.register(seminar=seminar, name="Ann", email="ann@test.example")
    first = answer.registration
    assert answer.is_new

    for name in ("ann", " ANN"):
        answer = services.register(seminar=seminar, name=name, email=" Ann@TEST.example ")

    assert (answer.registration, answer.is_new) == (first, False)
    assert Registration.objects.get().name == "Ann"
    # Each time: how many a stranger may have sent to one address, the outbox counts.
    assert letters("ann@test.example") == ["registered", "link_again", "link_again"]


def test_register_writes_the_reference_that_the_page_promises():
    seminar = SeminarFactory()

    services.register(seminar=seminar, name="Ann", email="ann@test.example")

    registration = Registration.objects.get()
    letter = Message.objects.get(to="ann@test.example").words
    assert f"Your reference: {registration.reference}" in letter
    assert registration.link in letter


def test_register_again_says_what_a_stranger_would_hear():
    seminar = SeminarFactory(capacity_in_person=1)
    first = registered(seminar, name="N", email="ann@test.example", attempt="aaaa")

    def outcome(email, attempt):
        answer = services.register(seminar=seminar, name="N", email=email, attempt=attempt)
        return answer.outcome

    assert outcome("ann@test.example", "bbbb") == WAITING
    assert outcome("new@test.example", "cccc") == WAITING
    # The very same form, sent twice by a double click, hears the truth.
    assert outcome("ann@test.example", "aaaa") == first.state == CONFIRMED


def test_register_refuses_a_seminar_that_has_begun_or_is_closed():
    begun = SeminarFactory(starts_at=timezone.now() - timedelta(minutes=1))
    closed = SeminarFactory(state="closed")
    draft = SeminarFactory(state="draft")

    with pytest.raises(services.AlreadyStarted):
        registered(begun)
    for seminar in (closed, draft):
        with pytest.raises(services.RegistrationClosed):
            registered(seminar)


def test_register_asks_which_way_when_there_are_two():
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_in_person=1, capacity_online=1)

    with pytest.raises(UnknownPlace):
        registered(seminar)
    in_person = registered(seminar, place="in_person")
    online = registered(seminar, place="online")
    second = registered(seminar, place="online")

    assert [in_person.state, online.state, second.state] == [CONFIRMED, CONFIRMED, WAITING]


def test_two_who_come_together_are_placed_together_and_not_overtaken():
    seminar = SeminarFactory(capacity_in_person=3)
    first, second = registered(seminar), registered(seminar)
    pair = registered(seminar, guest_name="Bob")
    single = registered(seminar)
    assert states(seminar) == [CONFIRMED, CONFIRMED, WAITING, WAITING]

    services.give_back(registration=first)

    assert states(seminar) == [CANCELLED, CONFIRMED, CONFIRMED, WAITING]
    services.give_back(registration=second)
    single.refresh_from_db()
    assert single.state == CONFIRMED
    assert seminar.registrations.holding().seats() == 3
    assert kinds(pair) == ["queued", "promoted"]


def test_a_free_place_is_kept_for_two_who_are_next_and_nobody_overtakes_them():
    seminar = SeminarFactory(capacity_in_person=3)
    for guest in ("", "", "Bob", ""):
        registered(seminar, guest_name=guest)

    with transaction.atomic():
        queue.settle(queue.lock(seminar))

    assert states(seminar) == [CONFIRMED, CONFIRMED, WAITING, WAITING]


def test_give_back_promotes_the_first_who_waits_in_the_same_step(letters):
    seminar = SeminarFactory(capacity_in_person=1)
    holder, first, second = (registered(seminar) for _ in range(3))

    services.give_back(registration=holder)
    services.give_back(registration=holder)

    assert states(seminar) == [CANCELLED, CONFIRMED, WAITING]
    assert letters(holder.email) == ["registered", "given_back"]
    assert letters(first.email) == ["waiting", "promoted"]
    assert letters(second.email) == ["waiting"]


def test_place_that_was_given_back_can_be_taken_again(letters):
    seminar = SeminarFactory()
    first = registered(seminar, email="ann@test.example")
    services.give_back(registration=first)

    again = registered(seminar, email="ann@test.example")

    assert again.pk != first.pk
    assert again.state == CONFIRMED
    assert again.token != first.token


def test_give_back_refuses_once_the_seminar_has_begun():
    seminar = SeminarFactory()
    holder = registered(seminar)
    seminar.starts_at = timezone.now() - timedelta(minutes=1)
    seminar.save()

    with pytest.raises(services.AlreadyStarted):
        services.give_back(registration=holder)


def test_within_two_days_a_free_place_is_offered_and_counts_as_taken(letters):
    seminar = soon(capacity_in_person=1)
    holder, first, _second = (registered(seminar) for _ in range(3))

    services.give_back(registration=holder)

    assert states(seminar) == [CANCELLED, OFFERED, WAITING]
    first.refresh_from_db()
    assert timezone.now() < first.offer_expires_at < seminar.starts_at
    assert registered(seminar).state == WAITING
    services.accept_offer(registration=first)
    services.accept_offer(registration=first)
    assert states(seminar) == [CANCELLED, CONFIRMED, WAITING, WAITING]
    assert letters(first.email) == ["waiting", "offered", "registered"]


def test_an_offer_runs_out_at_its_very_moment(letters):
    seminar = soon(capacity_in_person=1)
    holder, first, _second = (registered(seminar) for _ in range(3))
    services.give_back(registration=holder)
    first.refresh_from_db()
    until = first.offer_expires_at

    assert services.sweep_offers(until - timedelta(microseconds=1)) == 0
    assert states(seminar) == [CANCELLED, OFFERED, WAITING]
    assert services.sweep_offers(until) == 1
    assert states(seminar) == [CANCELLED, CANCELLED, OFFERED]


def test_decline_passes_the_place_to_the_next():
    seminar = soon(capacity_in_person=1)
    holder, first, _second = (registered(seminar) for _ in range(3))
    services.give_back(registration=holder)

    services.decline_offer(registration=first)

    assert states(seminar) == [CANCELLED, CANCELLED, OFFERED]
    assert kinds(first) == ["queued", "offered", "declined"]


def test_offer_that_runs_out_passes_on_and_cannot_be_accepted(letters):
    seminar = soon(capacity_in_person=1)
    holder, first, _second = (registered(seminar) for _ in range(3))
    services.give_back(registration=holder)
    Registration.objects.filter(pk=first.pk).update(
        offer_expires_at=timezone.now() - timedelta(seconds=1)
    )

    with pytest.raises(services.OfferOver):
        services.accept_offer(registration=first)
    assert services.sweep_offers() == 1
    assert services.sweep_offers() == 0

    assert states(seminar) == [CANCELLED, CANCELLED, OFFERED]
    assert letters(first.email) == ["waiting", "offered", "offer_lapsed"]
    with pytest.raises(services.OfferOver):
        services.accept_offer(registration=first)


def test_an_offer_is_over_at_its_very_moment():
    seminar = soon(capacity_in_person=1)
    holder, first = registered(seminar), registered(seminar)
    services.give_back(registration=holder)
    first.refresh_from_db()

    with transaction.atomic():
        queue.settle(queue.lock(seminar), first.offer_expires_at)

    first.refresh_from_db()
    assert first.state == CANCELLED


def test_an_offer_leaves_half_of_the_time_for_the_next_and_never_more_than_half_a_day():
    now = timezone.now()
    for hours, kept in ((10, 5), (40, 12)):
        seminar = SeminarFactory(capacity_in_person=1, starts_at=now + timedelta(hours=hours))
        holder, first = registered(seminar), registered(seminar)

        services.give_back(registration=holder)

        first.refresh_from_db()
        assert first.offer_expires_at - now == pytest.approx(
            timedelta(hours=kept), abs=timedelta(minutes=2)
        )


def test_change_keeps_the_place_when_there_is_no_room_for_what_is_asked():
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_in_person=2, capacity_online=1)
    registered(seminar, place="online")
    one, _other = (registered(seminar, place="in_person") for _ in range(2))

    with pytest.raises(services.NoPlaceFree):
        services.change(registration=one, name="One", guest_name="Two")
    with pytest.raises(services.NoPlaceFree):
        services.change(registration=one, name="One", place="online")

    one.refresh_from_db()
    assert (one.state, one.place, one.seats) == (CONFIRMED, Place.IN_PERSON, 1)


def test_change_takes_the_second_seat_and_lets_it_go_to_who_waits():
    seminar = SeminarFactory(capacity_in_person=2)
    one = registered(seminar)

    one = services.change(registration=one, name="One", guest_name="Two")
    waiting = registered(seminar)
    assert (one.seats, waiting.state) == (2, WAITING)

    services.change(registration=one, name="One")
    waiting.refresh_from_db()
    assert waiting.state == CONFIRMED


def test_change_to_the_other_way_joins_the_end_of_that_queue():
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_in_person=1, capacity_online=1)
    registered(seminar, place="in_person")
    registered(seminar, place="online")
    first = registered(seminar, place="in_person")
    online = registered(seminar, place="online")

    first = services.change(registration=first, name="First", place="online")

    assert list(seminar.registrations.waiting().values_list("pk", flat=True)) == [
        online.pk,
        first.pk,
    ]


def test_staff_register_somebody_without_an_address(letters, django_user_model):
    staff = django_user_model.objects.create_user("staff@test.example", None, name="Staff")
    seminar = SeminarFactory()  # ten days ahead: every reminder is still to come

    made = [registered(seminar, name=name, email="", by=staff) for name in ("Ada", "Bea")]

    assert [one.state for one in made] == [CONFIRMED, CONFIRMED]
    assert made[0].events.get().by == staff
    assert set(made[0].reminders.values_list("state", "reason")) >= {
        ("skipped", "no contact details")
    }


def test_erase_forgets_the_person_and_passes_the_place_on(letters):
    seminar = SeminarFactory(capacity_in_person=1)
    holder, first = registered(seminar, email="ann@test.example"), registered(seminar)

    services.erase(registration=holder)
    services.erase(registration=holder)

    holder.refresh_from_db()
    assert (holder.name, holder.email, holder.state) == ("", "", CANCELLED)
    assert letters("ann@test.example") == []
    assert letters(first.email) == ["waiting", "promoted"]
    assert Registration.objects.count() == 2


def test_the_night_keeps_the_counts_and_nothing_of_the_people():
    old = SeminarFactory()
    person = registered(old, access_needs="A chair near the door", guest_name="Bob")
    recent = SeminarFactory()
    kept = registered(recent, access_needs="A hearing loop")
    for seminar, days in ((old, 400), (recent, 40)):
        seminar.starts_at = timezone.now() - timedelta(days=days)
        seminar.ends_at = seminar.starts_at + timedelta(hours=1)
        seminar.save()

    def cleared(**how):
        outcomes = {one.label: one.rows for one in nightly.run_retention(**how)}
        return outcomes["seminars.Registration"]

    assert [cleared(dry_run=True), cleared(), cleared()] == [2, 2, 0]
    person.refresh_from_db()
    kept.refresh_from_db()
    assert (person.name, person.email, person.guest_name, person.seats) == ("", "", "", 2)
    assert (kept.access_needs, bool(kept.name)) == ("", True)


def test_personal_link_leads_to_its_own_registration_only():
    one, other = registered(SeminarFactory()), registered(SeminarFactory())

    assert selectors.by_token(one.token) == one
    assert selectors.by_token(one.token.replace(one.reference, other.reference)) is None
    assert selectors.by_token(one.reference) is None
    assert selectors.by_token("x" * 3000) is None


# What the database itself refuses ---------------------------------------------------


def _row(seminar, **values):
    values = {"name": "N", "place": "in_person", "state": CONFIRMED, **values}
    return Registration(seminar=seminar, **values)


def test_database_refuses_one_place_too_many_by_whatever_path():
    seminar = SeminarFactory(capacity_in_person=2)

    with pytest.raises(DatabaseError, match="no more places"), transaction.atomic():
        Registration.objects.bulk_create([_row(seminar, number=n) for n in range(1, 4)])
    registered(seminar)
    with pytest.raises(DatabaseError, match="no more places"), transaction.atomic():
        _row(seminar, number=9, seats=2).save()
    registered(seminar)
    waiting = registered(seminar)
    with pytest.raises(DatabaseError, match="no more places"), transaction.atomic():
        Registration.objects.filter(pk=waiting.pk).update(state=CONFIRMED)

    assert seminar.registrations.holding().seats() == 2


def test_lowered_capacity_removes_nobody_and_lets_people_leave():
    seminar = SeminarFactory(capacity_in_person=3)
    people = [registered(seminar) for _ in range(4)]

    services.change_capacity(by=None, seminar=seminar, in_person=1, online=0)
    services.change(registration=people[0], name="Still there")
    services.give_back(registration=people[1])

    assert states(seminar) == [CONFIRMED, CANCELLED, CONFIRMED, WAITING]
    with pytest.raises(DatabaseError, match="no more places"), transaction.atomic():
        _row(seminar, number=9).save()


def test_events_are_never_changed():
    registered(SeminarFactory())

    with pytest.raises(DatabaseError), transaction.atomic():
        RegistrationEvent.objects.update(kind="erased")


def test_staff_read_of_a_registration_and_a_resident_of_their_booking():
    boss = UserFactory()
    seminar = SeminarFactory(capacity_in_person=1)
    ann = registered(seminar, name="Ann")
    bringing = {"registration": ann, "name": "Ann", "guest_name": "Ben"}

    with pytest.raises(services.NoPlaceFree, match="Your booking has not changed"):
        services.change(**bringing)
    with pytest.raises(services.NoPlaceFree, match="Their registration has not changed"):
        services.change(**bringing, by=boss)

    services.give_back(registration=ann)
    with pytest.raises(RegistrationOver, match="This booking is cancelled"):
        services.change(**bringing)
    with pytest.raises(RegistrationOver, match="This registration is cancelled"):
        services.change(**bringing, by=boss)


def test_staff_read_that_it_is_too_late_for_a_registration():
    boss = UserFactory()
    begun = SeminarFactory(starts_at=timezone.now() + timedelta(hours=1))
    ann = registered(begun)
    begun.starts_at, begun.ends_at = timezone.now(), timezone.now() + timedelta(hours=2)
    begun.save()

    with pytest.raises(services.AlreadyStarted, match="change this booking"):
        services.give_back(registration=ann)
    with pytest.raises(services.AlreadyStarted, match="change this registration"):
        services.give_back(registration=ann, by=boss)
    with pytest.raises(services.AlreadyStarted, match="register anyone"):
        services.register(seminar=begun, name="Cem", email="cem@example.org", by=boss)
    with pytest.raises(services.AlreadyStarted, match="reopen registration"):
        services.reopen(seminar=begun, by=boss)
