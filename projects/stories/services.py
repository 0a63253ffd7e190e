"""What can happen to a case study and to a lesson learned."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.slugs import free_slug
from projects.portfolio.models import Project
from projects.stories.enums import STORY_MOVES, StoryState, StoryStep
from projects.stories.models import CaseStudy, CaseStudyEvent, LessonLearned

RESERVED = ("add",)


class Written(Refusal):
    message = "You wrote or edited this case study. Ask someone else to review it"


@transaction.atomic
def write(*, by: Any, project: Project, **words: Any) -> CaseStudy:
    _lock(project)
    _free(CaseStudy, project, words["title"])
    slug = free_slug(CaseStudy, words["title"], otherwise="case-study", reserved=RESERVED)
    story = CaseStudy.objects.create(project=project, slug=slug, written_by=by, **words)
    _note(story, StoryStep.WRITTEN, by)
    return story


@transaction.atomic
def edit(*, by: Any, story: CaseStudy, **words: Any) -> CaseStudy:
    """Only a draft: what was reviewed is what is published."""
    story = _locked(story)
    if story.state != StoryState.DRAFT:
        raise NotNow("You can only edit a draft. Send it back or withdraw it first")
    _free(CaseStudy, story.project, words["title"], but=story)
    for name, value in words.items():
        setattr(story, name, value)
    story.written_by = by
    story.save()
    _note(story, StoryStep.EDITED, by)
    return story


def send(*, by: Any, story: CaseStudy) -> CaseStudy:
    return _move(story, StoryState.IN_REVIEW, StoryStep.SENT, by)


def send_back(*, by: Any, story: CaseStudy, note: str) -> CaseStudy:
    return _move(story, StoryState.DRAFT, StoryStep.SENT_BACK, by, note=note)


@transaction.atomic
def review(*, by: Any, story: CaseStudy) -> CaseStudy:
    """By somebody who has written none of it."""
    wrote = story.events.filter(by=by, step__in=[StoryStep.WRITTEN, StoryStep.EDITED])
    if wrote.exists():
        raise Written
    return _move(story, StoryState.REVIEWED, StoryStep.REVIEWED, by, reviewed_by=by)


def publish(*, by: Any, story: CaseStudy) -> CaseStudy:
    today = timezone.localdate()
    return _move(story, StoryState.PUBLISHED, StoryStep.PUBLISHED, by, published_on=today)


@transaction.atomic
def withdraw(*, by: Any, story: CaseStudy) -> CaseStudy:
    """The public reads it no more. It is a draft again, and needs another review."""
    if _locked(story).state != StoryState.PUBLISHED:
        raise NotNow("This case study is not published. Check its status, then try again")
    return _move(story, StoryState.DRAFT, StoryStep.WITHDRAWN, by, published_on=None)


@transaction.atomic
def _move(
    story: CaseStudy, to: StoryState, step: StoryStep, by: Any, *, note: str = "", **facts: Any
) -> CaseStudy:
    story = _locked(story)
    if to not in STORY_MOVES[StoryState(story.state)]:
        raise NotNow("Someone else has changed this case study. Check its status, then try again")
    story.state = to
    if to == StoryState.DRAFT:
        story.reviewed_by = None
    for name, value in facts.items():
        setattr(story, name, value)
    story.save()
    _note(story, step, by, note)
    return story


def _note(story: CaseStudy, step: StoryStep, by: Any, note: str = "") -> None:
    CaseStudyEvent.objects.create(story=story, step=step, by=by, note=note)


def _lock(project: Project) -> None:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _locked(story: CaseStudy) -> CaseStudy:
    rows = CaseStudy.objects.select_for_update(of=("self",)).select_related("project")
    return rows.get(pk=story.pk)


def _free(model: Any, project: Project, title: str, *, but: Any = None) -> None:
    same = model.objects.filter(project=project, title=title)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refusal("This project already has one with this title. Enter a different one")


# Lessons learned -----------------------------------------------------------------------------


@transaction.atomic
def add_lesson(*, by: Any, project: Project, **words: Any) -> LessonLearned:
    _lock(project)
    _free(LessonLearned, project, words["title"])
    return LessonLearned.objects.create(project=project, by=by, **words)


@transaction.atomic
def edit_lesson(*, by: Any, lesson: LessonLearned, **words: Any) -> LessonLearned:
    """What the public reads is changed at once; so only one that is not released may be."""
    lesson = _lesson(lesson)
    if lesson.is_released:
        raise NotNow("The public can read this lesson. Withdraw it before you edit it")
    _free(LessonLearned, lesson.project, words["title"], but=lesson)
    for name, value in words.items():
        setattr(lesson, name, value)
    lesson.by = by
    lesson.save()
    return lesson


def release_lesson(*, lesson: LessonLearned) -> LessonLearned:
    return _release(lesson, True)


def withdraw_lesson(*, lesson: LessonLearned) -> LessonLearned:
    return _release(lesson, False)


@transaction.atomic
def _release(lesson: LessonLearned, is_released: bool) -> LessonLearned:
    lesson = _lesson(lesson)
    lesson.is_released = is_released
    lesson.save(update_fields=["is_released"])
    return lesson


def _lesson(lesson: LessonLearned) -> LessonLearned:
    rows = LessonLearned.objects.select_for_update(of=("self",)).select_related("project")
    return rows.get(pk=lesson.pk)
