"""The lessons that the portal comes with, as they are written; pictures and print-outs."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.urls import reverse

from inclusion.help.views.landline import ABOUT_IT
from inclusion.learning import in_print, lesson_text
from inclusion.learning.content import LANDLINE, PATHS, TAUGHT_BY
from inclusion.learning.drawing import scenes
from inclusion.learning.pictures import PICTURES
from inclusion.learning.selectors import learning, teaching
from inclusion.learning.services import frameworks, library, progress
from inclusion.models import Lesson
from tests.factories.learning import a_lesson, a_path, asked
from tests.pdf.reading import read
from tests.wording import reading_age
from tests.words import says

pytestmark = pytest.mark.django_db
LESSONS = [lesson for path in PATHS for lesson in path.lessons]
# Calls and texts, and the key of a keyboard.
NUMBERS = {"999", "101", "105", "111", "159", "7726", "123"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["pages"].clear()


def by_slug(one) -> str:
    return one.slug


@pytest.mark.parametrize("lesson", LESSONS, ids=by_slug)
def test_each_lesson_teaches_something_that_a_nine_year_old_can_read(lesson):
    age, words = reading_age.of(re.sub(r"[*#]", "", lesson.words).splitlines())

    assert age <= 9
    assert words >= 100
    assert re.search(r"## Try it\n\n(.+\n\n)?1\. ", lesson.words)
    assert lesson.picture in PICTURES
    assert "(picture" not in lesson_text.as_html(lesson.words)
    assert 1 <= len(lesson.questions) <= 3
    for answers in lesson.questions.values():
        assert sum(one.startswith("+") for one in answers) == 1
        for one in answers:
            assert len(one.split(" | ")[1]) > 20


@pytest.mark.parametrize("lesson", LESSONS, ids=by_slug)
def test_a_number_to_call_is_one_of_the_right_ones(lesson):
    assert set(re.findall(r"\*\*(\d{3,})\*\*", lesson.words)) <= NUMBERS


@pytest.mark.parametrize("path", PATHS, ids=by_slug)
def test_a_path_has_three_to_six_lessons(path):
    assert 3 <= len(path.lessons) <= 6


def test_the_page_about_landlines_leads_to_its_path(client, partnership):
    assert not says(client.get(reverse("inclusion:landline")).content.decode(), "step by step")

    library.install([LANDLINE])

    page = client.get(reverse("inclusion:landline")).content.decode()
    assert reverse("inclusion:learn_path", args=[ABOUT_IT]) in page
    assert Lesson.objects.count() == len(LANDLINE.lessons)


# Putting it into place ---


def test_loading_twice_adds_nothing_and_leaves_what_managers_wrote():
    library.install()
    lesson = Lesson.objects.get(slug="turn-it-on")
    Lesson.objects.filter(pk=lesson.pk).update(words="Ours.")

    again = library.install()

    assert (again.added, again.replaced, again.left) == (0, 0, len(LESSONS))
    lesson.refresh_from_db()
    assert lesson.words == "Ours."


def test_a_lesson_that_grows_or_moves_keeps_everybodys_progress():
    old = a_lesson(a_path(slug="first-steps-on-a-tablet"), slug="join-the-wifi", words="Short.")
    asked(old)
    learner = progress.begin()
    progress.mark_done(learner=learner, lesson=old)

    loaded = library.install(replace=True)

    assert (loaded.added, loaded.replaced) == (len(LESSONS) - 1, 1)
    grown = Lesson.objects.get(slug="join-the-wifi")
    assert grown.pk == old.pk
    assert "sticker" in grown.words
    assert grown.module.path.slug == "wifi-at-home-and-out"
    assert [question.words for question in grown.questions.all()] == list(
        next(one for one in LESSONS if one.slug == "join-the-wifi").questions
    )
    assert [done.lesson for done in learner.lessons_done.all()] == [grown]
    assert not old.module.path.modules.filter(lessons=None).exists()


def test_an_address_of_a_lesson_is_there_once():
    slugs = [lesson.slug for lesson in LESSONS]

    assert len(slugs) == len(set(slugs))


# What the skills check asks ---


def test_each_statement_leads_to_a_lesson_that_teaches_it():
    asked_ = {words for area in frameworks.STATEMENTS.values() for words in area}
    assert set(TAUGHT_BY) == asked_

    library.install()

    found = teaching.lessons_for(asked_)
    assert set(found) == asked_
    led = {words: lesson.slug for words, lesson in found.items()}
    assert led["Connect to wifi"] == "join-the-wifi"
    assert led["Fill in a form online and send it"] == "fill-in-a-form"
    assert led["Check my bank account or pay bills"] == "your-bank-online"
    assert (
        led["Use a public service, such as the surgery’s or the council’s"]
        == "what-you-can-do-online"
    )


def test_a_lesson_that_was_withdrawn_gives_way_to_the_next_one():
    library.install()
    Lesson.objects.filter(slug="join-the-wifi").update(is_published=False)

    found = teaching.lessons_for(["Connect to wifi", "Keep my device up to date", "Fly"])

    assert {one: lesson.slug for one, lesson in found.items()} == {
        "Connect to wifi": "wifi-away-from-home",
        "Keep my device up to date": "keep-it-up-to-date",
    }


# Pictures and print-outs ---


def test_each_picture_is_drawn_has_no_letters_and_is_used_once_at_the_top():
    for picture in PICTURES.values():
        drawn = picture.in_print["svg"]
        assert drawn.startswith("<svg"), picture.name
        assert "<text" not in drawn
        assert len(drawn) < 2500
        assert 20 < len(picture.alt) <= 100
        assert picture.alt.endswith((".", "?"))
    tops = [lesson.picture for lesson in LESSONS]
    assert len(tops) == len(set(tops))
    assert len(PICTURES) >= 60


def test_the_pictures_are_as_their_shapes_say(tmp_path):
    scenes.write(tmp_path)

    for name in scenes.SCENES:
        assert (tmp_path / f"{name}.svg").read_text() == PICTURES[name].in_print["svg"], name


def test_a_picture_inside_a_lesson_has_its_words(client):
    lesson = a_lesson(a_path(), words="One.\n\n(picture: charge-it)\n\nTwo.")

    page = client.get(lesson.get_absolute_url()).content.decode()

    assert f'alt="{PICTURES["charge-it"].alt}"' in page
    assert "<p><img" not in page


def test_a_lesson_shows_its_picture_with_words_and_another_shows_none(client):
    path = a_path()
    drawn, plain = a_lesson(path, picture="old-line"), a_lesson(path, picture="gone")

    assert (
        f'alt="{PICTURES["old-line"].alt}"' in client.get(drawn.get_absolute_url()).content.decode()
    )
    assert "app-drawn" not in client.get(plain.get_absolute_url()).content.decode()


def test_the_print_out_has_every_lesson_large_with_pictures_and_answers(client, partnership):
    library.install([LANDLINE])

    made = read(client.get(reverse("inclusion:learn_print", args=[LANDLINE.slug])).content)

    assert made.says_ua_1
    assert min(size for size, _ in made.sizes_by_heading() if size > 9) >= 18
    for number, lesson in enumerate(LANDLINE.lessons, 1):
        assert f"{number}. {lesson.title}".replace(" ", "") in made.flat
    assert "+" not in "".join(line for line in made.text.splitlines() if "Yes." in line)


def test_one_lesson_is_printed_alone(client, partnership):
    library.install([PATHS[0]])

    address = reverse("inclusion:learn_print_one", args=[PATHS[0].slug, "turn-it-on"])
    made = read(client.get(address).content)

    assert made.says_ua_1
    assert "Holdthebuttondown" in made.flat.replace("holdthebutton", "Holdthebutton")
    assert "Touchandtype" not in made.flat


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
    lesson = draft.modules.get().lessons.get()
    one = reverse("inclusion:learn_print_one", args=[draft.slug, lesson.slug])
    assert client.get(one).status_code == 404


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
        ("A\n\n(picture: charge-it)\n\nB", ["words", "picture", "words"]),
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
