"""What people, robots and broken programs send: a sentence, and nothing half-written."""

import csv
import io
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from diz_portal.outbox.models import Message
from diz_portal.privacy import nightly
from diz_portal.references import new_reference
from seminars import services
from seminars.models import AttendanceEvent, Audience, MaterialKind, Mode, Registration
from seminars.selectors import calendars, newsletter
from seminars.services.retention import KEPT
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, begun, registered
from tests.reminding import sweep_reminders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("diz_portal.public_forms.SHORTEST", -1)


def send(client, seminar, **answers):
    page = reverse("seminars:register", args=[seminar.slug])
    text = client.get(page).content.decode()
    found = re.findall(r'<input type="hidden" name="(shown_at|attempt)" value="([^"]*)"', text)
    usual = {"name": "Ann Resident", "email": "ann@test.example"}
    return client.post(page, {**dict(found), **usual, **answers})


def everything() -> dict[str, list[str]]:
    """Every row there is, but for sessions, model by model: asked for in one go."""
    with connection.cursor() as cursor:
        cursor.execute(_every_row())
        rows = cursor.fetchall()
    found: dict[str, list[str]] = {}
    for label, row in rows:
        found.setdefault(label, []).append(row)
    return found


@cache
def _every_row() -> str:
    tables = set(connection.introspection.table_names()) - {"accounts_visit"}
    return " UNION ALL ".join(
        f"(SELECT '{model._meta.label}', to_jsonb(one)::text FROM {table} AS one ORDER BY 2)"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables and not model._meta.proxy
        for table in [connection.ops.quote_name(model._meta.db_table)]
    )


# Registering ---


