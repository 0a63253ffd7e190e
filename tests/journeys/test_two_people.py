"""Two people at one record, in two browsers: what the second one sees, and the way on."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from seminars import services
from seminars.models import Mode
from tests.editing import questions_in_the_admin
from tests.factories.learning import a_lesson, a_path
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db(transaction=True)

LONG = (
    "What people can do with fibre once it reaches their street, told by those who have it. " * 12
)


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_the_second_sees_both_and_chooses_answer_by_answer(open_page, axe, width, javascript):
    organiser = manager(name="Morgan")
    seminar = SeminarFactory(title="Fibre", description="As it was. " * 30, mode=Mode.HYBRID)
    address = reverse("seminars_workspace:edit", args=[seminar.slug])
    page = open_page(user=organiser, width=width, javascript=javascript)
    page.goto(address)
    theirs = {
        "title": "Fibre for all",
        "description": LONG,
        "speakers": "Ada\nBea",
        "access": "Lift",
    }
    services.edit(by=organiser, seminar=seminar, **theirs)

    page.get_by_label("Title").fill("Fibre in Harlow")
    page.get_by_label("Description").fill(LONG.upper())
    page.get_by_label("Speakers").fill("Cy <i>Example</i>")
    page.get_by_label("Short summary").fill("A plan")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Someone else changed this too")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Fibre in Harlow")
    # What only the other changed is there as they left it.
    expect(page.get_by_label("Access and support")).to_have_value("Lift")
    scrolls = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert scrolls <= 0
    if javascript:
        axe(page)
    for name, choice in (
        ("Title", "Keep yours"),
        ("Description", "Use theirs"),
        ("Speakers", "Use theirs"),
    ):
        page.get_by_role("group", name=name).get_by_label(choice).check()
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url(re.compile(f"{seminar.slug}/$"))
    seminar.refresh_from_db()
    assert (seminar.title, seminar.description.strip(), seminar.speakers, seminar.promise) == (
        "Fibre in Harlow",
        LONG.strip(),
        "Ada\nBea",
        "A plan",
    )


def test_the_admin_shows_both_line_by_line(open_page, axe, monkeypatch):
    questions_in_the_admin(monkeypatch)
    lesson = a_lesson(a_path())
    question = lesson.questions.create(words="Which?", position=1)
    page = open_page(user=manager(name="Morgan"))
    page.goto(reverse("admin:inclusion_lesson_change", args=[lesson.pk]))
    type(lesson).objects.filter(pk=lesson.pk).update(position=7, is_published=False)
    type(question).objects.filter(pk=question.pk).update(words="Which of these?")

    page.locator("#id_position").fill("3")
    page.locator("#id_questions-0-words").fill("Which one?")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", name="Someone else changed this too")).to_have_count(2)
    axe(page)
    page.get_by_role("group", name="Order").get_by_label("Keep yours").check()
    page.get_by_role("group", name="Question").get_by_label("Use theirs").check()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page).to_have_url(re.compile("/lesson/$"))
    lesson.refresh_from_db()
    question.refresh_from_db()
    assert (lesson.position, lesson.is_published, question.words) == (3, False, "Which of these?")
