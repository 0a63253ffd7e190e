"""The public pages and My place, over HTTP."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.outbox.models import Message
from seminars import services
from seminars.models import Mode, Registration, RegistrationState
from seminars.views.limiting import BY_EMAIL
from tests.days import as_of_now, from_now
from tests.editing import edit
from tests.factories.seminars import SeminarFactory, TopicFactory, registered
from tests.reminding import sweep_reminders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("diz_portal.public_forms.SHORTEST", -1)


def fields(client, url):
    """The hidden fields of the form on a page."""
    text = client.get(url).content.decode()
    found = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', text)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def send(client, seminar, name="Ann Resident", email="ann@test.example", **more):
    url = reverse("seminars:register", args=[seminar.slug])
    return client.post(url, {**fields(client, url), "name": name, "email": email, **more})


def page(client, name, *args, **query):
    return client.get(reverse(f"seminars:{name}", args=args), query)


def test_registering_needs_a_name_and_an_address_only(client):
    seminar = SeminarFactory(capacity_in_person=1)

    outcomes = []
    for email in ("ann@test.example", "bob@test.example"):
        response = send(client, seminar, email=email)
        assert response.status_code == 302
        shown = client.get(response.url).content.decode()
        outcomes.append(re.search(r'data-outcome="(\w+)"', shown).group(1))
        assert email in shown

    assert outcomes == ["confirmed", "waiting"]


def test_form_sent_twice_by_a_double_click_hears_the_truth(client):
    seminar = SeminarFactory(capacity_in_person=1)
    url = reverse("seminars:register", args=[seminar.slug])
    answers = {**fields(client, url), "name": "Ann", "email": "ann@test.example"}

    first, second = client.post(url, answers), client.post(url, answers)

    assert first.url == second.url
    assert "confirmed" in second.url
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": ""}, "Enter your name"),
        ({"email": ""}, "Enter an email address"),
        ({"email": "ann"}, "correct form"),
        ({"email": "a" * 250 + "@test.example"}, "Enter 254 characters or fewer"),
        ({"name": "A" * 151}, "Enter 150 characters or fewer"),
        ({"name": "A\x00B"}, "Remove the null character"),
        ({"name": "You won: https://evil.example"}, "Enter a name without a web address"),
        ({"organisation": "evil.example/claim"}, "Enter a name without a web address"),
        ({"guest_name": "www.evil.example"}, "Enter a name without a web address"),
        ({"access_needs": "x" * 1001}, "Enter 1000 characters or fewer"),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(client, answers, sentence):
    response = send(client, SeminarFactory(), **answers)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["Zoë 🎉", "שלום", "O’Neill; DROP", "Ann\r\nBcc: all"])
def test_any_name_is_taken_and_stays_on_one_line(client, name):
    response = send(client, SeminarFactory(), name=name)

    assert response.status_code == 302
    kept = Registration.objects.get().name
    assert kept == " ".join(name.split())
    assert "\n" not in Message.objects.get().subject


def test_one_address_cannot_be_written_to_for_ever(client):
    seminars = SeminarFactory.create_batch(BY_EMAIL + 1)

    statuses = [send(client, seminar).status_code for seminar in seminars]

    assert statuses == [302] * BY_EMAIL + [422]


def test_what_is_missing_is_listed_as_it_follows_on_the_page(client):
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_online=5)

    page = client.post(reverse("seminars:register", args=[seminar.slug]), {}).text

    summary = page.partition("error-summary__list")[2].partition("</ul>")[0]
    assert re.findall(r"<a href=.*?>(.*?)</a>", summary) == [
        "Enter your name",
        "Enter an email address",
        "Select how you would like to attend",
    ]


def test_register_after_the_start_or_close_is_refused_in_words(client):
    for values, said in (
        ({"state": "closed"}, "can no longer register"),
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, "has started"),
    ):
        seminar = SeminarFactory(**values)
        url = reverse("seminars:register", args=[seminar.slug])
        response = client.post(url, {"name": "Ann", "email": "ann@test.example"})
        assert response.status_code == 422
        assert said in response.content.decode()
        assert client.get(url).url == seminar.get_absolute_url()
    assert not Registration.objects.exists()


def test_hybrid_asks_how_to_take_part(client):
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_in_person=5, capacity_online=5)

    assert send(client, seminar).status_code == 422
    assert send(client, seminar, place="online").status_code == 302

    assert Registration.objects.get().place == "online"


# Finding ---------------------------------------------------------------------------


def test_list_shows_what_is_to_come_and_past_on_request(client):
    topic = TopicFactory(title="High streets", slug="high-streets")
    SeminarFactory(title="Fibre", topic=topic)
    SeminarFactory(title="Online only", mode="online", capacity_in_person=0, capacity_online=3)
    SeminarFactory(title="Secret draft", state="draft")
    SeminarFactory(title="Long ago", starts_at=timezone.now() - timedelta(days=9), state="held")

    def titles(**query):
        return {one.title for one, _ in page(client, "list", **query).context["seminars"]}

    assert titles() == {"Fibre", "Online only"}
    assert titles(when="past") == {"Long ago"}
    assert titles(topic="high-streets") == {"Fibre"}
    assert titles(how="online") == {"Online only"}
    assert titles(q="fibre") == {"Fibre"}
    assert "No seminars match" in page(client, "list", q="zzz\x00").content.decode()


@pytest.mark.parametrize("query", [{}, {"when": "past"}])
def test_list_that_is_empty_says_so(client, query):
    assert "app-empty" in page(client, "list", **query).content.decode()


def test_list_counts_no_cancelled_seminar_as_one_to_come(client):
    one, _other = SeminarFactory.create_batch(2)
    assert "2 upcoming seminars<" in page(client, "list").content.decode()

    services.cancel_seminar(by=None, seminar=one)

    assert "1 upcoming seminar, 1 cancelled<" in page(client, "list").content.decode()


@pytest.mark.parametrize(
    ("values", "offers"),
    [
        ({}, True),
        ({"state": "cancelled"}, False),
        ({"starts_at": from_now(days=-9)}, False),
    ],
)
def test_a_date_is_offered_for_a_calendar_while_the_seminar_will_happen(client, values, offers):
    seminar = SeminarFactory()
    type(seminar).objects.filter(pk=seminar.pk).update(**as_of_now(values))

    page = client.get(seminar.get_absolute_url()).text

    assert ("Add the date to your calendar" in page) is offers


def test_who_cancels_for_two_is_told_so_first(client):
    alone = registered(SeminarFactory())
    together = registered(SeminarFactory(), guest_name="Ben Example")

    pages = [
        client.get(reverse("seminars:cancel", args=[one.token])).text for one in (alone, together)
    ]

    assert ["will lose their place too" in page for page in pages] == [False, True]
    assert "Ben Example will lose their place too. If you change your mind" in pages[1]


def test_outcome_claims_no_place_at_a_seminar_that_was_cancelled(client):
    seminar = SeminarFactory()
    response = send(client, seminar)
    assert "places are available" in client.get(response.url).content.decode()

    services.cancel_seminar(by=None, seminar=seminar)

    shown = client.get(response.url, follow=True)
    assert shown.redirect_chain == [(seminar.get_absolute_url(), 302)]
    assert "This seminar will not take place" in shown.content.decode()
    assert "places are available" not in shown.content.decode()


@pytest.mark.parametrize("where", ["mail", "ticket", "reminder"])
def test_weekday_is_named_wherever_somebody_is_told_when_to_come(client, where):
    begins = timezone.localtime() + timedelta(days=40)
    seminar = SeminarFactory(starts_at=begins.replace(hour=10, minute=0, second=0, microsecond=0))
    person = registered(seminar)
    said = f"{words.uk_day(seminar.starts_at)}, 10am to "

    if where == "reminder":
        sweep_reminders(now=seminar.starts_at - timedelta(days=6))
        text, said = Message.objects.latest("pk").words, words.uk_day(seminar.starts_at)
    elif where == "mail":
        text = Message.objects.get().words
    else:
        text = page(client, "registration", person.token).content.decode()

    assert re.match(r"\w+day \d+ \w+ \d{4}", said)
    assert said in text


def test_page_says_in_words_how_many_places_are_left(client):
    seminar = SeminarFactory(capacity_in_person=2)
    words = []
    for _ in range(4):
        words.append(page(client, "detail", seminar.slug).context["words"])
        registered(seminar)

    assert words == [
        "2 places left",
        "1 place left",
        "Full: join the waiting list",
        "Full: join the waiting list (1 booking ahead of you)",
    ]


def test_page_speaks_to_search_engines_without_running_anything(client):
    seminar = SeminarFactory(title="</script><script>alert(1)</script>")

    text = page(client, "detail", seminar.slug).content.decode()

    assert "<script>alert" not in text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text).group(1)
    event = json.loads(found)
    assert event["name"] == seminar.title
    assert event["startDate"].startswith(timezone.localtime(seminar.starts_at).isoformat()[:16])


def test_draft_is_there_for_nobody(client):
    draft = SeminarFactory(state="draft")

    for name in ("detail", "register", "event"):
        assert page(client, name, draft.slug).status_code == 404


def test_joining_link_is_on_no_public_page(client):
    seminar = SeminarFactory(
        mode="online",
        capacity_in_person=0,
        capacity_online=9,
        joining_link="https://meet.example/secret",
    )
    for name in ("detail", "register", "event"):
        assert b"meet.example" not in page(client, name, seminar.slug).content
    assert b"meet.example" not in page(client, "calendar").content
    person = registered(seminar)
    assert b"meet.example/secret" in page(client, "registration", person.token).content


# My place ---------------------------------------------------------------------------


def test_person_changes_and_gives_back_by_button(client):
    seminar = SeminarFactory(capacity_in_person=2)
    person, other = registered(seminar), registered(seminar)
    waits = registered(seminar)

    saved = edit(
        client,
        reverse("seminars:change", args=[person.token]),
        {"name": "New Name", "access_needs": "A chair"},
    )
    assert saved.status_code == 302
    shown = client.get(saved.url).content.decode()
    assert "New Name" in shown
    assert "A chair" in shown
    refused = edit(
        client,
        reverse("seminars:change", args=[person.token]),
        {"name": "New Name", "guest_name": "Two"},
    )
    assert refused.status_code == 422
    assert "not enough places" in refused.content.decode()

    client.post(reverse("seminars:cancel", args=[person.token]))

    waits.refresh_from_db()
    other.refresh_from_db()
    assert (waits.state, other.state) == (RegistrationState.CONFIRMED,) * 2
    assert "booking is cancelled" in page(client, "registration", person.token).content.decode()


def test_my_place_shows_all_we_hold_of_somebody_without_email(client):
    seminar = SeminarFactory()
    mine = registered(
        seminar,
        email="",
        channel="letter",
        phone="+441632960333",
        postal_address="1 Way\nHarlow",
    )

    shown = client.get(mine.get_absolute_url()).content.decode()

    assert "01632 960 333" in shown
    assert "1 Way<br>Harlow" in shown
    assert "Letter" in shown


def test_my_place_shows_the_new_link_to_join(client):
    seminar = SeminarFactory(
        mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0, joining_link="https://a.example"
    )
    person = registered(seminar)
    services.edit(by=None, seminar=seminar, joining_link="https://b.example")

    text = page(client, "registration", person.token).content.decode()

    assert 'href="https://b.example"' in text
    assert "https://a.example" not in text


def test_my_place_speaks_of_the_past_once_it_is_over(client):
    seminar = SeminarFactory()
    mine = registered(seminar)
    assert "You have a place" in client.get(mine.get_absolute_url()).content.decode()
    type(mine).objects.update(attendance="attended")

    began = timezone.now() - timedelta(days=2)
    type(seminar).objects.update(starts_at=began, ends_at=began + timedelta(hours=1))
    shown = client.get(mine.get_absolute_url()).content.decode()

    assert "You had a place" in shown
    assert "Thank you for coming." in shown
    assert "Add to your calendar" not in shown


def test_person_accepts_or_declines_an_offer_by_button(client):
    seminar = SeminarFactory(starts_at=timezone.now() + timedelta(hours=30), capacity_in_person=1)
    holder, first, second = (registered(seminar) for _ in range(3))
    services.give_back(registration=holder)
    assert "Accept place" in page(client, "registration", first.token).content.decode()

    client.post(reverse("seminars:offer", args=[first.token]), {"answer": "decline"})
    client.post(reverse("seminars:offer", args=[second.token]), {"answer": "accept"})

    assert list(seminar.registrations.order_by("number").values_list("state", flat=True)) == [
        "cancelled",
        "cancelled",
        "confirmed",
    ]


def test_person_erases_everything_and_the_page_says_so(client):
    person = registered(SeminarFactory(), name="Ann Unusual", email="ann@test.example")
    url = reverse("seminars:erase", args=[person.token])
    assert client.get(url).status_code == 200

    assert client.post(url, follow=True).status_code == 200

    assert page(client, "registration", person.token).status_code == 410
    assert not Registration.objects.filter(name="Ann Unusual").exists()
    assert not Message.objects.filter(to="ann@test.example").exists()


def test_link_of_another_or_a_tampered_one_is_not_found(client):
    person = registered(SeminarFactory())

    for token in (person.reference, f"{person.token}x", f"{person.reference}.x", "x" * 900):
        assert client.get(f"/seminars/registration/{token}/").status_code == 404


def test_my_place_is_kept_by_no_cache_and_costs_few_queries(client, django_assert_max_num_queries):
    person = registered(SeminarFactory())
    page(client, "registration", person.token)

    with django_assert_max_num_queries(6):
        response = page(client, "registration", person.token)

    assert "no-store" in response["Cache-Control"]


def test_calendars_are_calendars(client):
    person = registered(SeminarFactory(slug="fibre"))

    for response in (
        page(client, "calendar"),
        page(client, "event", "fibre"),
        page(client, "my_calendar", person.token),
    ):
        assert response["Content-Type"].startswith("text/calendar")
        assert response.content.startswith(b"BEGIN:VCALENDAR")


def test_front_page_shows_the_next_three(client):
    SeminarFactory.create_batch(4)

    text = client.get("/").content.decode()

    assert text.count("app-seminar__title") == 3


# Small words ---


def test_whoever_leaves_the_waiting_list_is_not_said_to_have_given_a_place_back(client):
    seminar = SeminarFactory(capacity_in_person=1)
    registered(seminar)
    waits = registered(seminar)
    assert "calendar" not in page(client, "registration", waits.token).content.decode().lower()

    services.give_back(registration=waits)

    shown = page(client, "registration", waits.token).content.decode()
    assert "You left the waiting list on" in shown
    assert "Remove from your calendar" not in shown
    letter = Message.objects.filter(to=waits.email).latest("pk").words
    assert "cancelled your place on the waiting list" in letter


def test_under_the_details_of_a_place_nothing_reads_as_giving_it_up(client):
    person = registered(SeminarFactory())

    for name in ("change", "choices"):
        shown = page(client, name, person.token).content.decode()
        assert ">Go back without saving</a>" in shown
        assert ">Cancel<" not in shown


@pytest.mark.parametrize(
    ("values", "is_asked"),
    [({}, True), ({"state": "cancelled"}, False), ({"state": "closed"}, False)],
)
def test_needs_are_asked_for_only_where_one_can_register(client, values, is_asked):
    shown = page(client, "detail", SeminarFactory(**values).slug).content.decode()

    assert ("You can tell us what you need when you register" in shown) is is_asked


def test_whoever_has_no_email_address_finds_the_number_to_call(client):
    shown = page(client, "register", SeminarFactory().slug).content.decode()

    assert "No email address? Call us on" in shown
