"""How long whatever could not be delivered is tried again, and how long it waits each time: mail
(`outbox.delivery`) and webhooks (`api.delivery`) alike."""

import datetime as dt
import random
from dataclasses import dataclass

from django.db.models import Case, F, Value, When


@dataclass(frozen=True)
class Patience:
    """For so long from the first attempt, each wait within these two."""

    retry_for: dt.timedelta
    shortest: dt.timedelta
    longest: dt.timedelta

    def until(self, now: dt.datetime) -> Case:
        """For the statement that claims a row: the end is counted from its first attempt."""
        return Case(
            When(retry_until__isnull=True, then=Value(now + self.retry_for)),
            default=F("retry_until"),
        )

    def wait(self, retry_until: dt.datetime | None, now: dt.datetime) -> dt.timedelta:
        """As long as it has been failing already, so about doubling each time, spread by a
        fifth."""
        failing_for = now - ((retry_until or now) - self.retry_for)
        spread = random.uniform(0.8, 1.2)  # noqa: S311  spreads load, guards nothing
        return min(max(failing_for, self.shortest), self.longest) * spread
