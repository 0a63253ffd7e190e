"""A case study is written by one person, reviewed by another, published by a manager."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.impact.models import Reading
from projects.stories import attention_items, services
from projects.stories.enums import StoryState
from tests.factories.accounts import UserFactory
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory
from tests.factories.stories import lesson_of, published, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def partnership():
    PartnershipFactory()


@pytest.fixture
def by():
    return UserFactory(name="Wanda Writer")


@pytest.fixture
def story(by):
    return story_of(ProjectFactory(), by)


def page_of(client, story):
    return client.get(reverse("public_stories:story", args=[story.slug]))


def test_case_study_is_public_after_review_and_publication_alone(client, story, by):
    other, seen = UserFactory(), []
    for step in (services.send, services.review, services.publish, services.withdraw):
        seen.append(page_of(client, story).status_code)
        step(by=other, story=story)

    assert seen == [404, 404, 404, 200]
    assert page_of(client, story).status_code == 404
    story.refresh_from_db()
    assert (story.state, story.reviewed_by, story.published_on) == (StoryState.DRAFT, None, None)


def test_review_is_for_someone_who_has_written_none_of_it(story, by):
    editor, other = UserFactory(), UserFactory()
    words = {name: getattr(story, name) for name in ("title", "summary", "challenge", "solution")}
    services.edit(by=editor, story=story, **{**words, "summary": "Better"})
    services.send(by=by, story=story)

    for author in (by, editor):
        with pytest.raises(Refusal, match="Ask someone else"):
            services.review(by=author, story=story)
    assert services.review(by=other, story=story).reviewed_by == other


def test_draft_cannot_be_published_and_what_was_reviewed_cannot_be_edited(story, by):
    with pytest.raises(NotNow):
        services.publish(by=by, story=story)
    services.send(by=by, story=story)
    services.review(by=UserFactory(), story=story)

    with pytest.raises(NotNow, match="only edit a draft"):
        services.edit(by=by, story=story, title="Another")


def test_send_back_says_why_and_needs_another_review(story, by):
    other = UserFactory()
    services.send(by=by, story=story)
    services.review(by=other, story=story)

    back = services.send_back(by=other, story=story, note="Say how you know")

    assert (back.state, back.reviewed_by) == (StoryState.DRAFT, None)
    assert [one.note for one in story.events.all() if one.note] == ["Say how you know"]
    with pytest.raises(DatabaseError), transaction.atomic():
        story.events.all().delete()


def test_page_leads_to_project_and_public_figures_and_names_no_person(client, by):
    project = ProjectFactory(title="Marker-project")
    MilestoneFactory(project=project)
    story = published(
        story_of(project, by, figures=["milestones-met", "residents-helped", "gone"]), by
    )

    html = page_of(client, story).content.decode()

    assert reverse("projects:detail", args=[project.slug]) in html
    assert reverse("impact:figure", args=["milestones-met"]) in html
    # Nothing is published of it yet.
    assert not Reading.objects.exists()
    assert reverse("impact:figure", args=["residents-helped"]) not in html
    assert by.name not in html


def test_page_shows_words_as_words(client, by):
    story = published(story_of(ProjectFactory(), by, impact="<b>x</b>\n\nNext"), by)

    html = page_of(client, story).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<br><br>Next" in html


def test_story_of_a_hidden_project_is_not_public(client, by):
    story = published(story_of(ProjectFactory(published=False), by), by)

    assert page_of(client, story).status_code == 404


def test_released_lesson_is_public_and_edited_only_after_withdrawal(client, by):
    lesson = lesson_of(ProjectFactory(), by, released=False)
    url = reverse("public_stories:lesson", args=[lesson.reference])
    before = client.get(url).status_code
    services.release_lesson(lesson=lesson)

    assert (before, client.get(url).status_code) == (404, 200)
    with pytest.raises(NotNow, match="Withdraw it"):
        services.edit_lesson(by=by, lesson=lesson, title="Other")
    services.withdraw_lesson(lesson=lesson)
    services.edit_lesson(by=by, lesson=lesson, title="Other", happened="x", advice="y")
    assert client.get(url).status_code == 404


def test_write_refuses_a_second_one_with_the_title(story, by):
    with pytest.raises(Refusal, match="already has one"):
        story_of(story.project, by)


def test_published_story_is_on_the_impact_page_and_in_the_sitemap(client, by):
    story = published(story_of(ProjectFactory(), by, title="Marker-story"), by)

    assert "Marker-story" in client.get(reverse("impact:overview")).content.decode()
    assert page_of(client, story).wsgi_request.path in client.get("/sitemap.xml").content.decode()


def test_review_and_publication_wait_for_those_who_may_and_not_for_the_writer(story, by):
    reader = UserFactory(is_superuser=True)
    today = timezone.localdate()
    titles = lambda person: [  # noqa: E731  asked several times
        one.title for one in attention_items.case_studies(person, today)
    ]
    before = titles(reader)
    services.send(by=by, story=story)
    sent = titles(reader), titles(by)
    services.review(by=reader, story=story)

    assert (before, sent) == ([], ([f"Review case study: {story}"], []))
    assert titles(reader) == [f"Publish case study: {story}"]
