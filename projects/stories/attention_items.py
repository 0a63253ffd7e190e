"""Case studies that wait for a review, or to be published."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from partners.roles import is_manager, works_for
from projects.stories.enums import StoryState
from projects.stories.models import CaseStudy


@provider("case studies")
def case_studies(user: Any, today: date) -> Iterator[Item]:
    """A review is for the people of the organisation that wrote it and for managers, but never
    for whoever wrote it; publishing is for managers."""
    waiting = CaseStudy.objects.worked_on_by(user).select_related("project", "organisation")
    waiting = waiting.exclude(state=StoryState.IN_REVIEW, written_by=user)
    if is_manager(user):
        waiting = waiting.filter(state__in=[StoryState.IN_REVIEW, StoryState.REVIEWED])
    else:
        waiting = waiting.filter(state=StoryState.IN_REVIEW, organisation__in=list(works_for(user)))
    for story in waiting:
        act = "Review" if story.state == StoryState.IN_REVIEW else "Publish"
        yield Item(
            key=f"case-study:{story.reference}",
            title=f"{act} case study: {story.title}",
            about=f"{story.project}, {story.organisation}",
            when=story.get_state_display(),
            url=reverse("stories:story", args=[story.project.slug, story.reference]),
            urgency=Urgency.LATER,
        )
