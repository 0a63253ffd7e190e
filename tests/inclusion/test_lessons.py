"""Paths, lessons and questions: what is published, and how it reads."""

import pytest
from django.urls import reverse

from inclusion.learning import lesson_text
from inclusion.learning.selectors import learning
from inclusion.models import Learner, QuizAnswer, QuizQuestion
from tests.factories.learning import ModuleFactory, a_lesson, a_path, asked
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db


# The words of a lesson ---

POINTS = '<ul class="govuk-list govuk-list--bullet">'
STEPS = '<ol class="govuk-list govuk-list--number">'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        (
            "1. Look\n2. Press",
            '<ol class="govuk-list govuk-list--number"><li>Look</li><li>Press</li></ol>',
        ),
        ("- A\n- B", '<ul class="govuk-list govuk-list--bullet"><li>A</li><li>B</li></ul>'),
        ("## Then", '<h2 class="govuk-heading-m">Then</h2>'),
        ("Tap **Settings**.", "<p>Tap <strong>Settings</strong>.</p>"),
        ("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>"),
        ("<script>x</script> & co", "<p>&lt;script&gt;x&lt;/script&gt; &amp; co</p>"),
        ("**<b>**", "<p><strong>&lt;b&gt;</strong></p>"),
        ("One\n• A\n• B\ntwo", f"<p>One</p>{POINTS}<li>A</li><li>B</li></ul><p>two</p>"),
        ("1. Look\n\n2. Press", f"{STEPS}<li>Look</li><li>Press</li></ol>"),
        ("- A\n  - B", f"{POINTS}<li>A{POINTS}<li>B</li></ul></li></ul>"),
        ("# One\n### Three", "<p># One</p><p>### Three</p>"),
        ("*one* _two_ `three`\n> four\n---", "<p>*one* _two_ `three`<br>&gt; four<br>---</p>"),
        ("![x](https://a.example/x.png)", "<p>![x](https://a.example/x.png)</p>"),
        ("(picture: nothing-of-ours)", "<p>(picture: nothing-of-ours)</p>"),
        ("- (picture: charge-it)", f"{POINTS}<li>(picture: charge-it)</li></ul>"),
        ("[x](javascript:alert(1)) &copy;", "<p>[x](javascript:alert(1)) &amp;copy;</p>"),
        ("    four spaces\n\tand a tab", "<p>four spaces<br>and a tab</p>"),
    ],
)
def test_the_few_marks_become_a_page_and_nothing_else_does(typed, shown):
    assert lesson_text.as_html(typed) == shown


def test_an_address_becomes_a_link_and_a_script_does_not():
    page = lesson_text.as_html('See https://www.nhs.uk/app?a=1&b="2" or javascript:alert(1)')

    assert 'href="https://www.nhs.uk/app?a=1&amp;b=' in page
    assert page.count("<a ") == 1


def test_a_lesson_is_shown_with_its_marks_and_not_with_its_scripts(client):
    lesson = a_lesson(a_path(), words="1. Look\n2. <script>alert(1)</script>")

    page = client.get(lesson.get_absolute_url()).content.decode()

    assert '<ol class="govuk-list govuk-list--number"><li>Look</li>' in page
    assert "<li>&lt;script&gt;" in page


# Reading ---


def test_how_long_it_takes_is_said_as_people_say_it():
    said = {minutes: learning.in_time(minutes) for minutes in (3, 12, 29, 58, 92, 200)}

    assert said == {
        3: "a few minutes",
        12: "about 10 minutes",
        29: "about 30 minutes",
        58: "about an hour",
        92: "about an hour and a half",
        200: "about 3 hours",
    }


def test_paths_stand_in_their_order():
    for position in (30, 10, 20):
        a_lesson(a_path(title=str(position), position=position))

    assert [one.path.title for one in learning.offers()] == ["10", "20", "30"]


def test_drafts_are_counted_nowhere(client):
    path = a_path(title="See your GP online")
    a_lesson(path)
    a_lesson(path, is_published=False)
    a_path(title="Without a lesson")
    a_lesson(a_path(title="Being written", is_published=False))

    (offer,) = learning.offers()
    assert (offer.path, offer.lessons) == (path, 1)
    page = client.get(reverse("inclusion:learn")).content.decode()
    assert "See your GP online" in page
    assert "Without a lesson" not in page
    assert "Being written" not in page


