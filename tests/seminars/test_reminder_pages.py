"""The page of a seminar's reminders, and the form with its preview."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from seminars import services
from seminars.models import Mode, Registration, ReminderStep
from tests.days import as_of_now, from_now
from tests.editing import edit
from tests.factories.accounts import UserFactory
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, registered
from tests.reminding import sweep_reminders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture(autouse=True)
def organiser(client):
    client.force_login(manager())


def url(name, *args):
    return reverse(f"seminars_workspace:{name}", args=args)


def shown(client, seminar):
    return client.get(url("reminders", seminar.slug))


def table(response):
    return {
        str(row.step): {state.value: people for state, people in row.counts if people}
        for row in response.context["standing"].rows
    }


def test_page_counts_what_became_of_every_reminder_and_says_why(client):
    seminar = SeminarFactory(starts_at=timezone.now() + timedelta(days=10))
    people = [registered(seminar) for _ in range(4)]
    registered(seminar, email="")
    services.give_back(registration=people[0])
    seminar.registrations.filter(pk=people[1].pk).update(email="a\nb@test.example")
    sweep_reminders(now=seminar.starts_at - timedelta(days=6))

    response = shown(client, seminar)

    assert table(response) == {
        "7 days before": {"sent": 2, "skipped": 2, "failed": 1},
        "1 day before": {"planned": 3, "skipped": 2},
        "2 hours before": {"planned": 3, "skipped": 2},
    }
    standing = response.context["standing"]
    assert {(one.reason, one.reminders) for one in standing.reasons} == {
        ("place cancelled", 3),
        ("no contact details", 3),
        ("the address does not work", 1),
    }
    assert (standing.next_due, standing.next_people) == (seminar.starts_at - timedelta(days=1), 3)
    assert people[1].name in response.content.decode()


def test_failed_ones_are_tried_again_by_a_button(client):
    seminar = SeminarFactory(starts_at=timezone.now() + timedelta(days=6, hours=20))
    person = registered(seminar)
    person.reminders.filter(due_at__lte=timezone.now()).update(
        state="failed", reason="the address does not work"
    )
    page = url("reminders_again", seminar.slug)

    assert client.get(page).status_code == 200
    assert "Retry failed reminders" in shown(client, seminar).content.decode()
    assert client.post(page).url == url("reminders", seminar.slug)
    assert table(shown(client, seminar))["7 days before"] == {"sent": 1}
    refused = client.post(page)
    assert refused.status_code == 422
    assert "There are no failed reminders" in refused.content.decode()


def test_counts_are_of_the_time_the_seminar_has_now(client):
    seminar = SeminarFactory(starts_at=timezone.now() + timedelta(days=10))
    registered(seminar)
    sweep_reminders(now=seminar.starts_at - timedelta(days=6))
    new = timezone.now() + timedelta(days=40)
    services.move(by=None, seminar=seminar, starts_at=new, ends_at=new + timedelta(hours=1))

    response = shown(client, seminar)

    assert table(response)["7 days before"] == {"planned": 1}
    assert "1 was sent before the date or venue changed" in response.content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "cancelled"}, "was cancelled"),
        ({"starts_at": from_now(hours=-1)}, "has started"),
        ({}, "No reminders are waiting"),
    ],
)
def test_page_says_how_it_stands_when_nothing_is_planned(client, values, words):
    text = shown(client, SeminarFactory(**as_of_now(values))).content.decode()

    assert words in text
    assert ("Add a reminder" in text) == (not values)


def test_seminar_without_reminders_says_so(client):
    assert "No reminders" in shown(client, SeminarFactory(reminders=False)).content.decode()


ANSWERS = {"before": "3", "unit": "days", "subject": "Soon: {title}", "text": "Hello {name}"}


def test_organiser_adds_previews_changes_and_removes(client):
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_online=3, access="Step-free.")
    person = registered(seminar, place="in_person", name="Ann <b>Unusual</b>", by=UserFactory())
    add = url("reminder_add", seminar.slug)

    look = client.post(add, {**ANSWERS, "text": "{how soon}. {getting in}", "preview": "Preview"})
    text = look.content.decode()
    assert look.status_code == 200
    assert "In 3 days. Step-free." in text
    assert "In person, to Ann &lt;b&gt;Unusual" in text
    assert "Online, to an invented person" in text
    assert person.token not in text
    assert ReminderStep.objects.filter(seminar=seminar).count() == 3

    assert client.post(add, ANSWERS).url == url("reminders", seminar.slug)
    step = ReminderStep.objects.get(seminar=seminar, before=3)
    page = url("reminder", seminar.slug, step.reference)
    assert "Hello Ann &lt;b&gt;Unusual" in client.get(page).content.decode()
    edit(client, page, {**ANSWERS, "before": "4"})
    step.refresh_from_db()
    assert step.before == 4
    client.post(url("reminder_out", seminar.slug, step.reference))
    assert client.get(page).status_code == 404
    assert table(shown(client, seminar))["4 days before"] == {"skipped": 1}
    assert not Message.objects.filter(template="seminars/reminder").exists()


def test_reminder_of_another_seminar_is_not_found(client):
    seminar, other = SeminarFactory.create_batch(2)

    for name in ("reminder", "reminder_out"):
        address = url(name, seminar.slug, other.reminder_steps.first().reference)
        assert client.post(address, ANSWERS).status_code == 404


@pytest.mark.parametrize("button", [{}, {"preview": "Preview"}])
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"before": ""}, "Enter a number"),
        ({"before": "two"}, "Enter a whole number"),
        ({"before": "0"}, "from 1 to 90"),
        ({"before": "9" * 30}, "from 1 to 90"),
        ({"unit": "weeks"}, "Select an answer from the list"),
        ({"subject": "A\nB"}, "Enter the subject on one line"),
        ({"subject": ""}, "Enter a subject"),
        ({"text": "Hello {nmae}"}, "“{nmae}” is not a placeholder"),
        ({"text": "Hello {name"}, "missing “}”"),
        ({"text": "x" * 3001}, "Enter 3,000 characters or fewer"),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(client, answers, sentence, button):
    seminar = SeminarFactory()

    response = client.post(url("reminder_add", seminar.slug), {**ANSWERS, **answers, **button})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert ReminderStep.objects.filter(seminar=seminar).count() == 3


def test_what_the_plan_refuses_is_said_on_the_form(client):
    seminar = SeminarFactory()

    response = client.post(url("reminder_add", seminar.slug), {**ANSWERS, "before": "1"})

    assert response.status_code == 422
    assert "There is already a reminder at that time" in response.content.decode()


def test_person_s_page_shows_their_reminders_in_words(client):
    person = registered(SeminarFactory())

    page = url("registration", person.seminar.slug, person.reference)

    assert "7 days before" in client.get(page).content.decode()
    assert Registration.objects.get().reminders.count() == 3
