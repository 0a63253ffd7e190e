"""Versions of a lesson: written by one, published by another, and kept for who is in the middle."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from diz_portal.privacy.mentions import places
from inclusion.learning import in_print, quiz_text
from inclusion.learning.content import PATHS
from inclusion.learning.forms.writing import VersionForm
from inclusion.learning.selectors.learning import course
from inclusion.learning.services import library, versions
from inclusion.models import (
    VERSION_MOVES,
    Learner,
    Lesson,
    LessonVersion,
    VersionState,
)
from tests.factories.learning import ModuleFactory, a_lesson, a_path, asked
from tests.factories.partners import caseworker_of, lead_of, manager
from tests.pdf.reading import read
from tests.words import says

pytestmark = pytest.mark.django_db
QUIZ = "? Why?\n+ Because | Quite so.\n- Never | Not so."


@pytest.fixture
def author():
    return manager()


@pytest.fixture
def reviewer(author):
    return manager()


@pytest.fixture
def lesson():
    lesson = a_lesson(a_path(), title="Turn it on", words="The old text.")
    asked(lesson, "What is it for?")
    return lesson


def written(lesson, by, **values) -> LessonVersion:
    given = {"title": "Turn it on", "words": "The new text.", "questions": QUIZ}
    return versions.write(lesson=lesson, by=by, **(given | values))


def sent(lesson, by, **values) -> LessonVersion:
    return versions.send(version=written(lesson, by, **values), by=by)


# Moving ---


def test_every_state_says_where_it_leads():
    assert set(VERSION_MOVES) == set(VersionState)


def test_what_is_written_is_read_once_another_has_published_it(lesson, author, reviewer):
    version = sent(lesson, author)
    lesson.refresh_from_db()
    assert lesson.words == "The old text."

    versions.publish(version=version, by=reviewer)

    lesson.refresh_from_db()
    assert lesson.words == "The new text."
    assert [question.words for question in lesson.questions.all()] == ["Why?"]
    version.refresh_from_db()
    assert (version.state, version.reviewed_by) == ("published", reviewer)


def test_nobody_publishes_what_they_wrote(lesson, author):
    version = sent(lesson, author)

    with pytest.raises(versions.OwnVersion):
        versions.publish(version=version, by=author)

    lesson.refresh_from_db()
    assert lesson.words == "The old text."
    version.refresh_from_db()
    assert version.state == "review"


def test_a_draft_is_not_published_and_a_published_version_stays(lesson, author, reviewer):
    version = written(lesson, author)
    for act in (versions.publish, versions.send_back):
        with pytest.raises(versions.Moved):
            act(version=version, by=reviewer)
    versions.send(version=version, by=author)
    versions.publish(version=version, by=reviewer)

    for act in (versions.publish, versions.send_back, versions.discard):
        with pytest.raises(versions.Moved):
            act(version=version, by=reviewer)


def test_only_its_author_sends_it_and_only_one_writes_at_a_time(lesson, author, reviewer):
    version = written(lesson, author)

    with pytest.raises(versions.SomeoneElseWrites):
        versions.send(version=version, by=reviewer)
    with pytest.raises(versions.SomeoneElseWrites):
        written(lesson, reviewer)
    assert written(lesson, author, words="Changed.").pk == version.pk
    versions.send(version=version, by=author)
    with pytest.raises(versions.InReview):
        written(lesson, author)
    assert lesson.versions.open().count() == 1


def test_sent_back_says_what_to_change_until_it_is_sent_again(lesson, author, reviewer):
    version = sent(lesson, author)

    versions.send_back(version=version, by=reviewer, note="Shorter, please.")
    version.refresh_from_db()
    assert (version.state, version.note) == ("draft", "Shorter, please.")

    versions.send(version=version, by=author)
    version.refresh_from_db()
    assert version.note == ""


def test_a_draft_of_somebody_who_left_is_discarded_by_another(lesson, author, reviewer):
    versions.discard(version=written(lesson, author), by=reviewer)

    assert not lesson.versions.open().exists()
    assert written(lesson, reviewer).written_by == reviewer


def test_who_is_no_manager_writes_nothing(lesson, author):
    version = written(lesson, author)
    other = lead_of()

    with pytest.raises(PermissionDenied):
        written(lesson, other)
    for act in (versions.send, versions.publish, versions.send_back, versions.discard):
        with pytest.raises(PermissionDenied):
            act(version=version, by=other)


def test_a_caseworker_reviews_and_does_not_write(lesson, author):
    teaches = caseworker_of()
    with pytest.raises(PermissionDenied):
        written(lesson, teaches)
    draft = written(lesson, author)
    for act in (versions.send, versions.discard):
        with pytest.raises(PermissionDenied):
            act(version=draft, by=teaches)

    versions.publish(version=versions.send(version=draft, by=author), by=teaches)

    lesson.refresh_from_db()
    assert lesson.words == "The new text."


# Keeping ---


def test_what_was_read_before_versions_were_kept_is_the_first(lesson, author):
    written(lesson, author)

    new, old = lesson.versions.order_by("-number")
    assert (old.number, old.words, old.state, old.written_by) == (
        1,
        "The old text.",
        "published",
        None,
    )
    assert quiz_text.read(old.questions)[0].words == "What is it for?"
    assert new.number == 2


def test_a_learner_in_the_middle_is_asked_about_what_they_have_read(
    client, lesson, author, reviewer
):
    page = client.get(lesson.get_absolute_url()).content.decode()
    assert 'name="version" value="1"' in page
    versions.publish(version=sent(lesson, author), by=reviewer)

    response = client.post(lesson.get_absolute_url(), {"version": "1"})
    assert response.url == f"{lesson.get_absolute_url()}questions/?version=1"
    questions = client.get(response.url).content.decode()
    assert says(questions, "What is it for?")
    assert 'name="version" value="1"' in questions
    answer = client.get(f"{response.url}&answered=1&q1=1").content.decode()
    assert says(answer, "Exactly.")

    # Somebody who begins now reads and is asked the new one.
    assert says(client.get(lesson.get_absolute_url()).content.decode(), "The new text.")
    response = client.post(lesson.get_absolute_url(), {"version": "2"})
    assert response.url == f"{lesson.get_absolute_url()}questions/?version=2"
    assert says(client.get(response.url).content.decode(), "Why?")
    assert Learner.objects.get().lessons_done.get().lesson == lesson


def test_a_quiz_that_stays_open_is_answered_as_it_was_asked(client, lesson, author, reviewer):
    """The page of questions stands in a tab while another version is published."""
    client.post(lesson.get_absolute_url(), {"version": "1"})
    tab = client.get(f"{lesson.get_absolute_url()}questions/?version=1").content.decode()
    (number,) = re.findall(r'name="version" value="([0-9]+)"', tab)
    versions.publish(version=sent(lesson, author), by=reviewer)

    url = f"{lesson.get_absolute_url()}questions/?answered=1&version={number}&q1=2"
    answer = client.get(url).content.decode()

    assert says(answer, "What is it for?")
    assert says(answer, "It is for this.")
    assert not says(answer, "Why?")
    # And so is what is tried again.
    assert f'name="version" value="{number}"' in answer


def test_a_lesson_that_moves_while_it_is_read_takes_its_readers_along(client, lesson):
    before = lesson.get_absolute_url()
    lesson.module = ModuleFactory()
    lesson.save(update_fields=["module"])
    after = lesson.get_absolute_url()

    done = client.post(before, {"version": "1"})
    answered = client.get(f"{before}questions/?answered=1&version=1&q1=2")

    assert done.url == f"{after}questions/?version=1"
    assert answered.url == f"{after}questions/?answered=1&version=1&q1=2"
    assert Learner.objects.get().lessons_done.get().lesson == lesson


@pytest.mark.parametrize("given", ["", "0", "2", "3", "99", "x", "-1", "²"])
def test_what_is_no_earlier_version_is_asked_as_it_is_now(client, lesson, author, reviewer, given):
    versions.publish(version=sent(lesson, author), by=reviewer)
    written(lesson, author, words="Being written.", questions="")

    page = client.get(f"{lesson.get_absolute_url()}questions/?version={given}").content.decode()

    assert says(page, "Why?")


def test_a_name_goes_even_from_a_version_that_stays(lesson, author, reviewer):
    version = versions.publish(version=sent(lesson, author, words="Ask Ann."), by=reviewer)
    rows = LessonVersion.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(words="Other.")

    with places.as_for_erasure(LessonVersion):
        rows.update(words="Ask [name removed].")

    assert rows.get().words == "Ask [name removed]."


def test_loading_our_own_text_keeps_what_managers_wrote():
    library.install([PATHS[0]])
    lesson = Lesson.objects.get(slug="turn-it-on")
    ours = lesson.words
    Lesson.objects.filter(pk=lesson.pk).update(words="A manager’s text.")

    first = library.install([PATHS[0]], replace=True)
    second = library.install([PATHS[0]], replace=True)

    assert (first.replaced, first.left) == (1, len(PATHS[0].lessons) - 1)
    assert (second.replaced, second.left) == (0, len(PATHS[0].lessons))
    assert LessonVersion.objects.count() == 2
    lesson.refresh_from_db()
    assert lesson.words == ours
    assert [one.words for one in lesson.versions.order_by("number")] == ["A manager’s text.", ours]


# A video ---

FILM = {"video": "https://www.films.example/1", "transcript": "A voice says: “Hold it **down**.”"}


def test_a_video_is_a_link_with_what_it_says_and_loads_nothing_here(
    client, lesson, author, reviewer
):
    versions.publish(version=sent(lesson, author, **FILM), by=reviewer)

    response = client.get(lesson.get_absolute_url())

    page = response.content.decode()
    link = '<a class="govuk-link" href="https://www.films.example/1" rel="noreferrer">'
    assert f"{link}Watch the video on films.example</a>" in page
    assert "Hold it <strong>down</strong>." in page
    assert page.count("films.example/1") == 1
    for loading in ("<iframe", "<video", "<embed", "<object"):
        assert loading not in page
    assert "films.example" not in response.headers["Content-Security-Policy"]


def test_its_words_are_printed_and_another_film_is_another_print_out(
    client, lesson, author, reviewer
):
    with_film = sent(lesson, author, **FILM)
    before = in_print.version(course(author, lesson.module.path.slug))
    versions.publish(version=with_film, by=reviewer)

    found = course(author, lesson.module.path.slug)

    assert in_print.version(found) != before
    pdf = client.get(reverse("inclusion:learn_print", args=[lesson.module.path.slug]))
    words = read(pdf.content).flat
    assert "Whatthevideosays" in words
    assert "Holditdown" in words
    assert "films.example" not in words


def test_a_version_keeps_its_video_and_ours_takes_it_away(lesson, author, reviewer):
    versions.publish(version=sent(lesson, author, **FILM), by=reviewer)
    lesson.refresh_from_db()

    kept = lesson.versions.get(number=2)
    assert (kept.video, kept.transcript) == (FILM["video"], FILM["transcript"])
    versions.put_ours(
        lesson, questions=[], title="T", words="W", minutes=5, picture="", video="", transcript=""
    )
    lesson.refresh_from_db()
    assert (lesson.video, lesson.transcript) == ("", "")
    assert lesson.versions.get(number=2).video == FILM["video"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"transcript": ""}, "transcript", "Enter what the video says"),
        ({"transcript": " \n"}, "transcript", "Enter what the video says"),
        ({"video": ""}, "video", "Enter the address of the video, or remove what it says"),
        ({"video": "http://films.example/1"}, "video", "starts with https://"),
        ({"video": "javascript:alert(1)"}, "video", "starts with https://"),
        ({"video": "ftp://films.example/1"}, "video", "starts with https://"),
        ({"video": "https://" + "a" * 200}, "video", "200"),
    ],
)
def test_no_video_without_what_it_says_and_none_by_another_way(lesson, changed, field, said):
    data = {"title": "T", "words": "W", "minutes": "5"} | FILM | changed

    form = VersionForm(data, lesson=lesson, begun=None, asked="", cancel="")

    assert not form.is_valid()
    assert said in str(form.errors[field])


@pytest.mark.parametrize(
    ("typed_", "stored", "website"),
    [
        ("films.example/1", "https://films.example/1", "films.example"),
        ("HTTPS://Films.Example/1", "https://Films.Example/1", "films.example"),
        ("https://www.films.example/1", "https://www.films.example/1", "films.example"),
    ],
)
def test_an_address_is_stored_in_one_way_and_shown_as_whose_it_is(
    lesson, author, typed_, stored, website
):
    data = {"title": "T", "words": "W", "minutes": "5"} | FILM | {"video": typed_}
    form = VersionForm(data, lesson=lesson, begun=None, asked="", cancel="")
    assert form.is_valid(), form.errors

    version = versions.write(lesson=lesson, by=author, **form.cleaned_data)

    assert (version.video, version.video_at) == (stored, website)


def test_the_website_shown_is_the_one_that_is_opened():
    deceives = LessonVersion(video="https://bbc.co.uk@films.example/1")

    assert deceives.video_at == "films.example"


# Typing questions ---


def test_questions_are_read_as_they_are_written():
    asked_ = quiz_text.read(QUIZ)

    assert asked_ == [
        quiz_text.Question(
            "Why?",
            [
                quiz_text.Answer("Because", "Quite so.", is_right=True),
                quiz_text.Answer("Never", "Not so.", is_right=False),
            ],
        )
    ]
    assert quiz_text.written(asked_) == QUIZ
    assert quiz_text.read("\n \n") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Why?", "Line 1: start it with ?"),
        ("+ Yes | So", "Line 1: start it with ?"),
        ("? Why?\n+ Yes", "Line 2: enter an answer, a bar (|) and the feedback"),
        ("? Why?\n+ Yes |", "Line 2: enter an answer"),
        ("?", "Line 1: enter a question"),
        ("? Why?\n+ Yes | So", "enter at least 2 answers"),
        ("? Why?\n- Yes | So\n- No | So", "mark one answer as correct"),
        ("? Why?\n+ Yes | So\n+ No | So", "mark one answer as correct"),
        ("? " + "a" * 201, "enter 200 characters or fewer"),
        ("? Why?\n+ " + "a" * 151 + " | So", "enter 150 characters or fewer"),
    ],
)
def test_questions_that_cannot_be_read_are_refused_with_their_line(typed, said):
    with pytest.raises(quiz_text.Unreadable) as refused:
        quiz_text.read(typed)

    assert said in str(refused.value)


# Pages ---


def page_of(name: str, lesson, *more) -> str:
    return reverse(f"inclusion_workspace:{name}", args=[lesson.slug, *more])


def typed(**values) -> dict:
    given = {"title": "Turn it on", "words": "Press it.", "picture": "", "minutes": 5}
    return given | {"questions": QUIZ} | values


def test_one_writes_and_another_reviews_on_the_pages(client, lesson, author, reviewer):
    client.force_login(author)
    shown = client.get(page_of("lesson_write", lesson)).content.decode()
    assert "The old text." in shown
    assert "? What is it for?" in shown
    response = client.post(page_of("lesson_write", lesson), typed(), follow=True)
    draft = response.content.decode()
    assert says(draft, "Draft saved")
    assert says(draft, "Reading age")
    assert not says(draft, "Publish version")
    here = page_of("lesson_version", lesson, 2)
    assert says(client.post(here, {"act": "review"}, follow=True).content.decode(), "sent for")

    client.force_login(reviewer)
    assert says(client.get("/workspace/").content.decode(), "Review lesson: Turn it on")
    response = client.post(page_of("lesson_send_back", lesson, 2), {"note": "Say which button."})
    assert response.url == here
    client.force_login(author)
    assert says(client.get("/workspace/").content.decode(), "Change lesson: Turn it on")
    assert says(client.get(here).content.decode(), "Sent back: Say which button.")
    client.post(here, {"act": "review"})

    client.force_login(reviewer)
    done = client.post(here, published(client.get(here)), follow=True).content.decode()
    assert says(done, "Version published")
    lesson.refresh_from_db()
    assert lesson.words == "Press it."
    listed = client.get(page_of("lesson_versions", lesson)).content.decode()
    assert says(listed, "Version 2")
    assert not says(client.get("/workspace/").content.decode(), "Review lesson")


def published(page) -> dict:
    """What the button sends."""
    (read_as,) = re.findall(r'name="read_as" value="([^"]+)"', page.content.decode())
    return {"act": "publish", "read_as": read_as}


def test_what_its_author_changed_after_it_was_read_is_not_published(
    client, lesson, author, reviewer
):
    version = sent(lesson, author)
    client.force_login(reviewer)
    button = published(client.get(version.get_absolute_url()))
    versions.send_back(version=version, by=author)
    sent(lesson, author, words="What nobody has read.")

    for given in (button, {"act": "publish"}):
        page = client.post(version.get_absolute_url(), given, follow=True).content.decode()
        assert says(page, "Its author has changed this version since you read it")
        lesson.refresh_from_db()
        assert lesson.words == "The old text."

    client.post(version.get_absolute_url(), published(client.get(version.get_absolute_url())))
    lesson.refresh_from_db()
    assert lesson.words == "What nobody has read."


def test_an_author_who_publishes_is_told_to_ask_another(client, lesson, author):
    version = sent(lesson, author)
    client.force_login(author)

    page = client.post(
        version.get_absolute_url(), {"act": "publish", "read_as": version.stamp}, follow=True
    )

    assert says(page.content.decode(), "Ask another programme manager or a caseworker")
    client.post(version.get_absolute_url(), {"act": "?"})
    version.refresh_from_db()
    assert version.state == "review"
    client.post(version.get_absolute_url(), {"act": "withdraw"})
    version.refresh_from_db()
    assert version.state == "draft"
    response = client.post(version.get_absolute_url(), {"act": "discard"})
    assert response.url == page_of("lesson_versions", lesson)
    assert not lesson.versions.open().exists()


def test_a_hard_text_is_said_to_be_hard_and_scripts_are_shown_as_typed(client, lesson, author):
    hard = "Notwithstanding considerable administrative complexity, applicants must authenticate. "
    version = written(lesson, author, words=hard * 9 + "<script>alert(1)</script>")
    client.force_login(author)

    page = client.get(version.get_absolute_url()).content.decode()

    assert says(page, "Aim for 9")
    assert "&lt;script&gt;" in page


def test_what_is_wrong_with_questions_is_said_beside_them(client, lesson, author):
    client.force_login(author)

    response = client.post(page_of("lesson_write", lesson), typed(questions="Why?"))

    assert response.status_code == 422
    assert says(response.content.decode(), "Line 1: start it with ?")
    assert not lesson.versions.exists()


def test_a_new_lesson_is_published_by_its_first_version(client, author, reviewer):
    module = ModuleFactory()
    client.force_login(author)
    client.post(
        reverse("admin:inclusion_lesson_add"),
        {"title": "New", "slug": "new", "module": module.pk, "position": 1, "is_published": "on"},
    )
    assert not Lesson.objects.exists()
    client.post(
        reverse("admin:inclusion_lesson_add"),
        {"title": "New", "slug": "new", "module": module.pk, "position": 1},
    )
    lesson = Lesson.objects.get()
    assert not lesson.is_published

    versions.publish(version=sent(lesson, author, title="New"), by=reviewer)

    lesson.refresh_from_db()
    assert lesson.is_published
    assert lesson.versions.get().number == 1
