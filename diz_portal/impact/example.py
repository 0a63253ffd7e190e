"""The example's figures are published, with an edition of today and one correction."""

from datetime import date

from diz_portal.accounts.models import User
from diz_portal.demo import example

from . import services


@example("Impact", order=98)
def load(today: date) -> str:
    manager = User.objects.get(email="manager@diz.example")
    for name in ("money-pooled", "money-levered"):
        services.release(figure=name, by=manager)
    services.publish(today=today)
    edition = services.make_edition(by=manager, today=today)
    services.correct(
        figure="surgeries-live",
        was="50",
        is_now="49",
        reason="A surgery was shown as live for 2 days in October. Its supplier had connected the "
        "branch surgery, not the main one.",
        by=manager,
    )
    return f"{edition.readings.count()} figures are published, with an edition and a correction"
