"""The door's pages: the list on a phone, the square code, ticks, and closing the list."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from seminars import codes, services
from seminars.models import AttendanceEvent, Mode, Registration, Seminar
from tests.editing import edit
from tests.factories.partners import lead_of, manager
from tests.factories.seminars import SeminarFactory, SeriesFactory, begun, registered
from tests.words import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership", "organiser")]


@pytest.fixture
def organiser(client):
    person = manager(name="Morgan")
    client.force_login(person)
    return person


@pytest.fixture
def seminar():
    return SeminarFactory(title="At the door", starts_at=timezone.now() + timedelta(minutes=30))


def url(name, *args):
    return reverse(f"seminars_workspace:{name}", args=args)


def tap(client, registration, verb="check-in", **values):
    page = url("mark", registration.seminar.slug, verb)
    response = client.post(page, {"reference": registration.reference, **values})
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def text_of(response) -> str:
    return response.content.decode()


def test_door_counts_finds_by_name_or_reference_and_checks_in_with_one_tap(client, seminar):
    ada, bob = registered(seminar, name="Ada"), registered(seminar, name="Bob")
    door = url("door", seminar.slug)

    assert "0 of 2</span> checked in" in text_of(client.get(door))
    assert tap(client, ada) == "Ada is checked in"

    shown = text_of(client.get(door))
    assert "1 of 2</span> checked in" in shown
    assert "Just checked in" in shown
    found = client.get(door, {"q": bob.reference}).context["rows"]
    assert [row.registration for row in found] == [bob]
    assert [row.registration for row in client.get(door, {"show": "here"}).context["rows"]] == [ada]
    assert client.get(door, {"q": "zzz"}).context["rows"] == []


def test_name_written_from_right_to_left_stays_apart_from_the_time_beside_it(client, seminar):
    tap(client, registered(seminar, name="Noa אב"))

    shown = text_of(client.get(url("door", seminar.slug)))

    assert shown.count("<bdi>Noa אב</bdi>") == 1


def test_second_tap_says_since_when_and_undo_takes_it_back(client, seminar, organiser):
    ada = registered(seminar, name="Ada")
    tap(client, ada)

    assert "Ada was already checked in at" in (said := tap(client, ada))
    assert "Morgan" in said
    assert tap(client, ada, "undo") == "Check-in undone: Ada"
    assert list(ada.attendance_events.values_list("kind", "by")) == [
        ("attended", organiser.pk),
        ("undone", organiser.pk),
    ]


def test_looking_checks_nobody_in(client, seminar):
    ada = registered(seminar)

    for page in (url("mark", seminar.slug, "check-in"), url("code", codes.code_of(ada))):
        client.get(page, {"reference": ada.reference, "verb": "check-in"})
        client.head(page)

    assert not AttendanceEvent.objects.exists()


def test_guest_is_checked_in_apart(client, seminar):
    ada = registered(seminar, name="Ada", guest_name="Bob")

    assert tap(client, ada, who="guest") == "Bob is checked in"
    assert tap(client, ada, who="person") == "Ada is checked in"


def test_reference_of_another_seminar_is_named(client, seminar):
    other = registered(SeminarFactory(title="Elsewhere"))

    shown = text_of(client.get(url("door", seminar.slug), {"q": other.reference}))

    assert "another seminar" in shown
    assert "Elsewhere" in shown
    page = url("mark", seminar.slug, "check-in")
    assert client.post(page, {"reference": other.reference}).status_code == 404


def test_code_on_my_place_opens_a_page_with_one_button(client, seminar):
    ada = registered(seminar, name="Ada")
    place = text_of(client.get(ada.get_absolute_url()))
    assert '<svg role="img"' in place

    page = url("code", codes.code_of(ada))
    assert codes.link(ada).endswith(page)
    assert "Check in</button>" in text_of(client.get(page))
    after = client.post(page, follow=True)

    assert "Ada is here" in text_of(after)
    ada.refresh_from_db()
    assert ada.has_attended


def test_code_is_no_key_to_the_place_of_whoever_shows_it(client, seminar):
    ada = registered(seminar)
    code = codes.code_of(ada)

    assert client.get(reverse("seminars:registration", args=[code])).status_code == 404
    assert client.get(url("code", ada.token)).status_code == 404


@pytest.mark.parametrize("change", [lambda code: code[:-1] + "x", lambda code: code.split(".")[0]])
def test_tampered_code_checks_nobody_in_and_says_so(client, seminar, change):
    ada = registered(seminar)

    response = client.post(url("code", change(codes.code_of(ada)) + ""))

    assert response.status_code == 404
    assert "Code not recognised" in text_of(response)
    assert not ada.attendance_events.exists()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("waiting", "on the waiting list and do not have a place"),
        ("offered", "have not accepted it"),
        ("cancelled", "Their place was cancelled"),
    ],
)
def test_code_of_somebody_without_a_place_says_why(client, seminar, state, sentence):
    ada = registered(seminar)
    deadline = timezone.now() + timedelta(minutes=9) if state == "offered" else None
    Registration.objects.filter(pk=ada.pk).update(state=state, offer_expires_at=deadline)
    page = url("code", codes.code_of(ada))

    shown = text_of(client.get(page))

    assert sentence in shown
    assert ">Check in<" not in shown
    client.post(page)
    assert not ada.attendance_events.exists()


def test_code_for_another_day_or_another_door_is_noticed(client, seminar):
    tap(client, registered(seminar, name="Ada"))
    next_week = registered(SeminarFactory(title="Next week"))
    next_door = registered(SeminarFactory(title="Next door", starts_at=seminar.starts_at))

    later = text_of(client.get(url("code", codes.code_of(next_week))))
    beside = text_of(client.get(url("code", codes.code_of(next_door))))

    assert "Check-in opens on" in later
    assert "Check in</button>" not in later
    assert "you are checking people in for “At the door”" in beside
    assert "Check in</button>" in beside


def test_code_is_for_organisers(client, seminar):
    ada = registered(seminar)
    page = url("code", codes.code_of(ada))
    client.force_login(lead_of())
    assert client.post(page).status_code == 403
    client.logout()
    assert client.post(page).status_code == 302
    assert not ada.attendance_events.exists()


def test_walk_in_is_let_in_or_told_that_all_is_taken(client, seminar):
    Seminar.objects.filter(pk=seminar.pk).update(capacity_in_person=1)
    page = url("walk_in", seminar.slug)

    assert client.post(page, {"name": ""}).status_code == 422
    client.post(page, {"name": "Wanda"})
    full = client.post(page, {"name": "Late"})

    assert full.status_code == 422
    assert "All places are taken" in text_of(full)
    assert Registration.objects.get().has_attended


def test_ticks_change_only_what_was_changed_on_the_page(client):
    seminar = SeminarFactory(starts_at=timezone.now() - timedelta(hours=1))
    ada, bob, eve = begun(seminar, 3)
    services.check_in(registration=ada, by=None)
    page = url("ticks", seminar.slug, "in_person")
    # Meanwhile, at the other door: this page knows nothing of it.
    services.check_in(registration=eve, by=None)

    client.post(page, {"was": f"{ada.reference}:person", "here": f"{bob.reference}:person"})

    there = seminar.registrations.attended().order_by("number")
    assert list(there) == [bob, eve]
    assert client.get(url("ticks", seminar.slug, "online")).status_code == 404


def test_close_list_tells_what_it_will_write(client):
    seminar = SeminarFactory(starts_at=timezone.now() - timedelta(hours=1))
    here, _missing = begun(seminar, 2)
    page = url("close_list", seminar.slug, "in_person")
    assert "No one is checked in" in text_of(client.get(page))

    services.check_in(registration=here, by=None)
    assert "1 of 2 are checked in. The other person will be" in text_of(client.get(page))
    client.post(page)

    shown = text_of(client.get(url("seminar", seminar.slug)))
    assert "1 of 2" in shown
    assert "1 did not attend" in shown


def test_lists_for_paper_for_the_venue_and_for_excel(client):
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_online=5)
    registered(seminar, name="Zoe", place="in_person", guest_name="Yan", access_needs="A lift")
    registered(seminar, name="=cmd|calc", place="online")

    sheet = text_of(client.get(url("sign_in_sheet", seminar.slug)))
    needs = text_of(client.get(url("access_needs", seminar.slug)))
    book = client.get(url("xlsx", seminar.slug), {"sort": "name", "place": "online"})
    rows = load_workbook(io.BytesIO(b"".join(book.streaming_content)), data_only=False)
    text = b"".join(client.get(url("csv", seminar.slug)).streaming_content).decode("utf-8-sig")

    assert "Zoe" in sheet
    assert "Yan" in sheet
    assert "=cmd" not in sheet
    assert "A lift" in needs
    assert "2 people have places, 1 has access needs" in needs
    assert not says(needs, "Zoe")
    header, only = rows.active.iter_rows(values_only=True)
    assert list(header) == next(csv.reader(io.StringIO(text)))
    assert dict(zip(header, only, strict=True))["name"] == "=cmd|calc"
    cell = rows.active.cell(2, header.index("name") + 1)
    assert cell.data_type == "s"


def test_places_record_is_shown_now_and_at_a_past_moment(client, seminar):
    services.seminars.record(seminar, "published", None)
    before = timezone.now()
    registered(seminar)
    page = url("places_record", seminar.slug)

    assert client.get(page).context["lines"][0].confirmed == 1
    then = client.get(page, {"at": before.isoformat()})
    assert (then.context["lines"][0].confirmed, then.context["lines"][0].free) == (0, 20)
    assert client.get(page, {"at": "2020-01-01T10:00"}).context["lines"] is None
    for wrong in ("yesterday", "2026-02-31T10:00", "2199-01-01T10:00", "2026-03-29T01:30", "T 0"):
        assert client.get(page, {"at": wrong}).status_code == 422


def test_places_record_says_over_by_how_many_when_places_were_made_fewer(client, seminar):
    registered(seminar, guest_name="Two")
    services.change_capacity(by=None, seminar=seminar, in_person=1, online=0)

    shown = text_of(client.get(url("places_record", seminar.slug)))

    assert "(over by 1)" in shown


def test_copy_takes_words_and_reminders_but_neither_people_nor_link(client):
    seminar = SeminarFactory(
        mode=Mode.ONLINE,
        capacity_in_person=0,
        capacity_online=7,
        series=SeriesFactory(),
        joining_link="https://meet.example/old",
    )
    seminar.reminder_steps.update(subject="In our own words")
    registered(seminar)
    day = timezone.localdate() + timedelta(days=70)
    values = {"title": "Again", "starts": "10:00", "ends": "11:00"}
    when = {"day_0": day.day, "day_1": day.month, "day_2": day.year}

    assert client.post(url("copy", seminar.slug), values).status_code == 422
    client.post(url("copy", seminar.slug), {**values, **when})
    client.post(url("copy", seminar.slug), {**values, **when, "with_link": "on"})

    first, second = Seminar.objects.filter(title="Again").order_by("pk")
    assert (first.state, first.capacity_online, first.series) == ("draft", 7, seminar.series)
    assert (first.joining_link, second.joining_link) == ("", "https://meet.example/old")
    assert not first.registrations.exists()
    assert {step.subject for step in first.reminder_steps.all()} == {"In our own words"}


def test_series_shows_who_came_and_leaves_out_what_nobody_recorded(client):
    series = SeriesFactory(title="Smart places")
    long_ago = timezone.now() - timedelta(days=5)
    known = SeminarFactory(title="Known", series=series, state="held", starts_at=long_ago)
    SeminarFactory(title="Unknown", series=series, state="held", starts_at=long_ago)
    unknown = Seminar.objects.get(title="Unknown")
    for seminar, number in ((known, 3), (unknown, 2)):
        for one in begun(seminar, number):
            opened = seminar.starts_at - timedelta(days=9)
            services.queue.RegistrationEvent.of(one, "registered", at=opened).save()
    came = known.registrations.first()
    services.check_in(registration=came, by=None)
    services.walk_in(seminar=known, name="Wanda", by=None)
    services.close_list(seminar=known, place="in_person", by=None)

    response = client.get(url("series", series.slug))

    tally = response.context["tally"]
    assert (tally.registered, tally.at_the_start, tally.came, tally.at_the_door) == (3, 3, 2, 1)
    assert (tally.missing, round(tally.rate, 2)) == (2, 0.67)
    shown = text_of(response)
    assert "33% of people who registered attended (1 of 3)" in shown
    assert "not recorded" in shown
    assert "1 more person attended as a walk-in" in shown


def test_series_is_added_and_edited_once_by_each_title(client):
    client.post(url("series_add"), {"title": "Smart places", "summary": "All of it"})
    assert client.post(url("series_add"), {"title": "smart PLACES"}).status_code == 422
    assert edit(client, url("series_edit", "smart-places"), {"title": ""}).status_code == 422
    edit(client, url("series_edit", "smart-places"), {"title": "Smarter places"})

    assert "Smarter places" in text_of(client.get(url("series_list")))
    assert "No past seminars in this series" in text_of(client.get(url("series", "smart-places")))


def test_list_of_registrations_is_sorted_and_narrowed(client):
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_online=5)
    registered(seminar, name="Zoe", place="online")
    registered(seminar, name="Ada", place="in_person")

    def names(**query):
        page = client.get(url("seminar", seminar.slug), query).context["page"]
        return [one.name for one in page.object_list]

    assert names() == ["Zoe", "Ada"]
    assert names(sort="name") == ["Ada", "Zoe"]
    assert names(place="online") == ["Zoe"]
    assert names(sort="nonsense") == ["Zoe", "Ada"]
