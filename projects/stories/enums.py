"""The steps of a case study."""

from django.db import models


class StoryState(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    REVIEWED = "reviewed", "Reviewed"
    PUBLISHED = "published", "Published"


STORY_MOVES = {
    StoryState.DRAFT: {StoryState.IN_REVIEW},
    StoryState.IN_REVIEW: {StoryState.DRAFT, StoryState.REVIEWED},
    StoryState.REVIEWED: {StoryState.DRAFT, StoryState.PUBLISHED},
    StoryState.PUBLISHED: {StoryState.DRAFT},
}


class StoryStep(models.TextChoices):
    """What happened to it."""

    WRITTEN = "written", "Written"
    EDITED = "edited", "Edited"
    SENT = "sent", "Sent for review"
    SENT_BACK = "sent_back", "Sent back"
    REVIEWED = "reviewed", "Reviewed"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn from the public"
