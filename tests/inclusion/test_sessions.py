"""Sessions with a digital champion: booked, in one place at a time, reminded of, settled."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox, reminders
from diz_portal.outbox import rendering, texts
from diz_portal.outbox.models import Channel, Message
from diz_portal.words import uk_short
from inclusion.cases.services import casebook, cases, needs, openings, redaction, work
from inclusion.learning.services import sessions
from inclusion.models import Appointment, NeedState, Task
from tests.editing import edit
from tests.factories.inclusion import NeedFactory, a_case
from tests.factories.partners import caseworker_of
from tests.reminding import remind
from tests.words import says

pytestmark = pytest.mark.django_db


def hours(number: float):
    return timezone.now() + timedelta(hours=number)


@pytest.fixture
def case(team):
    return a_case(
        opened_at=timezone.now() - timedelta(days=3),
        handled_by=team.organisation,
        person__name="Ada Example",
        person__email="ada@mail.example",
        person__contact_by="email",
    )


@pytest.fixture
def need(case):
    return NeedFactory(case=case, kind="skills")


@pytest.fixture
def book(need, caseworker):
    def booked(starts_at=None, **values) -> Appointment:
        given = {
            "need": need,
            "starts_at": starts_at or hours(20),
            "minutes": 60,
            "way": "in_person",
            "place": "Harlow library",
            "whose": caseworker,
            "by": caseworker,
        }
        return sessions.book(**{**given, **values})

    return booked


def state(need) -> str:
    need.refresh_from_db()
    return need.state


# Booking ---


def test_booking_decides_that_we_help_and_stands_on_the_timeline(book, need, caseworker):
    session = book()

    assert state(need) == NeedState.APPROVED
    assert session.ends_at - session.starts_at == timedelta(hours=1)
    line = need.case.events.get(kind="appointment")
    assert line.summary.startswith("Digital skills session, ")
    assert (line.need, line.whom) == (need, caseworker)


@pytest.mark.parametrize("kind", ["device", "data", "accessibility"])
def test_only_a_need_to_learn_has_sessions(book, case, kind):
    with pytest.raises(sessions.NotASkillsNeed):
        book(need=NeedFactory(case=case, kind=kind))


def test_a_settled_need_has_no_more_sessions(book, case):
    with pytest.raises(sessions.NotASkillsNeed):
        book(need=NeedFactory(case=case, kind="skills", state="declined"))


def test_a_champion_is_a_caseworker_of_the_team(book):
    with pytest.raises(casebook.NotACaseworker):
        book(whose=caseworker_of())


@pytest.mark.parametrize("shift", [-0.5, 0, 0.5])
def test_a_champion_is_not_in_two_places_at_once(book, team, shift):
    start = hours(20)
    book(start)
    elsewhere = NeedFactory(case=a_case(handled_by=team.organisation), kind="skills")

    with pytest.raises(sessions.ChampionBusy, match="has another session from"):
        book(start + timedelta(hours=shift), need=elsewhere)
    assert not elsewhere.case.events.exists()


def test_one_session_follows_another_and_two_champions_work_side_by_side(book, team):
    start = hours(20)
    book(start)
    book(start + timedelta(hours=1))
    book(start, whose=caseworker_of(team.organisation))

    assert Appointment.objects.count() == 3


def test_a_cancelled_session_frees_its_time(book, caseworker):
    start = hours(20)
    sessions.settle(session=book(start), state="cancelled", by=caseworker)

    assert book(start)


def test_the_database_itself_keeps_a_champion_in_one_place(book):
    one = book()
    twin = Appointment(
        case=one.case,
        need=one.need,
        starts_at=one.starts_at + timedelta(minutes=59),
        ends_at=one.ends_at + timedelta(minutes=59),
        way="phone",
        whose=one.whose,
    )

    with pytest.raises(IntegrityError, match="in_one_place"), transaction.atomic():
        twin.save()
    twin.ends_at = twin.starts_at
    with pytest.raises(IntegrityError, match="has_an_end"), transaction.atomic():
        twin.save()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_one_champion_at_once_one_is_refused(book, team):
    start = hours(20)
    needs_ = [
        NeedFactory(case=a_case(handled_by=team.organisation), kind="skills") for _ in range(2)
    ]
    barrier, outcomes = Barrier(2), []

    def run(need):
        barrier.wait()
        try:
            book(start, need=need)
            outcomes.append("booked")
        except sessions.ChampionBusy:
            outcomes.append("busy")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[need]) for need in needs_]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["booked", "busy"]


def test_a_session_is_moved_and_never_onto_another(book, caseworker):
    session, other = book(hours(20)), book(hours(30))
    values = {
        "minutes": 30,
        "way": "phone",
        "place": "01632 960123",
        "whose": caseworker,
        "by": caseworker,
    }

    moved = sessions.change(session=session, starts_at=hours(25), **values)
    assert (moved.way, moved.minutes) == ("phone", 30)
    with pytest.raises(sessions.ChampionBusy):
        sessions.change(session=session, starts_at=other.starts_at, **values)


# What came of it ---


def test_the_first_session_supplies_the_need_and_the_person_confirms(book, need, caseworker):
    session = book(hours(-2))

    sessions.settle(session=session, state="missed", by=caseworker)
    assert state(need) == NeedState.APPROVED
    sessions.settle(session=session, state="kept", practised="Email", by=caseworker)
    assert state(need) == NeedState.SUPPLIED
    needs.move(need=need, to=NeedState.CONFIRMED, by=caseworker)
    session.refresh_from_db()
    assert session.practised == "Email"


def test_nobody_came_to_what_has_not_begun(book, caseworker):
    session = book(hours(5))

    with pytest.raises(work.NotNow, match="not started yet"):
        sessions.settle(session=session, state="kept", by=caseworker)


def test_what_was_practised_goes_with_the_person(book, case, need, caseworker):
    session = book(hours(-2), place="At Ada's")
    sessions.settle(session=session, state="kept", practised="Ada's emails", by=caseworker)
    need.refresh_from_db()
    needs.move(need=need, to=NeedState.CONFIRMED, by=caseworker)
    cases.close(case=case, words="Done", by=caseworker)

    redaction.forget(person=case.person, by=caseworker)

    session.refresh_from_db()
    assert (session.practised, session.place) == ("", "")


# Reminding ---


def mail() -> list[str]:
    return [one.subject for one in Message.objects.filter(template__startswith="inclusion/session")]


def test_a_person_is_reminded_once_on_the_day_before(book):
    book(hours(20))
    book(hours(40))

    assert remind("session") == 1
    assert remind("session") == 0

    (message,) = Message.objects.filter(template="inclusion/session_reminder")
    assert message.to == "ada@mail.example"
    assert "Harlow library" in message.words
    assert not says(message.words + message.subject, "Ada")


def test_whoever_was_reminded_hears_of_a_new_time_and_of_the_end(book, caseworker):
    session = book(hours(20))
    remind("session")
    sessions.change(
        session=session,
        starts_at=hours(22),
        minutes=60,
        way="online",
        place="https://meet.example",
        whose=caseworker,
        by=caseworker,
    )
    assert remind("session") == 1
    session.refresh_from_db()
    sessions.settle(session=session, state="cancelled", by=caseworker)

    assert len(mail()) == 3
    assert "is cancelled" in mail()[0]


def test_nobody_is_told_the_end_of_what_they_were_not_reminded_of(book, caseworker):
    sessions.settle(session=book(hours(60)), state="cancelled", by=caseworker)

    assert mail() == []


def test_a_cancelled_session_and_one_that_has_begun_are_not_reminded_of(book, caseworker):
    sessions.settle(session=book(hours(20)), state="cancelled", by=caseworker)
    book(hours(-1))

    assert remind("session") == 0


def test_a_session_found_after_it_has_begun_is_missed_and_says_so(book):
    session = book(hours(20))
    reminders.plan_what_comes(None, "session")

    assert reminders.sweep(hours(21), "session") == {"missed": 1}

    row = reminders.of("session", session.pk).get()
    assert row.reason == "the session had already started"
    assert mail() == []


@pytest.mark.parametrize("way", ["phone", "letter"])
def test_a_call_or_a_letter_becomes_one_task_in_time(book, case, caseworker, way):
    case.person.contact_by, case.person.address = way, "1 High Street"
    case.person.phone = "+441632960123"
    case.person.save()
    session = book(hours(24 * 10))

    assert remind("session") == 1
    assert remind("session") == 0
    task = Task.objects.get()
    post_by = timezone.localdate(outbox.post_by(session.starts_at))
    day_before = timezone.localdate(session.starts_at) - timedelta(days=1)
    assert task.due_on == (post_by if way == "letter" else day_before)
    assert task.whose == caseworker

    # Moved: the same task. Called off: it says so.
    session.refresh_from_db()
    sessions.change(
        session=session,
        starts_at=hours(24 * 12),
        minutes=60,
        way="phone",
        place="x",
        whose=caseworker,
        by=caseworker,
    )
    remind("session")
    assert Task.objects.count() == 1
    session.refresh_from_db()
    sessions.settle(session=session, state="cancelled", by=caseworker)
    task.refresh_from_db()
    assert task.title.endswith(" is cancelled")
    assert task.due_on == timezone.localdate()
    assert not Message.objects.exists()


@pytest.mark.parametrize(("way", "begins"), [("phone", "Say who you are"), ("letter", "Dear Ada")])
def test_whoever_rings_or_writes_reads_what_to_say(
    client, team, book, need, caseworker, way, begins
):
    person = need.case.person
    person.contact_by, person.address, person.phone = way, "1 High Street", "01632 960123"
    person.save()
    session = book()
    remind("session")
    client.force_login(caseworker)
    url = reverse("inclusion_workspace:session_words", args=[session.reference])

    assert client.get(url).url == need.case.get_absolute_url()
    openings.log_opening(case=need.case, by=caseworker)
    assert url in client.get(need.case.get_absolute_url()).content.decode()
    page = client.get(url).content.decode()
    assert begins in page
    assert "Harlow library" in page
    assert says(page, "Ada") is (way == "letter")
    paper = client.get(url, {"paper": ""})
    assert paper["Content-Type"].startswith("application/pdf" if way == "letter" else "text/html")

    sessions.settle(session=session, state="cancelled", by=caseworker)
    assert "is cancelled" in client.get(url).content.decode()


def test_what_a_machine_tells_nobody_reads_out(client, book, need, caseworker):
    session = book()
    remind("session")
    client.force_login(caseworker)
    openings.log_opening(case=need.case, by=caseworker)

    url = reverse("inclusion_workspace:session_words", args=[session.reference])
    assert client.get(url).url == need.case.get_absolute_url()
    assert url not in client.get(need.case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("letter", ["session_reminder", "session_cancelled"])
def test_a_text_about_a_session_fits_and_says_when(book, letter):
    session = book(place="The reading room on the first floor of the library in Old Harlow")
    values = {"session": session, "organisation": "Harlow Help at Home", "phone": "01632 960010"}

    words = rendering.render(f"inclusion/{letter}", values, Channel.TEXT)[1]

    assert texts.segments(words) <= texts.MOST_SEGMENTS
    assert uk_short(session.starts_at) in words


# Pages ---


def fields(starts_at, whose, **values) -> dict:
    local = timezone.localtime(starts_at)
    return {
        "day_0": local.day,
        "day_1": local.month,
        "day_2": local.year,
        "at": f"{local:%H:%M}",
        "minutes": 60,
        "way": "in_person",
        "place": "Harlow library",
        "whose": whose.pk,
        **values,
    }


@pytest.fixture
def signed_in(client, caseworker, case):
    client.force_login(caseworker)
    openings.log_opening(case=case, by=caseworker)
    return client


def test_a_caseworker_books_moves_and_settles_a_session(signed_in, need, caseworker):
    url = reverse("inclusion_workspace:session_add", args=[need.reference])

    assert signed_in.post(url, fields(hours(-3), caseworker)).status_code == 302
    session = Appointment.objects.get()
    page = signed_in.get(need.case.get_absolute_url()).content.decode()
    assert "Record attendance" in page
    assert "None is booked." not in page

    plain = reverse("inclusion_workspace:appointment_outcome", args=[session.reference])
    own = reverse("inclusion_workspace:session_settle", args=[session.reference])
    assert signed_in.get(plain).url == own
    edit(signed_in, own, {"state": "kept", "practised": "Email"})
    assert state(need) == NeedState.SUPPLIED
    assert "Practised: Email" in signed_in.get(need.case.get_absolute_url()).content.decode()


def test_a_busy_champion_is_said_on_the_form(signed_in, need, book, caseworker):
    start = hours(20)
    book(start)

    response = signed_in.post(
        reverse("inclusion_workspace:session_add", args=[need.reference]),
        fields(start, caseworker),
    )

    assert response.status_code == 422
    assert "has another session from" in response.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_2": "2199"},
        {"at": "25:00"},
        {"way": ""},
        {"place": " "},
        {"whose": ""},
        {"minutes": "7"},
    ],
)
def test_a_wrong_session_form_says_why(signed_in, need, caseworker, wrong):
    response = signed_in.post(
        reverse("inclusion_workspace:session_add", args=[need.reference]),
        {**fields(hours(20), caseworker), **wrong},
    )

    assert response.status_code == 422
    assert not Appointment.objects.exists()
