"""The path about landlines as it is written, and what a picture and a print-out do for any path."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.urls import reverse

from inclusion.examples.landline_lessons import LANDLINE
from inclusion.examples.learning import write
from inclusion.help.views.landline import ABOUT_IT
from inclusion.learning import in_print
from inclusion.learning.pictures import PICTURES
from inclusion.learning.selectors import learning
from inclusion.models import Lesson
from tests.factories.learning import a_lesson, a_path, asked
from tests.pdf.reading import read
from tests.wording import reading_age
from tests.words import says

pytestmark = pytest.mark.django_db
LESSONS = [lesson for part in LANDLINE.parts for lesson in part.lessons]
NUMBERS = {"999", "101", "105", "159"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["pages"].clear()


def by_title(lesson) -> str:
    return lesson.slug


@pytest.mark.parametrize("lesson", LESSONS, ids=by_title)
def test_each_lesson_teaches_something_that_a_nine_year_old_can_read(lesson):
    age, words = reading_age.of(re.sub(r"[*#]", "", lesson.words).splitlines())

    assert age <= 9
    assert words >= 100
    assert re.search(r"## Try it\n\n(.+\n\n)?1\. ", lesson.words)
    assert lesson.picture in PICTURES
    assert 1 <= len(lesson.questions) <= 3
    for answers in lesson.questions.values():
        assert sum(one.startswith("+") for one in answers) == 1
        for one in answers:
            assert len(one.split(" | ")[1]) > 20


@pytest.mark.parametrize("lesson", LESSONS, ids=by_title)
def test_a_number_to_call_is_one_of_the_right_ones(lesson):
    assert set(re.findall(r"\*\*(\d{3,})\*\*", lesson.words)) <= NUMBERS


def test_it_has_three_to_six_lessons_at_the_address_that_the_page_leads_to(client, partnership):
    assert 3 <= len(LESSONS) <= 6
    assert not says(client.get(reverse("inclusion:landline")).content.decode(), "step by step")

    write(LANDLINE, 10)

    page = client.get(reverse("inclusion:landline")).content.decode()
    assert reverse("inclusion:learn_path", args=[ABOUT_IT]) in page
    assert Lesson.objects.count() == len(LESSONS)


def test_a_lesson_shows_its_picture_with_words_and_another_shows_none(client):
    path = a_path()
    drawn, plain = a_lesson(path, picture="old-line"), a_lesson(path, picture="gone")

    assert (
        f'alt="{PICTURES["old-line"].alt}"' in client.get(drawn.get_absolute_url()).content.decode()
    )
    assert "app-drawn" not in client.get(plain.get_absolute_url()).content.decode()


def test_the_print_out_has_every_lesson_large_with_pictures_and_answers(client, partnership):
    write(LANDLINE, 10)

    made = read(client.get(reverse("inclusion:learn_print", args=[LANDLINE.slug])).content)

    assert made.says_ua_1
    assert min(size for size, _ in made.sizes_by_heading() if size > 9) >= 18
    for number, lesson in enumerate(LESSONS, 1):
        assert f"{number}. {lesson.title}".replace(" ", "") in made.flat
    assert "+" not in "".join(line for line in made.text.splitlines() if "Yes." in line)


def test_a_print_out_is_pressed_anew_when_a_word_changes(client, partnership, monkeypatch):
    lesson = a_lesson(a_path())
    question = asked(lesson)
    pressed = []
    monkeypatch.setattr(in_print, "pressed", lambda course: pressed.append(1) or b"%PDF")
    address = reverse("inclusion:learn_print", args=[lesson.module.path.slug])

    client.get(address)
    client.get(address)
    assert len(pressed) == 1
    question.answers.update(feedback="Quite so.")
    client.get(address)

    assert len(pressed) == 2


def test_what_a_stranger_cannot_read_is_not_printed_for_them(client, partnership):
    draft = a_path(is_published=False)
    a_lesson(draft)
    empty = a_path()

    for path in (draft, empty):
        address = reverse("inclusion:learn_print", args=[path.slug])
        assert client.get(address).status_code == 404


def test_a_print_out_costs_the_same_for_three_lessons_as_for_one(django_assert_num_queries):
    path = a_path()
    for _ in range(3):
        asked(a_lesson(path))

    course = learning.course(AnonymousUser(), path.slug)
    with django_assert_num_queries(3):
        in_print.version(course)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("One\ntwo\n\nthree", ["words", "words"]),
        ("## Then\n\n- A\n- B\n\n1. C", ["heading", "points", "steps"]),
        ("# One", ["words"]),
        ("- A\n  - B", ["points"]),
    ],
)
def test_marks_mean_on_paper_what_they_mean_on_a_page(typed, kinds):
    assert [block["kind"] for block in in_print.blocks(typed)] == kinds


@pytest.mark.parametrize(
    "typed", ["*one* _two_ `three`", "2 ** 3 ** 4", "#panic(1) $x$ <b>", "# One"]
)
def test_what_is_no_mark_is_printed_as_it_was_typed(typed):
    (block,) = in_print.blocks(typed)

    assert "".join(span["text"] for span in block["items"][0]) == typed