@pytest.mark.parametrize(
    ("answers", "status", "sentence"),
    [
        ({"email": "ann@test.example\r\nBcc: all@x.example"}, 422, "in the correct form"),
        ({"email": "ann@test.example, all@x.example"}, 422, "in the correct form"),
        ({"email": "a" * 242 + "@test.example"}, 422, "Enter 254 characters or fewer"),
        ({"email": "ann\x00@test.example"}, 422, "Remove the null character"),
        ({"name": "Ann\x00"}, 422, "Remove the null character"),
        ({"name": "A" * 151}, 422, "Enter 150 characters or fewer"),
        ({"access_needs": "x" * 10_000_000}, 413, "Your file or text is too large"),
        ({"guest_name": "\x00"}, 422, "Remove the null character"),
        ({"name": "\u202e\u2066 \t"}, 422, "Enter your name"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_registering_with_it_is_refused_in_words_and_keeps_nothing(
    client, answers, status, sentence
):
    seminar = SeminarFactory()
    before = everything()

    response = send(client, seminar, **answers)

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert everything() == before


def test_address_of_255_characters_is_one_too_many_and_of_254_is_taken(client):
    seminar = SeminarFactory()
    domain = f"{'b' * 60}.{'c' * 60}.{'d' * 59}.example"
    longest = f"{'a' * (253 - len(domain))}@{domain}"
    assert len(longest) == 254

    assert send(client, seminar, email=f"a{longest}").status_code == 422
    assert send(client, seminar, email=longest).status_code == 302

    assert Registration.objects.get().email == longest


def test_line_break_in_a_name_starts_no_header_of_its_own(client):
    seminar = SeminarFactory(title="Fibre")

    assert send(client, seminar, name="Ann\r\nBcc: all").status_code == 302

    assert Registration.objects.get().name == "Ann Bcc: all"
    message = Message.objects.get()
    mail = EmailMessage(message.subject, message.words, to=[message.to]).message()
    assert mail["Bcc"] is None
    assert mail["To"] == "ann@test.example"


NAMES = [
    "Zoë 👩🏽\u200d🦽 O’Neill",
    "שלום עליכם",
    "محمد بن سلمان",
    "李小龍",
    "Ana-María d'Été; DROP, “x”",
]


@pytest.mark.parametrize("name", NAMES)
def test_name_is_kept_whole_on_the_page_in_mail_calendar_and_list(client, name):
    seminar = SeminarFactory(title=f"With {name}", access="Step-free.")

    assert send(client, seminar, name=name, organisation=name).status_code == 302

    person = Registration.objects.get()
    assert (person.name, person.organisation) == (name, name)
    body = Message.objects.get().words
    quoted = name.replace("“", "‘").replace("”", "’")
    assert f"Registered as: “{quoted}”" in body
    shown = client.get(person.get_absolute_url()).content.decode()
    assert name.replace("'", "&#x27;") in shown
    (entry,) = Calendar.from_ical(calendars.of_registration(person)).walk("VEVENT")
    assert str(entry["SUMMARY"]) == f"With {name}"
    client.force_login(manager())
    response = client.get(reverse("seminars_workspace:csv", args=[seminar.slug]))
    (row,) = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert row["name"] == name


def test_form_sent_twice_keeps_one_and_writes_once(client):
    seminar = SeminarFactory()
    attempt = new_reference()

    first, second = (send(client, seminar, attempt=attempt) for _ in range(2))

    assert first.url == second.url
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_form_opened_before_and_sent_after_the_close_is_refused_in_words(client):
    seminar = SeminarFactory()
    page = reverse("seminars:register", args=[seminar.slug])
    assert client.get(page).status_code == 200
    services.close(by=None, seminar=seminar)
    before = everything()

    response = client.post(page, {"name": "Ann", "email": "ann@test.example"})

    assert response.status_code == 422
    assert "You can no longer register for this seminar" in response.content.decode()
    assert everything() == before


# Links ---


VERBS = ["registration", "change", "choices", "cancel", "offer", "erase", "my_calendar"]


@pytest.mark.parametrize("verb", VERBS)
def test_link_that_is_not_one_s_own_opens_nothing(client, verb):
    mine, other = registered(SeminarFactory()), registered(SeminarFactory())
    mixed = f"{other.reference}.{mine.token.partition('.')[2]}"
    before = everything()

    for token in (mixed, other.reference, mine.token[:-1], "\x00", "..", "a" * 5000):
        page = reverse(f"seminars:{verb}", args=[token])
        for answer in (client.get(page), client.post(page, {"answer": "accept"})):
            assert answer.status_code == 404
    assert everything() == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("why", ["erased", "kept long enough"])
def test_link_of_somebody_forgotten_says_so_and_does_nothing(client, verb, why):
    seminar = SeminarFactory()
    person = registered(seminar)
    if why == "erased":
        services.erase(registration=person)
    else:
        seminar.starts_at = timezone.now() - KEPT - timedelta(days=2)
        seminar.ends_at = seminar.starts_at + timedelta(hours=1)
        seminar.save()
        nightly.run_retention()
    before = everything()
    page = reverse(f"seminars:{verb}", args=[person.token])

    for answer in (client.get(page), client.head(page), client.post(page, {"name": "Back"})):
        assert answer.status_code == 410
    assert "We have deleted your details" in client.get(page).content.decode()
    assert everything() == before


# Calendars ---


TEXT = "Line one,\r\nline; two\\n\nBEGIN:VEVENT\nEND:VCALENDAR: “three”, עברית"


def test_calendar_keeps_line_breaks_commas_and_semicolons_as_text():
    seminar = SeminarFactory(
        title=TEXT,
        promise=TEXT,
        venue_name=TEXT,
        venue_address=TEXT,
        mode=Mode.HYBRID,
        capacity_online=2,
        joining_link="https://meet.example/a,b;c",
    )
    person = registered(seminar, place="in_person")
    online = registered(seminar, place="online")
    said = TEXT.replace("\r\n", "\n")

    for content in (calendars.of_seminars([seminar]), calendars.of_registration(person)):
        assert content.count(b"\nBEGIN:VEVENT") == 1
        (entry,) = Calendar.from_ical(content).walk("VEVENT")
        assert str(entry["SUMMARY"]).replace("\r\n", "\n") == said
        assert str(entry["LOCATION"]).replace("\r\n", "\n") == f"{said}, {said}"
        assert str(entry["DESCRIPTION"]).replace("\r\n", "\n").startswith(said)
    (entry,) = Calendar.from_ical(calendars.of_registration(online)).walk("VEVENT")
    assert str(entry["LOCATION"]) == "https://meet.example/a,b;c"


# Mail scanners follow every link ---


def every_letter():
    """Queue every kind of letter that the seminars know, and the links that go with them."""
    near = SeminarFactory(starts_at=timezone.now() + timedelta(hours=30), capacity_in_person=1)
    far = SeminarFactory(capacity_in_person=1)
    for seminar in (near, far):
        first, *_ = [registered(seminar, newsletter=True) for _ in range(3)]
        # Once more, somebody beside them, and one more than an address may have.
        for name in (first.name, "N", "M"):
            services.register(seminar=seminar, name=name, email=first.email)
        services.give_back(registration=first)
    lapsed = near.registrations.get(state="offered")
    Registration.objects.filter(pk=lapsed.pk).update(
        offer_expires_at=timezone.now() - timedelta(seconds=1)
    )
    services.sweep_offers()
    sweep_reminders(now=far.starts_at - timedelta(days=6))
    services.send_message(
        by=None,
        seminar=far,
        reference=new_reference(),
        subject="Bring a pen",
        text="Hello",
        groups=["confirmed"],
        places=[],
    )
    new = timezone.now() + timedelta(days=40)
    services.move(by=None, seminar=far, starts_at=new, ends_at=new + timedelta(hours=1))
    services.cancel_seminar(by=None, seminar=far)
    online = SeminarFactory(mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0)
    registered(online)
    services.edit(by=None, seminar=online, joining_link="https://meet.example/new")
    sought = SeminarFactory(confirm_places=True)
    late = registered(sought)
    Registration.objects.filter(pk=late.pk).update(
        offer_expires_at=timezone.now() - timedelta(seconds=1)
    )
    services.sweep_offers()
    registered(sought)
    afterwards()


def afterwards():
    """The letters of a seminar that was held: what did you think, and here are the slides."""
    held = SeminarFactory(
        starts_at=timezone.now() - timedelta(days=2, hours=2), state="held", capacity_in_person=5
    )
    (came,) = begun(held, 1)
    AttendanceEvent.objects.create(registration=came, who="person", kind="attended")
    services.add_link(
        seminar=held,
        title="The slides",
        kind=MaterialKind.SLIDES,
        audience=Audience.PUBLIC,
        link="https://slides.example/talk",
        by=None,
    )
    held.refresh_from_db()
    services.publish_materials(seminar=held, by=None)
    services.sweep_feedback()
    services.sweep_materials()


def kinds_there_are():
    folder = Path(settings.BASE_DIR) / "templates" / "emails" / "seminars"
    found = [one for one in folder.glob("*.txt") if one.read_text().startswith("Subject: ")]
    return {f"seminars/{one.stem}" for one in found}


def test_looking_changes_nothing_with_every_link_of_every_letter(client):
    every_letter()
    assert set(Message.objects.values_list("template", flat=True)) == kinds_there_are()
    words = {word for one in Message.objects.all() for word in one.words.split()}
    links = {word for word in words if word.startswith(settings.PORTAL_URL)}
    links |= {newsletter.unsubscribe_link(one) for one in Registration.objects.all()}
    # And what a curious program finds beside them.
    own = {link for link in links if "/registration/" in link}
    links |= {f"{link}{verb}/" for link in own for verb in ("change", "choices", "cancel", "offer")}
    links |= {f"{link}{last}" for link in own for last in ("erase/", "calendar.ics")}
    before = everything()

    for link in sorted(links):
        path = link.removeprefix(settings.PORTAL_URL) or "/"
        for look in (client.get, client.head):
            assert look(path).status_code in (200, 302), path

    assert everything() == before


def test_everything_sees_a_change():
    person = registered(SeminarFactory())
    before = everything()

    services.give_back(registration=person)

    changed = {label for label, rows in everything().items() if rows != before.get(label)}
    assert {"seminars.Registration", "seminars.RegistrationEvent", "outbox.Message"} <= changed
