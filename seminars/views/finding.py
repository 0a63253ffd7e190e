"""A seminar by its name in addresses, for whoever asks."""

from typing import Any

from django.shortcuts import get_object_or_404

from diz_portal.access import seen
from seminars.models import Seminar


def find(user: Any, slug: str) -> Seminar:
    """What was announced; for managers the drafts too."""
    found = Seminar.objects.visible_to(user).select_related("topic", "series")
    return seen(user, "seminars.see", get_object_or_404(found, slug=slug))
