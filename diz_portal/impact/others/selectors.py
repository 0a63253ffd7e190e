from django.db.models import QuerySet

from diz_portal.impact import selectors
from diz_portal.impact.models import OtherPartnership

from .comparing import Comparison, compared
from .reading import Theirs


def published() -> QuerySet[OtherPartnership]:
    return OtherPartnership.objects.filter(is_published=True)


def comparison(other: OtherPartnership) -> Comparison:
    """With our figures as they are now."""
    return compared(selectors.current(), [Theirs(**one) for one in other.figures])
