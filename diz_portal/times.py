"""Times as people type them: a day and an hour in the United Kingdom."""

from datetime import UTC, date, datetime, time

from django.utils import timezone

from diz_portal.access import Refusal


class NoSuchTime(Refusal):
    message = "This time does not exist because the clocks go forward. Enter a different time"


def in_london(day: date, at: time) -> datetime:
    """The moment; of the two in the night the clocks go back, the first."""
    return real(datetime.combine(day, at))


def real(local: datetime) -> datetime:
    """A time of the clock on the wall as a moment, or a refusal when no clock shows it."""
    moment = local.replace(tzinfo=timezone.get_default_timezone())
    if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != local:
        raise NoSuchTime
    return moment
