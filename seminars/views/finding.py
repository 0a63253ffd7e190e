"""A seminar by its name in addresses, for whoever asks."""

from typing import Any

from django.http import Http404

from diz_portal.access import seen
from diz_portal.built_once import BuiltOnce
from seminars.models import Seminar


def _by(slug: Any, seminars: Any) -> Any:
    return seminars.filter(slug=slug).select_related("topic", "series")


_ANNOUNCED = BuiltOnce(lambda slug: _by(slug, Seminar.objects.announced()))


def find(user: Any, slug: str) -> Seminar:
    """What was announced; for managers the drafts too."""
    found = _ANNOUNCED(slug) or list(_by(slug, Seminar.objects.visible_to(user)))
    if not found:
        raise Http404
    return seen(user, "seminars.see", found[0])
