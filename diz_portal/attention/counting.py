"""The number in the navigation: every page of the workspace shows it, and it is dear to count.

So it is kept for a minute. What the person does themselves is counted at once: see
`middleware.what_was_done_is_counted`. What others do shows within the minute.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from . import selectors


def count_for(user) -> int:
    kept = settings.ATTENTION_COUNT_KEPT
    count = cache.get(_key(user)) if kept else None
    if count is None:
        count = len(selectors.list_of(user).waiting)
        keep(user, count)
    return count


def keep(user, count: int) -> None:
    """Somebody counted: the next pages need not."""
    if settings.ATTENTION_COUNT_KEPT:
        cache.set(_key(user), count, settings.ATTENTION_COUNT_KEPT)


def forget(user) -> None:
    if settings.ATTENTION_COUNT_KEPT:
        cache.delete(_key(user))


def _key(user) -> str:
    # What is late changes with the day.
    return f"attention-{user.pk}-{timezone.localdate()}"
