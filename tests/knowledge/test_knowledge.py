"""What was learned: themes, the knowledge base and its search, recognition with a source."""

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.knowledge import selectors, services
from diz_portal.knowledge.models import Recognition, Theme, ThemeTag
from seminars.models import Audience, Material, MaterialKind
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.seminars import SeminarFactory
from tests.factories.stories import lesson_of, published, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def partnership():
    PartnershipFactory()


@pytest.fixture
def by():
    return UserFactory()


def page(client, name="knowledge:knowledge", *args, **query):
    answer = client.get(reverse(name, args=args), query)
    return answer.content.decode()


def material(seminar, title, **facts):
    return Material.objects.create(
        seminar=seminar,
        title=title,
        kind=MaterialKind.SLIDES,
        link="https://a.example/",
        **{"audience": Audience.PUBLIC, "published_at": timezone.now(), **facts},
    )


def test_search_finds_each_kind_by_words_of_its_text(client, by):
    project = ProjectFactory()
    published(story_of(project, by, title="One story", challenge="The marmalade line"), by)
    lesson_of(project, by, title="One lesson", advice="Ask about marmalade")
    material(SeminarFactory(), "Slides on marmalade")
    published(story_of(project, by, title="Another story"), by)

    html = page(client, q="marmal")

    assert all(one in html for one in ("One story", "One lesson", "Slides on marmalade"))
    assert "Another story" not in html


def test_knowledge_shows_only_what_is_public(client, by):
    hidden = ProjectFactory(published=False)
    published(story_of(hidden, by, title="Marker-hidden"), by)
    story_of(ProjectFactory(), by, title="Marker-draft")
    lesson_of(ProjectFactory(), by, released=False, title="Marker-lesson")
    material(SeminarFactory(), "Marker-registered", audience=Audience.REGISTERED)
    material(SeminarFactory(), "Marker-later", published_at=None)

    assert "Marker-" not in page(client)
    assert "Marker-" not in page(client, q="Marker")


def test_search_says_what_to_do_about_too_few_letters_and_about_nothing(client):
    answer = client.get(reverse("knowledge:knowledge"), {"q": "a"})

    assert answer.status_code == 422
    assert "Enter at least 2 letters or numbers" in answer.content.decode()
    assert "Nothing found" in page(client, q="zebra")
    assert "Nothing published yet" in page(client)


def test_search_escapes_what_was_typed(client):
    assert "<b>zz</b>" not in page(client, q="<b>zz</b>")


def test_theme_shows_what_has_it_from_every_app(client, by):
    project, seminar, place = ProjectFactory(), SeminarFactory(), HelpPlaceFactory(is_listed=True)
    story = published(story_of(project, by, title="Told"), by)
    for kind, key in (
        ("project", project.slug),
        ("seminar", seminar.slug),
        ("place", place.slug),
        ("case-study", story.reference),
    ):
        services.give_themes(kind=kind, key=key, themes=[Theme.HEALTH])

    html = page(client, "knowledge:theme", Theme.HEALTH.value)

    assert all(one in html for one in (project.title, seminar.title, place.name, "Told"))
    assert project.title not in page(client, "knowledge:theme", Theme.SKILLS.value)


def test_theme_of_what_is_hidden_shows_nothing_and_stays(client, by):
    project = ProjectFactory(published=False, title="Marker-hidden")
    services.give_themes(kind="project", key=project.slug, themes=[Theme.SKILLS])

    services.set_theme(theme=Theme.SKILLS, shown={"project": []}, given={})

    assert "Marker-hidden" not in page(client, "knowledge:theme", "skills")
    assert ThemeTag.objects.filter(key=project.slug).exists()


def test_theme_that_is_unknown_is_not_found(client):
    assert client.get(reverse("knowledge:theme", args=["nothing"])).status_code == 404


def test_manager_gives_a_theme_and_takes_it(client):
    project = ProjectFactory()
    client.force_login(manager())
    url = reverse("knowledge_workspace:theme", args=["skills"])

    client.post(url, {"project": [project.slug]})
    given = selectors.themes_of("project", project.slug)
    client.post(url, {})

    assert (given, selectors.themes_of("project", project.slug)) == ([Theme.SKILLS], [])


def test_recognition_has_a_source_that_anybody_may_check(client):
    client.force_login(manager())
    url = reverse("knowledge_workspace:add")
    facts = {"title": "Of the year", "given_by": "Somebody", "year": "2020"}

    without = client.post(url, {**facts, "source": ""})
    unsafe = client.post(url, {**facts, "source": "http://a.example/"})
    done = client.post(url, {**facts, "source": "https://a.example/of-the-year"})

    assert (without.status_code, unsafe.status_code, done.status_code) == (422, 422, 302)
    html = page(client, "knowledge:recognition")
    assert "https://a.example/of-the-year" in html
    assert ">2020<" in html


def test_recognition_is_added_once(by):
    facts = {"title": "Of the year", "given_by": "Somebody", "year": 2020, "source": "https://a.b/"}
    services.add_recognition(by=by, **facts)

    with pytest.raises(Refusal, match="has been added"):
        services.add_recognition(by=by, **{**facts, "title": "OF THE YEAR"})
    assert Recognition.objects.count() == 1
