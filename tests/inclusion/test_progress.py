"""Progress: begun by a button, kept by a link or a code, forgotten when nobody uses it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox.models import Channel, Message
from diz_portal.privacy import kinds, nightly
from diz_portal.privacy.kinds import Wanted
from inclusion.cases.services import redaction
from inclusion.learning.services import assessments, frameworks, progress
from inclusion.learning.services.teaching import learner_of
from inclusion.models import Assessment, Learner
from tests.factories.inclusion import PersonFactory
from tests.factories.learning import a_lesson, a_path, answer_all, asked
from tests.factories.partners import contributor_of, manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture(autouse=True)
def _no_limits(settings):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False


@pytest.fixture
def path():
    return a_path()


@pytest.fixture
def lesson(path):
    return a_lesson(path)


def keys(learner) -> set[int]:
    return set(learner.lessons_done.values_list("lesson", flat=True))


# The button ---


def test_a_lesson_done_begins_progress_and_leads_on(client, path, lesson):
    after = a_lesson(path)

    response = client.post(lesson.get_absolute_url())

    assert response.url == after.get_absolute_url()
    assert keys(Learner.objects.get()) == {lesson.pk}
    assert "1 of 2 lessons done" in client.get("/learn/").content.decode()


def test_a_lesson_with_questions_leads_to_them(client, lesson):
    asked(lesson)

    assert client.post(lesson.get_absolute_url()).url.endswith("/questions/?version=1")


def test_a_lesson_done_twice_is_kept_once(client, lesson):
    for _ in range(2):
        client.post(lesson.get_absolute_url())

    assert Learner.objects.get().lessons_done.count() == 1


def test_the_last_lesson_leads_to_the_praise(client, path, lesson):
    response = client.post(lesson.get_absolute_url(), follow=True)

    assert response.request["PATH_INFO"] == path.get_absolute_url()
    assert "you have finished all the lessons" in response.content.decode()


def test_a_manager_who_tries_a_draft_leaves_no_trace(client):
    lesson = a_lesson(a_path(is_published=False))
    client.force_login(manager())

    assert client.post(lesson.get_absolute_url()).status_code == 302
    assert not Learner.objects.exists()


def test_an_account_finds_its_progress_on_another_device(lesson):
    somebody = contributor_of()
    for number in range(2):
        client = Client()
        client.force_login(somebody)
        if number == 0:
            client.post(lesson.get_absolute_url())
        assert "All lessons done." in client.get("/learn/").content.decode()
    assert Learner.objects.get().account == somebody


def test_one_address_begins_only_so_often(client, lesson, settings, monkeypatch):
    settings.PUBLIC_FORM_LIMITS = True
    monkeypatch.setattr("inclusion.learning.views.learners.MANY", 1)

    client.post(lesson.get_absolute_url())
    response = Client().post(lesson.get_absolute_url(), follow=True)

    assert "You have tried too many times" in response.content.decode()
    assert Learner.objects.count() == 1


# The link and the code ---


def test_the_link_carries_on_on_another_phone(client, path, lesson):
    client.post(lesson.get_absolute_url())
    after = a_lesson(path)
    learner = Learner.objects.get()
    other = Client()

    page = other.get(reverse("inclusion:learn_own", args=[learner.token]))
    assert "1 of 2" in page.content.decode()
    assert "sessionid" not in other.cookies

    response = other.post(page.request["PATH_INFO"], {"path": path.slug})
    assert response.url == after.get_absolute_url()
    other.post(after.get_absolute_url())
    assert keys(learner) == {lesson.pk, after.pk}


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t.split(".")[0], lambda t: t + "x"])
def test_a_link_that_is_not_ours_opens_nothing(client, change):
    token = change(progress.begin().token)

    assert client.get(reverse("inclusion:learn_own", args=[token])).status_code == 404


@pytest.mark.parametrize("how", [str, str.upper, lambda c: f" {c[:3]}-{c[3:]} "])
def test_a_code_is_known_however_it_is_typed(client, how):
    learner = progress.begin()

    response = client.post(reverse("inclusion:learn_find"), {"code": how(learner.code)})

    assert response.url == reverse("inclusion:learn_own", args=[learner.token])


@pytest.mark.parametrize("code", ["nothing", "!!!", "bcdfghjkmn", ""])
def test_a_wrong_code_is_said_and_opens_nothing(client, code):
    progress.begin()

    response = client.post(reverse("inclusion:learn_find"), {"code": code})

    assert response.status_code == 422


def test_everybody_in_a_library_finds_their_progress(client):
    for _ in range(30):
        learner = progress.begin()
        client.post(reverse("inclusion:learn_find"), {"code": "bcdfghjkmn"})

        response = client.post(reverse("inclusion:learn_find"), {"code": learner.code})

        assert response.status_code == 302


def test_codes_are_not_guessed(client):
    learner = progress.begin()
    for _ in range(60):
        client.post(reverse("inclusion:learn_find"), {"code": "bcdfghjkmn"})

    response = client.post(reverse("inclusion:learn_find"), {"code": learner.code})

    assert response.status_code == 422
    assert "You have tried too many times" in response.content.decode()


def test_a_computer_forgets_who_has_finished_at_it(client, lesson):
    client.post(lesson.get_absolute_url())

    client.post(reverse("inclusion:learn_leave"))

    assert client.get(reverse("inclusion:learn_keep")).url == reverse("inclusion:learn_find")
    assert Learner.objects.exists()


# Sending it ---


FORMS = {
    "email": {"email": "ada@mail.example"},
    "text": {"phone": "07700 900123"},
    "letter": {"reader": "Ada Example", "postal_address": "1 High Street\nHarlow"},
    "phone": {"phone": "01632 960123", "reader": "Ada"},
}


@pytest.fixture
def begun(client, lesson):
    client.post(lesson.get_absolute_url())
    return Learner.objects.get()


@pytest.mark.parametrize("channel", FORMS)
def test_the_link_or_code_is_sent_as_they_wish(client, begun, channel, settings):
    settings.NOTIFY_API_KEY = settings.NOTIFY_TEXT_TEMPLATE_ID = "x"

    response = client.post(reverse("inclusion:learn_send", args=[channel]), FORMS[channel])

    assert response.status_code == 302
    message = Message.objects.get(template="inclusion/learning_link")
    assert message.channel == channel
    by_link = channel in ("email", "text")
    assert (begun.link if by_link else begun.code_in_groups) in message.words
    assert message.secret
    assert message.body == ""
    begun.refresh_from_db()
    assert begun.email == ("ada@mail.example" if channel == "email" else "")


@pytest.mark.parametrize(
    ("channel", "given"),
    [
        ("email", {"email": "nobody"}),
        ("email", {"email": ""}),
        ("text", {"phone": "01632 960123"}),
        ("text", {"phone": ""}),
        ("letter", {"reader": "Ada", "postal_address": " "}),
        ("phone", {"phone": "12", "reader": "Ada"}),
        ("email", {"email": "a@b.example\nBcc: c@d.example"}),
        ("email", {"email": "ada@mail.example\x00"}),
    ],
)
def test_a_form_that_cannot_be_sent_says_why(client, begun, channel, given):
    response = client.post(reverse("inclusion:learn_send", args=[channel]), given)

    assert response.status_code == 422
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("channel", "promised"),
    [
        ("letter", "We will delete your name and address 30 days after we post it."),
        ("phone", "We will delete your name and number 30 days after we call."),
        ("text", "We will delete your number 30 days after we send it."),
    ],
)
def test_what_is_kept_to_send_it_is_deleted_with_the_message(
    client, begun, settings, channel, promised
):
    """As the night does it, and not as soon as it is posted: that can be undone."""
    settings.NOTIFY_API_KEY = settings.NOTIFY_TEXT_TEMPLATE_ID = "x"
    url = reverse("inclusion:learn_send", args=[channel])
    assert promised in client.get(url).text
    client.post(url, FORMS[channel])
    ended = timezone.now() - timedelta(days=29)
    Message.objects.update(state="sent", sent_at=ended)

    outbox.empty_old()
    assert Message.objects.exclude(to="", postal_address="").exists()
    Message.objects.update(sent_at=ended - timedelta(days=2))
    outbox.empty_old()
    assert not Message.objects.exclude(to="", postal_address="", reader="").exists()


def test_a_lost_link_is_sent_again_and_the_answer_tells_nothing(client, begun):
    progress.send_link(learner=begun, channel=Channel.EMAIL, to="Ada@Mail.example")
    Message.objects.all().delete()
    url = reverse("inclusion:learn_send_again")

    pages = [
        client.post(url, {"email": email}, follow=True).content.decode()
        for email in ("ada@mail.example", "somebody@else.example")
    ]

    def without_token(page):
        return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]

    assert without_token(pages[0]) == without_token(pages[1])
    assert [one.to for one in Message.objects.all()] == ["ada@mail.example"]


# Forgetting ---


def test_one_button_erases_progress_and_the_link_with_it(client, begun):
    progress.send_link(learner=begun, channel=Channel.EMAIL, to="ada@mail.example")
    url = reverse("inclusion:learn_erase", args=[begun.token])

    assert client.get(url).status_code == 200
    assert Learner.objects.exists()
    client.post(url)

    assert not Learner.objects.exists()
    assert not Message.objects.exclude(to="").exists()
    assert client.get(reverse("inclusion:learn_own", args=[begun.token])).status_code == 404


def test_progress_that_nobody_uses_is_forgotten_after_13_months(lesson):
    used, unused = progress.begin(), progress.begin()
    progress.mark_done(learner=unused, lesson=lesson)
    long_ago = timezone.now() - progress.KEPT - timedelta(days=1)
    Learner.objects.filter(pk=unused.pk).update(used_at=long_ago)

    nightly.run_retention()

    assert list(Learner.objects.all()) == [used]


def test_what_somebody_said_alone_goes_with_their_progress_and_a_cases_stays(team, caseworker):
    frameworks.install()
    alone = progress.begin()
    answer_all(assessments.begin_own(learner=alone))
    helped = learner_of(PersonFactory(kept_by=team.organisation))
    kept = answer_all(assessments.begin_own(learner=helped))

    for learner in (alone, helped):
        progress.forget(learner=learner)

    assert list(Assessment.objects.values_list("pk", "learner")) == [(kept.pk, None)]


def test_a_person_who_is_forgotten_leaves_no_progress(team, caseworker):
    person = PersonFactory(kept_by=team.organisation)
    learner_of(person)

    redaction.forget(person=person, by=caseworker)

    assert not Learner.objects.exists()


@pytest.mark.parametrize("text", ["ada@mail.example", "partner@diz.example"])
def test_progress_is_found_by_the_address_given_or_the_accounts(text):
    given = progress.begin()
    progress.send_link(learner=given, channel=Channel.EMAIL, to="ada@mail.example")
    of_account = progress.begin(account=contributor_of(email="partner@diz.example"))
    progress.begin()

    (found,) = kinds.kind("learner").find(Wanted.of(text))

    assert found == (given if text.startswith("ada") else of_account)
