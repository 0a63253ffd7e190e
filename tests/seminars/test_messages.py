"""An organiser writes to people of a seminar: looked at first, sent once, kept."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.outbox.models import Message
from diz_portal.references import new_reference
from seminars import services
from seminars.models import AttendanceEvent, Mode, Registration, SeminarMessage
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


def send(seminar, **values):
    usual = {
        "by": None,
        "reference": new_reference(),
        "subject": "Bring a pen",
        "text": "Hello {name}, bring a pen.",
        "groups": ["confirmed"],
        "places": [],
    }
    return services.send_message(seminar=seminar, **{**usual, **values})


def written():
    found = Message.objects.filter(template="seminars/message").order_by("pk")
    return list(found.values_list("to", flat=True))


@pytest.fixture
def people():
    """A hybrid seminar with somebody of each kind, and somebody without an address."""
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_in_person=2, capacity_online=1)
    here = registered(seminar, place="in_person", name="Here", email="here@test.example")
    registered(seminar, place="in_person", email="")
    registered(seminar, place="online", name="Online", email="online@test.example")
    registered(seminar, place="online", name="Waits", email="waits@test.example")
    gone = registered(seminar, place="in_person", email="gone@test.example")
    services.give_back(registration=gone)
    here.seminar = seminar
    return seminar


@pytest.mark.parametrize(
    ("groups", "places", "expected"),
    [
        (["confirmed"], [], ["here", "online"]),
        (["confirmed"], ["online"], ["online"]),
        (["waiting"], [], ["waits"]),
        (["confirmed", "waiting"], ["online"], ["online", "waits"]),
    ],
)
def test_message_goes_to_whom_was_chosen(people, groups, places, expected):
    made = send(people, groups=groups, places=places)

    assert written() == [f"{name}@test.example" for name in expected]
    assert made.recipients == len(expected)


def test_message_after_the_seminar_goes_to_whoever_was_there_or_did_not_come(client, organiser):
    seminar = SeminarFactory()
    for name in ("there", "away", "unknown"):
        registered(seminar, email=f"{name}@test.example")
    page = url("message_new", seminar.slug)
    assert "People who attended" not in client.get(page).content.decode()
    seminar.starts_at = timezone.now() - timedelta(hours=3)
    seminar.ends_at = timezone.now() - timedelta(hours=1)
    seminar.save()
    for name, kind in (("there", "attended"), ("away", "no_show")):
        AttendanceEvent.objects.create(
            registration=Registration.objects.get(email=f"{name}@test.example"),
            who="person",
            kind=kind,
        )

    assert "People who attended" in client.get(page).content.decode()
    send(seminar, groups=["attended"])
    send(seminar, groups=["no_show"])

    assert written() == ["there@test.example", "away@test.example"]


def test_message_is_filled_in_for_each_and_kept_as_it_was_typed(people):
    by = manager()

    text = "Hello {name}. {where}. {my place}\n\nWe keep a place for {name}."
    made = send(people, by=by, text=text)

    told = Message.objects.filter(template="seminars/message")
    texts = {one.to: one.words for one in told}
    assert "Hello. Harlow Playhouse" in texts["here@test.example"]
    assert "We keep a place for “Here”." in texts["here@test.example"]
    assert "Hello. online." in texts["online@test.example"]
    here = Registration.objects.get(email="here@test.example")
    assert here.link in texts["here@test.example"]
    assert here.link not in texts["online@test.example"]
    assert (made.text, made.sent_by, made.unreached, made.to_whom) == (
        text,
        by,
        1,
        "People who have a place",
    )


def test_message_sent_twice_writes_to_nobody_twice(people):
    reference = new_reference()

    first = send(people, reference=reference)
    registered(people, place="in_person", email="late@test.example")
    second = send(people, reference=reference, subject="Another")

    assert (second, second.subject) == (first, "Bring a pen")
    assert written() == ["here@test.example", "online@test.example"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"groups": []}, "Select who"),
        ({"groups": ["cancelled"]}, "Select who"),
        ({"places": ["the moon"]}, "Select who"),
        ({"groups": ["offered"]}, "No messages were sent"),
        ({"subject": "Pen\nBcc: all@x.example"}, "one line"),
        ({"text": "Hello {nmae}"}, "not a placeholder"),
        ({"text": "x" * 5001}, "up to 5000"),
    ],
)
def test_message_that_will_not_do_is_refused_and_nobody_is_written_to(people, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        send(people, **values)

    assert written() == []
    assert not SeminarMessage.objects.exists()


def test_erased_person_takes_the_message_along(people):
    send(people)

    services.erase(registration=Registration.objects.get(email="here@test.example"))

    assert written() == ["online@test.example"]


def test_database_keeps_messages_as_they_were_sent(people):
    made = send(people)

    with pytest.raises(InternalError), transaction.atomic():
        SeminarMessage.objects.update(subject="Another")
    for values in ({"subject": ""}, {"recipients": 0}, {"reference": "x"}):
        kept = {"subject": "S", "text": "T", "recipients": 1, "reference": new_reference()}
        with pytest.raises(IntegrityError), transaction.atomic():
            SeminarMessage.objects.create(seminar=made.seminar, to_whom="-", **{**kept, **values})


# The pages ---


@pytest.fixture
def organiser(client):
    person = manager(name="Morgan")
    client.force_login(person)
    return person


def url(name, *args):
    return reverse(f"seminars_workspace:{name}", args=args)


ANSWERS = {
    "groups": ["confirmed"],
    "places": ["in_person", "online"],
    "subject": "Bring a pen, {name}",
    "text": "Hello {name},\n\nbring a pen to {where}.",
}


def hidden(response):
    text = response.content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    values = {}
    for name, value in found:
        if name != "csrfmiddlewaretoken":
            values.setdefault(name, []).append(value)
    return values


def test_organiser_writes_looks_and_sends_once(client, organiser, people):
    assert "No messages yet" in client.get(url("messages", people.slug)).content.decode()
    page = url("message_new", people.slug)
    answers = {**ANSWERS, "reference": hidden(client.get(page))["reference"]}

    look = client.post(page, answers)
    text = look.content.decode()
    assert look.status_code == 200
    assert text.count("<strong>Bring a pen</strong>") == 2
    assert "Send to 2 people" in text
    assert "1 with no contact details" in text
    assert "Email: 2" in text
    assert written() == []
    for one in Registration.objects.all():
        assert one.token not in text

    again = client.post(page, {**hidden(look), **ANSWERS, "step": "change"})
    assert again.status_code == 200
    assert "bring a pen to" in again.content.decode()
    sent = [client.post(page, {**answers, "step": "send"}) for _ in range(2)]

    made = SeminarMessage.objects.get()
    assert made.sent_by == organiser
    assert {one.url for one in sent} == {url("message", people.slug, made.reference)}
    assert len(written()) == 2
    shown = client.get(sent[0].url).content.decode()
    assert "Morgan" in shown
    assert "Message sent to 2 people" in shown
    assert "Bring a pen" in client.get(url("messages", people.slug)).content.decode()


@pytest.mark.usefixtures("organiser")
@pytest.mark.parametrize("step", ["preview", "send"])
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"groups": []}, "Select who should get this message"),
        ({"places": []}, "Select in person, online or both"),
        ({"groups": ["offered"]}, "none of these people has contact details"),
        ({"subject": ""}, "Enter a subject"),
        ({"subject": "Pen\r\nBcc: all@x.example"}, "Enter the subject on one line"),
        ({"subject": "S" * 151}, "up to 150"),
        ({"text": ""}, "Enter the text"),
        ({"text": "Hello {nmae}"}, "“{nmae}” is not a placeholder"),
        ({"text": "Hello {name"}, "missing “}”"),
        ({"text": "a\x00b"}, "Remove the null character"),
        ({"reference": "x"}, "Open this page again"),
    ],
)
def test_what_will_not_do_is_said_before_anything_is_sent(client, people, step, answers, sentence):
    response = client.post(
        url("message_new", people.slug),
        {**ANSWERS, "reference": new_reference(), "step": step, **answers},
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert written() == []


@pytest.mark.usefixtures("organiser")
def test_words_of_people_and_organisers_are_only_words_on_the_page(client):
    seminar = SeminarFactory()
    registered(seminar, name="<script>alert(1)</script>")

    answers = {**ANSWERS, "text": "<b>Hello</b> {name}", "reference": new_reference()}
    text = client.post(url("message_new", seminar.slug), answers).content.decode()

    assert "<script>alert" not in text
    assert "<b>Hello" not in text
