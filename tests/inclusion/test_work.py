"""Tasks, appointments, and who takes a case."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.words import uk_datetime
from inclusion.cases.services import casebook, cases, needs, people, redaction, work
from inclusion.models import APPOINTMENT_MOVES, AppointmentState, NeedState
from tests.examples import THROUGH_THE_DATABASE
from tests.factories.inclusion import PersonFactory, a_case
from tests.factories.partners import caseworker_of
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(team):
    return a_case(handled_by=team.organisation, opened_at=timezone.now() - timedelta(days=3))


def a_task(case, by, **values):
    values = {"title": "Ring Ada", "due_on": timezone.localdate(), "whose": None, **values}
    return work.add_task(case=case, by=by, **values)


def test_a_task_is_done_once_and_may_be_undone(case, caseworker):
    task = a_task(case, caseworker)

    first = work.finish_task(task=task, by=caseworker).done_at
    assert work.finish_task(task=task, by=caseworker).done_at == first
    assert work.undo_task(task=task, by=caseworker).done_at is None
    assert case.events.count() == 3


def test_a_task_is_given_to_a_caseworker_of_the_team_only(case, caseworker):
    with pytest.raises(casebook.NotACaseworker):
        a_task(case, caseworker, whose=caseworker_of())


def test_a_task_that_is_done_is_not_changed(case, caseworker):
    task = work.finish_task(task=a_task(case, caseworker), by=caseworker)

    with pytest.raises(work.DoneAlready):
        work.change_task(
            task=task, title="Else", due_on=timezone.localdate(), whose=None, by=caseworker
        )


def book(case, by, **values):
    values = {"starts_at": timezone.now() - timedelta(hours=1), "place": "Library", **values}
    return work.book(case=case, whose=by, by=by, **values)


def test_every_state_of_an_appointment_has_its_moves():
    assert set(APPOINTMENT_MOVES) == set(AppointmentState)


def test_an_appointment_that_has_not_begun_is_only_cancelled(case, caseworker):
    soon = timezone.now() + timedelta(hours=1)
    appointment = book(case, caseworker, starts_at=soon)

    for state in ("kept", "missed"):
        with pytest.raises(work.NotNow, match="not started yet"):
            work.record_outcome(appointment=appointment, state=state, by=caseworker)
    assert work.record_outcome(appointment=appointment, state="cancelled", by=caseworker)


def test_a_wrong_outcome_is_corrected_and_both_are_recorded(case, caseworker):
    appointment = book(case, caseworker)

    work.record_outcome(appointment=appointment, state="kept", by=caseworker)
    work.record_outcome(appointment=appointment, state="missed", by=caseworker)

    when = uk_datetime(appointment.starts_at)
    assert [event.summary for event in case.events.all()] == [
        f"Appointment on {when} planned",
        f"Attended the appointment on {when}",
        f"Did not attend the appointment on {when}",
    ]


def test_close_asks_about_what_is_still_to_be_done(case, caseworker):
    task = a_task(case, caseworker)
    book(case, caseworker)

    for _ in range(2):
        with pytest.raises(cases.WorkOpen):
            cases.close(case=case, words="Done.", by=caseworker)
        # Then only the appointment is open.
        work.finish_task(task=task, by=caseworker)


def test_close_anyway_cancels_what_is_to_come_and_keeps_tasks(case, caseworker):
    task = a_task(case, caseworker)
    been = book(case, caseworker)
    to_come = book(case, caseworker, starts_at=timezone.now() + timedelta(days=2))

    cases.close(case=case, words="Done.", by=caseworker, close_anyway=True)

    for one in (task, been, to_come):
        one.refresh_from_db()
    assert task.done_at is None
    assert (been.state, to_come.state) == ("planned", "cancelled")
    closing = case.events.get(kind="closed")
    assert closing.summary == "1 task not done, 1 appointment cancelled"


def test_forget_takes_the_words_out_of_tasks_appointments_and_their_lines(case, caseworker):
    task = work.finish_task(task=a_task(case, caseworker), by=caseworker)
    appointment = book(case, caseworker, place="Ada's kitchen")
    cases.close(case=case, words="Done.", by=caseworker, close_anyway=True)

    redaction.forget(person=case.person)

    task.refresh_from_db()
    appointment.refresh_from_db()
    assert (task.title, appointment.place) == ("", "")
    assert set(case.events.values_list("words", flat=True)) == {""}
    assert not says(" ".join(case.events.values_list("summary", flat=True)), "Ada")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_case_at_the_same_moment_one_has_it(team, case):
    both = [caseworker_of(team.organisation, name=f"Cass {n}") for n in range(2)]
    start, refused = Barrier(2), []

    def run(by):
        start.wait()
        try:
            cases.take(case=case, by=by)
        except cases.TakenAlready as refusal:
            refused.append(refusal.message)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(by,)) for by in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    case.refresh_from_db()
    assert case.assigned_to in both
    assert refused == [
        f"{case.assigned_to} has just been assigned this case. Select another unassigned case"
    ]


@pytest.mark.django_db(transaction=True)
def test_joining_two_records_both_ways_at_the_same_moment_leaves_one(team, caseworker):
    one, other = (PersonFactory(kept_by=team.organisation) for _ in range(2))
    start, refused = Barrier(2), []

    def run(person, into):
        start.wait()
        try:
            people.merge(person=person, into=into, by=caseworker)
        except people.CannotMerge as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert type(one).objects.current().count() == 1


@THROUGH_THE_DATABASE
@given(steps=st.lists(st.sampled_from(list(NeedState)), max_size=8))
@pytest.mark.parametrize("kind", ["device", "data", "skills"])
def test_by_hand_a_need_never_is_reserved_where_a_store_keeps_it(team, caseworker, kind, steps):
    need = a_case(handled_by=team.organisation, needs=[kind]).needs.get()

    for state in steps:
        offered = needs.moves_by_hand(need)
        try:
            need = needs.move_by_hand(
                need=need, to=state, by=caseworker, reason="other", words="From a friend."
            )
        except needs.NoSuchMove:
            assert state not in offered
        else:
            assert state in offered

    if kind != "skills":
        assert need.state != NeedState.RESERVED