def test_a_draft_is_shown_to_managers_before_it_is_published(client):
    lesson = a_lesson(a_path(is_published=False), is_published=False)

    assert client.get(lesson.get_absolute_url()).status_code == 404
    client.force_login(manager())
    response = client.get(lesson.get_absolute_url())
    assert response.status_code == 200
    assert "This is a draft" in response.content.decode()


def test_a_draft_inside_a_published_path_is_not_there(client):
    path = a_path()
    shown, hidden = a_lesson(path), a_lesson(path, is_published=False)

    assert client.get(shown.get_absolute_url()).status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.post(hidden.get_absolute_url()).status_code == 404


def test_a_lesson_that_moved_to_another_path_is_led_to_and_a_draft_is_not(client):
    lesson, other = a_lesson(a_path()), a_lesson(a_path())
    draft = a_lesson(a_path(), is_published=False)
    wrong, hidden = (
        reverse("inclusion:learn_lesson", args=[other.module.path.slug, one.slug])
        for one in (lesson, draft)
    )

    response = client.get(wrong)
    assert (response.status_code, response.url) == (301, lesson.get_absolute_url())
    assert client.get(hidden).status_code == 404
    assert client.post(hidden).status_code == 404
    assert not Learner.objects.exists()
    # Who had the page open before it moved is as far as anybody.
    assert client.post(wrong).url == lesson.module.path.get_absolute_url()
    assert Learner.objects.get().lessons_done.get().lesson == lesson


def test_lessons_stand_in_the_order_of_their_parts(client):
    path = a_path()
    later = ModuleFactory(path=path, position=20)
    first = ModuleFactory(path=path, position=10)
    from tests.factories.learning import LessonFactory

    last = LessonFactory(module=later, position=1)
    second = LessonFactory(module=first, position=9)
    start = LessonFactory(module=first, position=2)

    course = client.get(path.get_absolute_url()).context["course"]
    assert [step.lesson for step in course.steps] == [start, second, last]
    response = client.get(second.get_absolute_url())
    assert response.context["before"].lesson == start
    assert response.context["after"].lesson == last
    assert "Lesson 2 of 3" in response.content.decode()


def test_reading_sets_nothing_and_keeps_nothing(client):
    lesson = a_lesson(a_path())
    asked(lesson)

    for url in ("/learn/", lesson.module.path.get_absolute_url(), lesson.get_absolute_url()):
        client.get(url)
    client.get(lesson.get_absolute_url() + "questions/?answered=1&q1=2")

    assert not Learner.objects.exists()
    assert "sessionid" not in client.cookies


def test_an_empty_library_says_where_else_to_go(client):
    page = client.get(reverse("inclusion:learn")).content.decode()

    assert "There are no lessons yet" in page
    assert reverse("inclusion:near_you") in page


# Questions ---


@pytest.fixture
def lesson():
    lesson = a_lesson(a_path())
    asked(lesson)
    return lesson


def answers(client, lesson, query: str):
    return client.get(f"{lesson.get_absolute_url()}questions/?{query}")


def test_each_answer_is_met_with_its_own_words(client, lesson):
    right = answers(client, lesson, "answered=1&q1=1").content.decode()
    assert "Correct." in right
    assert "Exactly." in right

    wrong = answers(client, lesson, "answered=1&q1=2").content.decode()
    assert "Not quite." in wrong
    assert "It is for this." in wrong
    assert "Try again" in wrong


@pytest.mark.parametrize("given", ["", "&q1=", "&q1=0", "&q1=3", "&q1=x", "&q1=99999", "&q1=²"])
def test_what_is_no_answer_is_asked_again(client, lesson, given):
    response = answers(client, lesson, f"answered=1{given}")

    assert response.status_code == 200
    assert "Select an answer" in response.content.decode()


def test_a_question_without_a_right_answer_is_not_asked(client):
    lesson = a_lesson(a_path())
    question = QuizQuestion.objects.create(lesson=lesson, words="Half written?")
    QuizAnswer.objects.create(question=question, words="Perhaps", feedback="?")

    assert client.get(f"{lesson.get_absolute_url()}questions/").status_code == 404
    response = client.post(lesson.get_absolute_url())
    assert response.url == lesson.module.path.get_absolute_url()
