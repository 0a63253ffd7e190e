"""Feedback: asked once of those who were there, given once, and found out by nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from seminars import services
from seminars.models import AttendanceEvent, FeedbackAnswer, Registration
from seminars.selectors import feedback_summary
from seminars.services import feedback as service
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


def over(days=1, **values):
    values = {"state": "held", "capacity_in_person": 100, **values}
    return SeminarFactory(starts_at=timezone.now() - timedelta(days=days, hours=2), **values)


def came(registration, who="person", kind="attended"):
    AttendanceEvent.objects.create(registration=registration, who=who, kind=kind)
    registration.refresh_from_db()
    return registration


def give(registration, **answers):
    values = {"useful": 4, "keep": "", "change": "", "access": "", "again": "", **answers}
    services.give_feedback(registration=registration, **values)


def feedback_of(registration) -> str:
    return reverse("seminars:feedback", args=[registration.token])


# Giving it ---


def test_answer_is_kept_without_a_word_of_who_gave_it(client):
    (ann,) = begun(over(), 1)
    came(ann)

    sent = client.post(feedback_of(ann), {"useful": "5", "keep": "The tea", "again": "yes"})

    assert sent.status_code == 302
    answer = FeedbackAnswer.objects.get()
    assert (answer.useful, answer.keep, answer.again, answer.may_contact) == (
        5,
        "The tea",
        "yes",
        None,
    )
    names = {field.name for field in FeedbackAnswer._meta.get_fields()}
    assert names == {
        "id",
        "seminar",
        "useful",
        "again",
        "keep",
        "change",
        "access",
        "may_contact",
    }, "an answer has no time and nothing else that would lead to who gave it"
    ann.refresh_from_db()
    assert ann.feedback_given == 1


def test_answers_stand_in_no_order_of_arrival():
    people = begun(over(), 12)
    for number, one in enumerate(people):
        give(one, keep=f"{number:02}")

    told = [one.keep for one in FeedbackAnswer.objects.all()]

    assert sorted(told) == [f"{number:02}" for number in range(12)]
    assert told != sorted(told), "twelve keys drawn by lot do not come in order"
    assert [str(one.pk) for one in FeedbackAnswer.objects.all()] == sorted(
        str(one.pk) for one in FeedbackAnswer.objects.all()
    )


def test_answer_names_its_registration_only_where_the_person_ticked_it(client):
    (ann,) = begun(over(), 1)

    client.post(feedback_of(ann), {"useful": "2", "change": "Louder", "may_contact": "on"})

    assert FeedbackAnswer.objects.get().may_contact == ann


def test_answer_counts_once(client):
    (ann,) = begun(over(), 1)
    client.post(feedback_of(ann), {"useful": "5"})

    again = client.post(feedback_of(ann), {"useful": "1"})

    assert again.status_code == 422
    assert "You have already given feedback" in again.content.decode()
    assert FeedbackAnswer.objects.get().useful == 5
    assert "Thank you for your feedback" in client.get(feedback_of(ann)).content.decode()


def test_guest_who_was_there_may_answer_too(client):
    (ann,) = begun(over(), 1, seats=2, guest_name="Robin")
    came(ann)
    came(ann, who="guest")
    give(ann)
    ann.refresh_from_db()

    assert services.may_answer(ann) == 1
    give(ann)
    ann.refresh_from_db()
    assert services.may_answer(ann) == 0


@pytest.mark.parametrize(
    ("days", "values"),
    [
        (61, {}),
        (-3, {"state": "published"}),
        (1, {"state": "cancelled"}),
    ],
    ids=["long ago", "to come", "cancelled"],
)
def test_answer_is_refused_when_it_is_not_the_time(client, days, values):
    (ann,) = begun(over(days, **values), 1)

    assert client.get(feedback_of(ann)).status_code == 200
    refused = client.post(feedback_of(ann), {"useful": "3"})

    assert refused.status_code == 422
    assert not FeedbackAnswer.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_answer_is_refused_to_who_had_no_place(client, state):
    (ann,) = begun(over(), 1, state=state)

    assert client.post(feedback_of(ann), {"useful": "3"}).status_code == 422


def test_answer_is_refused_to_who_did_not_come(client):
    (ann,) = begun(over(), 1)
    came(ann, kind="no_show")

    assert client.post(feedback_of(ann), {"useful": "3"}).status_code == 422
    assert "Give feedback" not in client.get(ann.get_absolute_url()).content.decode()


def test_answer_without_a_mark_is_said_beside_the_question(client):
    (ann,) = begun(over(), 1)

    refused = client.post(feedback_of(ann), {"keep": "Tea", "useful": "9"})

    assert refused.status_code == 422
    assert not FeedbackAnswer.objects.exists()
    ann.refresh_from_db()
    assert ann.feedback_given == 0


def test_looking_at_the_form_changes_nothing(client):
    (ann,) = begun(over(), 1)

    for method in (client.get, client.head):
        assert method(feedback_of(ann)).status_code == 200

    ann.refresh_from_db()
    assert ann.feedback_given == 0


def test_database_counts_no_more_answers_than_people():
    (ann,) = begun(over(), 1)

    with pytest.raises(IntegrityError, match="feedback_once_each"), transaction.atomic():
        Registration.objects.filter(pk=ann.pk).update(feedback_given=2)


def test_staff_write_down_what_somebody_says_without_their_name(client):
    seminar = over()
    (ann,) = begun(seminar, 1)
    client.force_login(manager())
    address = reverse("seminars_workspace:feedback_for", args=[seminar.slug, ann.reference])
    home = reverse("seminars_workspace:registration", args=[seminar.slug, ann.reference])
    assert address in client.get(home).content.decode()

    assert client.post(address, {"useful": "4", "keep": "The tea"}).status_code == 302

    answer = FeedbackAnswer.objects.get()
    assert (answer.keep, answer.may_contact) == ("The tea", None)
    assert client.post(address, {"useful": "1"}).status_code == 422
    assert address not in client.get(home).content.decode()


# Asking for it ---


def test_asking_is_for_those_who_were_there_and_happens_once(letters):
    seminar = over(2)
    ann, ben, cal = begun(seminar, 3)
    came(ann)
    came(ben, kind="no_show")

    services.sweep_feedback()
    services.sweep_feedback()

    assert letters(ann.email) == ["feedback"]
    assert letters(ben.email) == letters(cal.email) == []


def test_asking_waits_for_somebody_to_write_down_who_came(letters):
    (ann,) = begun(over(2), 1)

    services.sweep_feedback()
    assert letters(ann.email) == []

    came(ann)
    services.sweep_feedback()
    assert letters(ann.email) == ["feedback"]


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        ("2026-10-24 21:00 +0000", []),  # the same evening
        ("2026-10-25 09:59 +0000", []),
        # Ten o'clock in London, after the night in which the clocks went back.
        ("2026-10-25 10:00 +0000", ["feedback"]),
        ("2026-11-08 09:00 +0000", ["feedback"]),
        ("2026-11-08 10:01 +0000", []),
    ],
)
def test_asking_begins_at_ten_on_the_day_after_and_ends_after_two_weeks(letters, now, asked):
    with time_machine.travel("2026-10-24 19:00 +0000", tick=False):
        seminar = over(0)
        (ann,) = begun(seminar, 1)
        came(ann)
    assert seminar.ends_at.isoformat() == "2026-10-24T19:00:00+00:00"

    with time_machine.travel(now, tick=False):
        services.sweep_feedback()

    assert letters(ann.email) == asked


def test_asking_leaves_out_who_has_answered_already(letters):
    (ann,) = begun(over(2), 1)
    came(ann)
    give(ann)

    services.sweep_feedback()

    assert letters(ann.email) == []


# Reading it ---


def summary_after(seminar, *marks, **first):
    people = begun(seminar, len(marks))
    for number, (one, mark) in enumerate(zip(people, marks, strict=True)):
        give(one, useful=mark, **(first if number == 0 else {}))
    return feedback_summary.of(seminar)


def test_summary_counts_marks_from_five_answers_on():
    few = summary_after(over(), 1, 5, 5, 5, keep="The tea")
    enough = summary_after(over(), 1, 5, 5, 4, 5)

    assert (few.number, few.marks, few.again, few.title, few.chart) == (4, [], [], "", "")
    assert few.words == [("What people liked", ["The tea"])]
    assert enough.marks == [
        ("5, very useful", 3),
        ("4", 1),
        ("3", 0),
        ("2", 0),
        ("1, not useful", 1),
    ]
    assert enough.title == "4 of 5 found it useful (4 or 5)"
    assert enough.chart.startswith("<svg")


def test_summary_never_puts_words_beside_a_mark(client):
    seminar = over()
    summary_after(seminar, 1, 5, 5, 5, 5, keep="Zebra", change="Apple", access="I use a wheelchair")
    client.force_login(manager())

    lines = (
        b"".join(client.get(reverse("seminars_workspace:feedback_csv", args=[seminar.slug])))
        .decode("utf-8-sig")
        .splitlines()
    )

    assert lines[0] == "question,answer,count"
    assert "Answers,,5" in lines
    for line in lines:
        assert sum(word in line for word in ("Zebra", "Apple", "wheelchair")) <= 1
        if "Zebra" in line:
            assert line == "What people liked,Zebra,"


def test_summary_names_who_may_be_contacted_with_their_words_but_not_their_mark(client):
    seminar = over()
    summary_after(seminar, 1, 5, 5, 5, 5)
    (ann,) = begun(seminar, 1)
    give(ann, useful=2, change="Speak louder", may_contact=True)

    told = feedback_summary.of(seminar)

    assert [(one.name, one.words) for one in told.named] == [
        (ann.name, [("What people would change", "Speak louder")])
    ]
    assert told.words == []
    assert not hasattr(told.named[0], "useful")


def test_page_of_feedback_says_why_nothing_is_shown(client):
    seminar = over()
    client.force_login(manager())
    address = reverse("seminars_workspace:feedback", args=[seminar.slug])

    assert "No feedback yet" in client.get(address).content.decode()
    summary_after(seminar, 3, keep="<script>alert(1)</script>")
    page = client.get(address).content.decode()
    assert "when 5 people have answered" in page
    assert "&lt;script&gt;alert(1)" in page


# Forgetting it ---


def test_erasing_a_person_takes_their_name_and_words_from_their_answer():
    ann, ben = begun(over(), 2)
    give(ann, useful=2, change="Speak louder", may_contact=True)
    give(ben, useful=3, change="More tea")

    services.erase(registration=ann)

    told = {(one.useful, one.change, one.may_contact) for one in FeedbackAnswer.objects.all()}
    assert told == {(2, "", None), (3, "More tea", None)}


def test_words_are_forgotten_after_a_year_and_the_marks_stay():
    (old,) = begun(over(), 1)
    (new,) = begun(over(), 1)
    give(old, useful=1, keep="Old words")
    give(new, useful=5, keep="New words")
    old.seminar.starts_at -= timedelta(days=400)
    old.seminar.ends_at -= timedelta(days=400)
    old.seminar.save()

    assert service.forget_words(days=365, dry_run=True) == 1
    assert service.forget_words(days=365) == 1

    told = {(one.useful, one.keep) for one in FeedbackAnswer.objects.all()}
    assert told == {(1, ""), (5, "New words")}
