"""The example projects: the Local Full Fibre Network as its public record describes it, with
invented surgeries and people, and two smaller projects beside it."""

from datetime import date

from diz_portal.demo import example
from projects.example import forecasts, programme, returns, rollout
from projects.portfolio.models import Project


@example("Projects", order=20)
def load(today: date) -> str:
    made = programme.load(today)
    counts = rollout.load(today, project=made.fibre, manager=made.manager, mover=made.mover)
    reported = returns.load(made.manager, list(Project.objects.order_by("pk")), today)
    forecast = forecasts.load(made.fibre, today)
    return f"{made.count} projects, {counts}, {reported}, {forecast}"


__all__ = ["load"]
