"""Lessons that a caseworker gives somebody, with a link of their own."""

import pytest
from django.urls import reverse

from diz_portal.outbox.models import Message
from inclusion.cases.services import openings
from inclusion.learning.services import progress, sessions, teaching
from inclusion.models import Learner, Task
from tests.factories.inclusion import NeedFactory, a_case
from tests.factories.learning import a_lesson, a_path
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def path():
    path = a_path(title="See your GP online")
    a_lesson(path, slug="one")
    a_lesson(path, slug="two")
    return path


def a_need(team, **person):
    person = {f"person__{name}": value for name, value in person.items()}
    return NeedFactory(case=a_case(handled_by=team.organisation, **person), kind="skills")


@pytest.fixture
def need(team):
    return a_need(team, name="Ada Example", email="ada@mail.example", contact_by="email")


def test_lessons_are_given_with_a_link_of_their_own(need, path, caseworker):
    for _ in range(2):
        assert teaching.send_path(need=need, path=path, by=caseworker) == "email"

    learner = Learner.objects.get(person=need.case.person)
    (message,) = Message.objects.all()
    assert message.to == "ada@mail.example"
    assert learner.link in message.words
    assert message.secret
    assert not says(message.words + message.subject, "Ada")
    need.refresh_from_db()
    assert need.state == "approved"


@pytest.mark.parametrize("way", ["phone", "letter"])
def test_whoever_is_offline_gets_a_letter_or_a_call_from_their_caseworker(
    client, team, path, caseworker, way
):
    need = a_need(team, name="Ada", contact_by=way, address="1 High Street", phone="01632 960123")
    client.force_login(caseworker)
    openings.log_opening(case=need.case, by=caseworker)
    url = reverse("inclusion_workspace:need_path", args=[need.reference])

    page = client.post(url, {"path": path.pk}, follow=True).content.decode()

    assert Learner.objects.get().code_in_groups in page
    assert ("Dear Ada" in page) is (way == "letter")
    assert Task.objects.get().whose == caseworker
    assert not Message.objects.exists()


def test_the_words_stay_covered_until_the_case_is_opened(client, team, path, caseworker):
    need = a_need(team, contact_by="letter", address="1 High Street")
    teaching.send_path(need=need, path=path, by=caseworker)
    client.force_login(caseworker)

    url = reverse("inclusion_workspace:path_words", args=[need.reference, path.slug])
    assert client.get(url).url == need.case.get_absolute_url()
    page = client.get(need.case.get_absolute_url()).content.decode()
    assert Learner.objects.get().code_in_groups not in page


def test_both_see_how_far_it_has_got(client, need, path, caseworker):
    teaching.send_path(need=need, path=path, by=caseworker)
    learner = Learner.objects.get()
    progress.mark_done(learner=learner, lesson=path.modules.get().lessons.first())

    own = client.get(reverse("inclusion:learn_own", args=[learner.token])).content.decode()
    assert "Your caseworker can see it too" in own
    client.force_login(caseworker)
    openings.log_opening(case=need.case, by=caseworker)
    case = client.get(need.case.get_absolute_url()).content.decode()
    assert "See your GP online: 1 of 2 lessons done." in case


def test_lessons_are_for_open_needs_to_learn(team, path, caseworker):
    for values in ({"kind": "device"}, {"kind": "skills", "state": "declined"}):
        need = NeedFactory(case=a_case(handled_by=team.organisation), **values)
        with pytest.raises(sessions.NotASkillsNeed):
            teaching.send_path(need=need, path=path, by=caseworker)
    assert not Learner.objects.exists()


def test_a_draft_is_not_given(client, need, caseworker, path):
    draft = a_path(is_published=False)
    a_lesson(draft)
    client.force_login(caseworker)
    url = reverse("inclusion_workspace:need_path", args=[need.reference])

    assert client.post(url, {"path": draft.pk}).status_code == 422


def test_without_lessons_the_page_says_what_else(client, need, caseworker):
    client.force_login(caseworker)

    page = client.get(reverse("inclusion_workspace:need_path", args=[need.reference]))

    assert "No lessons published yet" in page.content.decode()


def test_whoever_asks_to_learn_is_pointed_to_the_lessons(client, team):
    from inclusion.help.services import help as asking

    person = {"name": "Ada", "contact_by": "phone", "phone": "01632 960123"}
    wants = asking.ask(person=person, wanted=["skills"])
    other = asking.ask(person=person | {"name": "Bo"}, wanted=["device"])

    assert asking.asked_to_learn(wants.reference)
    assert not asking.asked_to_learn(other.reference)
