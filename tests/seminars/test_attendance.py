"""Who was there: checked in, undone, let in at the door, and the list closed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.outbox.models import Message
from seminars import services
from seminars.attention_items import never_recorded
from seminars.models import (
    ATTENDANCE_MOVES,
    LEADS_TO,
    Attendance,
    AttendanceEvent,
    AttendanceKind,
    EventKind,
    Mode,
    Registration,
    RegistrationState,
    SeminarState,
    Who,
)
from seminars.services import queue
from seminars.services.attendance import OPEN_AFTER, is_open
from tests.factories.partners import contributor_of, manager
from tests.factories.seminars import SeminarFactory, begun, registered

from .test_last_seat import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]

HOUR = timedelta(hours=1)


def at_the_door(*, starts_in=HOUR, **details):
    return SeminarFactory(starts_at=timezone.now() + starts_in, **details)


def told(registration) -> list[tuple[str, str]]:
    return list(registration.attendance_events.values_list("who", "kind"))


def test_every_attendance_is_in_the_table_of_moves():
    assert set(ATTENDANCE_MOVES) == set(Attendance)
    assert set(LEADS_TO) == set(AttendanceKind)
    assert set(LEADS_TO.values()) == set(Attendance)


def test_check_in_writes_down_who_came_once_however_often_it_is_tapped():
    ada = registered(at_the_door())

    first = services.check_in(registration=ada, by=None)
    again = services.check_in(registration=ada, by=None)

    ada.refresh_from_db()
    assert (first.newly, again.newly) == ([Who.PERSON], [])
    assert ada.has_attended
    assert told(ada) == [("person", "attended")]


def test_check_in_takes_two_together_or_apart():
    seminar = at_the_door()
    together = registered(seminar, guest_name="Bob")
    apart = registered(seminar, guest_name="Eve")

    services.check_in(registration=together, by=None)
    services.check_in(registration=apart, whose=[Who.GUEST], by=None)

    for one in (together, apart):
        one.refresh_from_db()
    assert (together.has_attended, together.guest_has_attended) == (True, True)
    assert (apart.has_attended, apart.guest_has_attended) == (False, True)
    assert apart.attendance_words == "Not recorded; guest: attended"
    assert services.check_in(registration=apart, by=None).newly == [Who.PERSON]


def test_guest_of_nobody_is_not_checked_in():
    ada = registered(at_the_door())

    services.check_in(registration=ada, whose=[Who.GUEST], by=None)

    assert told(ada) == []


def test_undo_takes_it_back_and_keeps_what_happened():
    ada = registered(at_the_door())
    services.check_in(registration=ada, by=None)

    services.undo(registration=ada, by=None)
    services.undo(registration=ada, by=None)

    ada.refresh_from_db()
    assert ada.attendance == Attendance.UNKNOWN
    assert told(ada) == [("person", "attended"), ("person", "undone")]


@pytest.mark.parametrize(
    ("opens", "when"),
    [
        (False, {"starts_in": 2 * HOUR + timedelta(minutes=1)}),
        (True, {"starts_in": 2 * HOUR - timedelta(minutes=1)}),
        (True, {"starts_in": -OPEN_AFTER}),
        (False, {"starts_in": -OPEN_AFTER - 3 * HOUR}),
        (False, {"state": SeminarState.CANCELLED}),
        (False, {"state": SeminarState.DRAFT}),
    ],
)
def test_check_in_is_open_from_two_hours_before_until_two_weeks_after(opens, when):
    seminar = at_the_door(**when)
    ada = begun(seminar, 1)[0]

    assert is_open(seminar) == opens
    if opens:
        assert services.check_in(registration=ada, by=None).newly
    else:
        with pytest.raises(Refusal):
            services.check_in(registration=ada, by=None)


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled"])
def test_check_in_refuses_whoever_has_no_place_each_with_its_own_sentence(state):
    seminar = at_the_door()
    ada = registered(seminar)
    sentences = {
        "waiting": "on the waiting list",
        "offered": "have not accepted it",
        "cancelled": "was cancelled",
    }
    offer = {"offer_expires_at": timezone.now() + HOUR} if state == "offered" else {}
    Registration.objects.filter(pk=ada.pk).update(state=state, **offer)

    with pytest.raises(Refusal, match=sentences[state]):
        services.check_in(registration=ada, by=None)

    assert told(ada) == []


@pytest.mark.django_db(transaction=True)
def test_two_doors_at_once_check_in_one_person_once():
    ada = registered(at_the_door())

    answers = at_once([lambda: services.check_in(registration=ada, by=None)] * 6)

    assert sorted(len(one.newly) for one in answers) == [0, 0, 0, 0, 0, 1]
    assert told(ada) == [("person", "attended")]


def test_place_of_somebody_who_is_here_is_kept():
    ada = registered(at_the_door(), guest_name="Bob")
    services.check_in(registration=ada, by=None)

    with pytest.raises(Refusal, match="checked in"):
        services.give_back(registration=ada)
    with pytest.raises(Refusal, match="checked in"):
        services.change(registration=ada, name="Ada")
    services.erase(registration=ada)

    ada.refresh_from_db()
    assert (ada.name, ada.state, ada.has_attended) == ("", RegistrationState.CONFIRMED, True)


def test_database_refuses_attendance_without_a_place_and_a_changed_history():
    ada = registered(at_the_door())
    services.check_in(registration=ada, by=None)

    with pytest.raises(IntegrityError, match="needs_a_place"), transaction.atomic():
        Registration.objects.filter(pk=ada.pk).update(state="cancelled")
    with pytest.raises(IntegrityError, match="of_a_guest"), transaction.atomic():
        AttendanceEvent.objects.create(registration=ada, who="guest", kind="attended")
    with pytest.raises(InternalError, match="update or delete"), transaction.atomic():
        AttendanceEvent.objects.update(kind="no_show")


def test_close_list_marks_the_rest_and_a_latecomer_is_still_written_down():
    seminar = at_the_door(starts_in=-HOUR, mode=Mode.HYBRID, capacity_online=5)
    here, gone, late = begun(seminar, 3)
    online = begun(seminar, 1, place="online")[0]
    services.check_in(registration=here, by=None)

    assert services.close_list(seminar=seminar, place="in_person", by=None) == 2
    assert services.close_list(seminar=seminar, place="in_person", by=None) == 0
    services.check_in(registration=late, by=None)
    services.undo(registration=here, by=None)

    people = {one.pk: one.attendance for one in seminar.registrations.all()}
    # Undone on a closed list, somebody did not come; the other list is still open.
    assert people == {
        here.pk: "no_show",
        gone.pk: "no_show",
        late.pk: "attended",
        online.pk: "",
    }
    event = seminar.events.get()
    assert (event.kind, event.note) == ("list", "In person: 1 came, 2 did not")


def test_close_list_waits_for_the_beginning():
    seminar = at_the_door()

    with pytest.raises(Refusal, match="started"):
        services.close_list(seminar=seminar, place="in_person", by=None)


def test_sweep_closes_lists_left_open_and_leaves_unknown_what_nobody_recorded():
    long_ago = -OPEN_AFTER - 3 * HOUR
    kept = at_the_door(starts_in=long_ago, state=SeminarState.HELD)
    here, missing = begun(kept, 2)
    AttendanceEvent.objects.create(registration=here, who="person", kind="attended")
    silent = at_the_door(starts_in=long_ago, state=SeminarState.HELD)
    unknown = begun(silent, 1)[0]
    recent = at_the_door(starts_in=-5 * HOUR, state=SeminarState.HELD)
    services.check_in(registration=begun(recent, 2)[0], by=None)

    assert (services.sweep_lists(), services.sweep_lists()) == (1, 0)

    missing.refresh_from_db()
    unknown.refresh_from_db()
    assert (missing.attendance, unknown.attendance) == ("no_show", "")
    assert not recent.registrations.filter(attendance="no_show").exists()


def test_walk_in_takes_a_free_seat_and_is_here():
    seminar = at_the_door(starts_in=-HOUR, capacity_in_person=2)

    made = services.walk_in(seminar=seminar, name="Wanda", email="wanda@test.example", by=None)

    registration = made.registration
    registration.refresh_from_db()
    assert (registration.state, registration.has_attended) == ("confirmed", True)
    assert [event.kind for event in registration.events.all()] == [EventKind.WALKED_IN]
    assert Message.objects.filter(to="wanda@test.example").count() == 1
    with pytest.raises(Refusal, match="email address"):
        services.walk_in(seminar=seminar, name="Wanda", email="WANDA@test.example", by=None)
    with pytest.raises(Refusal, match="All places are taken"):
        services.walk_in(seminar=seminar, name="Two", guest_name="People", by=None)


def test_walk_in_undone_frees_the_seat_again():
    seminar = at_the_door(starts_in=-HOUR, capacity_in_person=1)
    registration = services.walk_in(seminar=seminar, name="Wanda", by=None).registration

    services.undo(registration=registration, by=None)

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED
    assert queue.free_places(seminar, "in_person") == 1


def test_door_never_overtakes_those_who_wait_before_the_beginning():
    seminar = at_the_door(capacity_in_person=1)
    registered(seminar)
    first = registered(seminar, guest_name="Both")
    services.change_capacity(by=None, seminar=seminar, in_person=2, online=0)

    with pytest.raises(Refusal, match="on the waiting list"):
        services.walk_in(seminar=seminar, name="Wanda", by=None)
    with pytest.raises(Refusal, match="on the waiting list"):
        services.let_in(registration=first, by=None)


def test_let_in_gives_a_free_seat_to_whoever_waits_at_the_door():
    seminar = at_the_door(starts_in=-HOUR, capacity_in_person=1)
    begun(seminar, 1)
    waits = begun(seminar, 1, state="waiting")[0]

    with pytest.raises(Refusal, match="All places are taken"):
        services.let_in(registration=waits, by=None)
    services.change_capacity(by=None, seminar=seminar, in_person=2, online=0)
    services.let_in(registration=waits, by=None)

    waits.refresh_from_db()
    assert (waits.state, waits.has_attended) == ("confirmed", True)
    assert [event.kind for event in waits.events.all()] == [EventKind.LET_IN]


def test_let_in_asks_for_two_seats_where_two_come():
    seminar = at_the_door(starts_in=-HOUR, capacity_in_person=2)
    begun(seminar, 1)
    pair = begun(seminar, 1, state="waiting", guest_name="Both", seats=2)[0]

    with pytest.raises(Refusal, match="All places are taken"):
        services.let_in(registration=pair, by=None)


def test_let_in_takes_the_offer_for_somebody_at_the_door():
    seminar = at_the_door(capacity_in_person=1)
    holder, waits = registered(seminar), registered(seminar)
    services.give_back(registration=holder)

    services.let_in(registration=waits, by=None)

    waits.refresh_from_db()
    assert (waits.state, waits.has_attended) == ("confirmed", True)


def test_tick_writes_many_and_takes_back_what_was_unticked():
    seminar = at_the_door(starts_in=-HOUR)
    ada, bob, eve = begun(seminar, 3)
    stranger = registered(at_the_door())
    services.check_in(registration=bob, by=None)

    came = [(one.reference, Who.PERSON) for one in (ada, eve, stranger)]
    done = services.tick(
        seminar=seminar, here=came, not_here=[(bob.reference, Who.PERSON)], by=None
    )

    assert done == (2, 1)
    there = seminar.registrations.attended().order_by("number")
    assert list(there) == [ada, eve]
    assert told(stranger) == []


def test_managers_see_a_seminar_of_which_nobody_wrote_down_who_came():
    long_ago = -OPEN_AFTER - 3 * HOUR
    silent = at_the_door(starts_in=long_ago, state=SeminarState.HELD)
    begun(silent, 1)
    recorded = at_the_door(starts_in=long_ago, state=SeminarState.HELD)
    AttendanceEvent.objects.create(
        registration=begun(recorded, 1)[0], who="person", kind="attended"
    )
    begun(at_the_door(starts_in=-5 * HOUR, state=SeminarState.HELD), 1)
    today = timezone.localdate()

    (item,) = never_recorded(manager(), today)

    assert item.about == silent.title
    assert item.url == reverse("seminars_workspace:seminar", args=[silent.slug])
    assert list(never_recorded(contributor_of(), today)) == []
