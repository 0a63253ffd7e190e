"""The organiser's pages, the attention list, the admin, the example."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.attention.selectors import items_for
from diz_portal.bank_holidays import FEASTS, SATURDAY, bank_holidays
from diz_portal.outbox.models import Message
from seminars import services
from seminars.models import Mode, Registration, Seminar
from tests.days import in_days
from tests.editing import edit
from tests.factories.partners import lead_of, manager
from tests.factories.seminars import SeminarFactory, TopicFactory, registered
from tests.reminding import sweep_reminders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture
def organiser(client):
    person = manager(name="Morgan")
    client.force_login(person)
    return person


def url(name, *args):
    return reverse(f"seminars_workspace:{name}", args=args)


day = in_days(20)


def when():
    return {
        "day_0": day().day,
        "day_1": day().month,
        "day_2": day().year,
        "starts": "2pm",
        "ends": "15:30",
    }


def test_the_list_begins_with_the_seminar_that_comes_next(client, organiser):
    hour = timedelta(hours=1)
    for title, days in (("Long ago", -90), ("Far off", 90), ("Last week", -7), ("Next week", 7)):
        starts = timezone.now() + timedelta(days=days)
        SeminarFactory(title=title, starts_at=starts, ends_at=starts + hour)
    SeminarFactory(title="Now", starts_at=timezone.now() - hour, ends_at=timezone.now() + hour)

    page = client.get(url("list"))

    shown = [one.title for one, _ in page.context["seminars"]]
    assert shown == ["Now", "Next week", "Far off", "Last week", "Long ago"]
    assert "5 seminars, the next one first" in page.content.decode()


@pytest.mark.usefixtures("organiser")
def test_organiser_plans_publishes_moves_and_calls_off(client):
    made = client.post(
        url("add"),
        {"title": "Fibre for all", "mode": "in_person", "capacity_in_person": "2", **when()},
    )
    seminar = Seminar.objects.get()
    assert made.url == url("seminar", "fibre-for-all")
    assert timezone.localtime(seminar.starts_at).strftime("%H:%M") == "14:00"

    client.post(url("step", seminar.slug, "publish"))
    people = [registered(seminar) for _ in range(3)]
    edit(client, url("places", seminar.slug), {"capacity_in_person": "3"})
    assert seminar.registrations.holding().count() == 3
    client.post(url("step", seminar.slug, "close"))
    client.post(url("step", seminar.slug, "reopen"))
    edit(client, url("edit", seminar.slug), {"title": "Fibre for everybody"})
    edit(client, url("move", seminar.slug), {**when(), "starts": "10:00", "venue_name": "Hall"})
    client.post(url("cancel", seminar.slug), {"reason": "The speaker is ill."})

    seminar.refresh_from_db()
    assert (seminar.title, seminar.venue_name, seminar.state) == (
        "Fibre for everybody",
        "Hall",
        "cancelled",
    )
    assert list(seminar.events.order_by("pk").values_list("kind", flat=True)) == [
        "created",
        "published",
        "capacity",
        "closed",
        "reopened",
        "moved",
        "cancelled",
    ]
    last = Message.objects.filter(to=people[0].email).latest("pk")
    assert "The speaker is ill." in last.words
    assert "Cancelled" in client.get(url("seminar", seminar.slug)).content.decode()


@pytest.mark.usefixtures("organiser")
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"title": ""}, "Enter a title"),
        ({"starts": "half past"}, "Enter a time"),
        ({"ends": "1pm"}, "after the start"),
        ({"day_0": "31", "day_1": "2"}, "is not a real date. Check the day and month"),
        ({"day_0": "28", "day_1": "3", "day_2": "2027", "starts": "01:30"}, "clocks go forward"),
        ({"joining_link": "javascript:alert(1)"}, "web address"),
        ({"capacity_in_person": "-1"}, "Enter 0 or more"),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(client, answers, sentence):
    response = client.post(url("add"), {"title": "T", "mode": "in_person", **when(), **answers})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Seminar.objects.exists()


BY_PHONE = {"channel": "phone", "phone": "(01632) 960001"}


def test_staff_register_change_and_give_back_for_somebody_who_telephones(client, organiser):
    seminar = SeminarFactory(capacity_in_person=1)

    made = client.post(url("register", seminar.slug), {"name": "Ada Phone", **BY_PHONE})
    waits = registered(seminar)
    person = Registration.objects.get(name="Ada Phone")
    assert made.url == url("registration", seminar.slug, person.reference)
    assert person.registered_by == organiser
    text = client.get(made.url).content.decode()
    assert "01632 960 001" in text
    assert person.token not in text

    edit(client, url("change", seminar.slug, person.reference), {"name": "Ada Phones"})
    client.post(url("act", seminar.slug, person.reference, "give-back"))
    waits.refresh_from_db()
    assert waits.state == "confirmed"
    assert list(person.events.values_list("kind", "by")) == [
        ("registered", organiser.pk),
        ("changed", organiser.pk),
        ("given_back", organiser.pk),
    ]
    client.post(url("act", seminar.slug, person.reference, "erase"))
    assert "Deleted person" in client.get(made.url).content.decode()


@pytest.mark.usefixtures("organiser")
def test_organiser_hears_that_a_new_link_is_told(client):
    seminar = SeminarFactory(mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0)
    page = url("edit", seminar.slug)
    answers = {"title": seminar.title, "joining_link": "https://b.example"}

    assert "we will tell each of them" in client.get(page).content.decode()
    first, second = (edit(client, page, answers, follow=True).content.decode() for _ in range(2))

    assert "are sending the new link" in first
    assert "are sending the new link" not in second


@pytest.mark.usefixtures("organiser")
def test_staff_change_no_consent_of_somebody_else(client):
    person = registered(SeminarFactory(), name="Ann", listing_consent=True, newsletter=True)
    page = url("change", person.seminar.slug, person.reference)

    shown = client.get(page).content.decode()
    edit(client, page, {"name": "Ann Example", "listing_consent": "", "newsletter": ""})

    assert "Their name" in shown
    assert not re.search(r"\b[Yy]ou\b|\b[Yy]our\b", shown.split("<form", 2)[-1].split("</form")[0])
    person.refresh_from_db()
    assert person.name == "Ann Example"
    assert person.listing_consent
    assert person.newsletter


@pytest.mark.usefixtures("organiser")
def test_staff_give_no_consent_for_somebody_else(client):
    person = registered(SeminarFactory(), name="Ann")
    page = url("change", person.seminar.slug, person.reference)

    edit(client, page, {"name": "Ann Example", "listing_consent": "on", "newsletter": "on"})

    person.refresh_from_db()
    assert (person.name, person.listing_consent, person.newsletter) == ("Ann Example", False, False)


@pytest.mark.usefixtures("organiser")
def test_file_says_how_to_reach_people_without_email(client):
    seminar = SeminarFactory()
    registered(seminar, name="Ann")
    registered(seminar, email="", name="Bea", channel="phone", phone="+441632960333")
    registered(seminar, email="", channel="letter", postal_address="1 Way\nHarlow", name="Cy")

    response = client.get(url("csv", seminar.slug))
    rows = csv.DictReader(
        io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"), newline="")
    )

    told = [tuple(row[one] for one in ("told_by", "telephone", "postal_address")) for row in rows]
    assert told == [
        ("Email", "", ""),
        ("Phone call", "01632 960 333", ""),
        ("Letter", "", "1 Way\nHarlow"),
    ]


@pytest.mark.usefixtures("organiser")
def test_emptied_number_of_places_is_asked_for_again(client):
    seminar = SeminarFactory(capacity_in_person=5)

    response = edit(client, url("places", seminar.slug), {"capacity_in_person": ""})

    seminar.refresh_from_db()
    assert response.status_code == 422
    assert "Enter the number of places" in response.content.decode()
    assert seminar.capacity_in_person == 5


@pytest.mark.usefixtures("organiser")
@pytest.mark.parametrize("title", ["Series", "Check-in", "Newsletter", "Add", "Calendar"])
def test_seminar_named_like_a_page_has_a_page_of_its_own(client, title):
    client.post(
        url("add"), {"title": title, "mode": "in_person", "capacity_in_person": "2", **when()}
    )
    seminar = Seminar.objects.get()

    shown = client.get(url("seminar", seminar.slug))

    assert shown.context["seminar"] == seminar


@pytest.mark.usefixtures("organiser")
def test_list_is_searched_and_downloaded_without_formulas(client):
    seminar = SeminarFactory(capacity_in_person=2)
    registered(seminar, name="=cmd|calc", organisation="Harlow")
    registered(seminar, name="Bob")
    gone = registered(seminar, name="Gone")
    services.give_back(registration=gone)

    def names(**query):
        response = client.get(url("csv", seminar.slug), query)
        rows = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
        return [row["name"] for row in rows]

    assert names() == ["'=cmd|calc", "Bob"]
    assert names(q="harlow") == ["'=cmd|calc"]
    assert names(state="all") == ["'=cmd|calc", "Bob", "Gone"]
    shown = client.get(url("seminar", seminar.slug), {"q": "bob"}).content.decode()
    assert "Bob" in shown
    assert "cmd|calc" not in shown


@pytest.mark.usefixtures("organiser")
@pytest.mark.parametrize("typed", ["07700 900 982", "+447700900982", "900982"])
def test_list_finds_whoever_rings_by_their_number(client, typed):
    seminar = SeminarFactory()
    registered(seminar, name="Olive", email="", channel="text", phone="+447700900982")
    registered(seminar, name="Bob")

    page = client.get(url("seminar", seminar.slug), {"q": typed}).context["page"]

    assert [one.name for one in page] == ["Olive"]


@pytest.mark.usefixtures("organiser")
def test_what_happened_is_dated_in_the_words_of_the_portal(client):
    seminar = SeminarFactory()
    person = registered(seminar)
    services.close(by=None, seminar=seminar)

    for address, event in (
        (url("seminar", seminar.slug), seminar.events.get()),
        (url("registration", seminar.slug, person.reference), person.events.get()),
    ):
        text = client.get(address).content.decode()
        assert f'app-timeline__by">{words.uk_datetime(event.at)}<' in text


def test_workspace_is_closed_to_everybody_else(client):
    seminar = SeminarFactory()
    person = registered(seminar)
    names = [
        ("list",),
        ("add",),
        *((name, seminar.slug) for name in ("seminar", "edit", "move", "places", "cancel")),
        ("register", seminar.slug),
        ("csv", seminar.slug),
        ("step", seminar.slug, "close"),
        ("registration", seminar.slug, person.reference),
        ("change", seminar.slug, person.reference),
        ("act", seminar.slug, person.reference, "erase"),
    ]
    for name in names:
        assert client.get(url(*name)).status_code == 302
    client.force_login(lead_of())
    for name in names:
        assert client.get(url(*name)).status_code == 403
        if name[0] not in ("list", "seminar", "csv", "registration"):
            assert client.post(url(*name)).status_code == 403
    assert person.events.count() == 1


def test_attention_names_what_an_organiser_can_settle(organiser):
    near = timezone.now() + timedelta(days=3)
    SeminarFactory(title="No hall", starts_at=near, venue_name="")
    SeminarFactory(title="No link", starts_at=near, mode=Mode.ONLINE, capacity_in_person=0)
    full = SeminarFactory(title="Full", capacity_in_person=1)
    registered(full)
    registered(full)
    soon = SeminarFactory(
        title="Soon", starts_at=timezone.now() + timedelta(hours=30), capacity_in_person=1
    )
    holder = registered(soon)
    registered(soon, email="")
    services.give_back(registration=holder)

    found = {(item.title, item.about) for item in items_for(organiser)}

    assert found >= {
        ("Add a venue", "No hall"),
        ("Add the joining link", "No link"),
        ("Review waiting list: 1 person", "Full"),
        ("Reach someone who has been offered a place", "Soon"),
    }
    assert not [item for item in items_for(lead_of()) if "seminar" in item.key]


def test_admin_shows_every_list_and_plans_a_seminar(client, organiser):
    person = registered(SeminarFactory(topic=TopicFactory()))
    for model in (
        "topic",
        "series",
        "seminar",
        "registration",
        "seminarevent",
        "registrationevent",
        "reminderstep",
    ):
        list_url = reverse(f"admin:seminars_{model}_changelist")
        assert client.get(list_url).status_code == 200
    for model, pk in (("seminar", person.seminar_id), ("registration", person.pk)):
        page = client.get(reverse(f"admin:seminars_{model}_change", args=[pk]))
        assert page.status_code == 200
        assert person.token not in page.content.decode()

    answers = {
        "slug": "new",
        "title": "New",
        "mode": "in_person",
        "capacity_in_person": "4",
        "capacity_online": "0",
        "people_per_address": "2",
        "starts_at_0": day().isoformat(),
        "starts_at_1": "10:00",
        "ends_at_0": day().isoformat(),
        "ends_at_1": "11:00",
    }
    response = client.post(reverse("admin:seminars_seminar_add"), answers)
    assert response.status_code == 302, response.context["adminform"].form.errors
    made = Seminar.objects.get(slug="new")
    assert (made.state, made.events.get().by) == ("draft", organiser)
    change = reverse("admin:seminars_seminar_change", args=[made.pk])
    inline = {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}
    edit(client, change, {**answers, **inline, "title": "Newer"})
    assert Seminar.objects.get(slug="new").title == "Newer"


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2026, 12, 19), date(2027, 2, 20)])
def test_example_holds_no_seminar_on_a_holiday_or_at_the_weekend(day):
    from seminars.example import SEMINARS, _day_of

    for planned in SEMINARS:
        held = _day_of(planned, day)
        assert held.weekday() < SATURDAY
        assert (held.month, held.day) not in FEASTS
        assert held not in bank_holidays(held.year)


def test_example_has_past_open_full_and_cancelled_seminars():
    from seminars.example import load

    said = load(timezone.localdate())

    states = list(Seminar.objects.values_list("state", flat=True))
    assert (states.count("held"), states.count("cancelled"), len(states)) == (4, 1, 9)
    full = Seminar.objects.get(slug="high-streets-after-five")
    assert full.registrations.waiting().exists()
    # Nobody is written to; what staff would print and say is there to be seen.
    assert set(Message.objects.values_list("channel", flat=True)) == {"letter", "phone"}
    assert "9 seminars" in said
    sweep_reminders()
    services.mark_held()
