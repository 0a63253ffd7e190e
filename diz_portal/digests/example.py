"""The example's manager reads a digest each Monday at eight."""

from datetime import date, time

from diz_portal.accounts.models import User
from diz_portal.demo import example

from .services import choose

MONDAY = 1


@example("Email digests", order=97)
def load(today: date) -> str:
    manager = User.objects.get(email="manager@diz.example")
    choose(by=manager, days=[MONDAY], at=time(8))
    return "1 person gets a digest, on Mondays at 8am"
