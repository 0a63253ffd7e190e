"""The example projects: the Local Full Fibre Network as its public record describes it, with
invented surgeries and people, and two smaller projects beside it."""

from datetime import date

from diz_portal.demo import example
from diz_portal.lists.examples import view_for_everyone
from projects.example import (
    benefits,
    bids,
    change,
    forecasts,
    ledger,
    money,
    packs,
    programme,
    returns,
    rollout,
    stories,
)
from projects.portfolio.models import Project

# What the programme manager opens every week.
VIEWS = {
    ("sites", "Sites waiting on a wayleave for more than 60 days"): (
        "stage=wayleave&over=60&column=project&column=district&column=supplier&column=days"
        "&column=planned&sort=stage"
    ),
    ("returns", "Returns overdue"): "show=overdue&sort=organisation",
}


@example("Projects", order=20)
def load(today: date) -> str:
    made = programme.load(today)
    counts = rollout.load(today, project=made.fibre, manager=made.manager, mover=made.mover)
    for (of, name), query in VIEWS.items():
        view_for_everyone(of, name, query, by=made.manager)
    funded = money.load(
        made.manager, {one.slug: one for one in Project.objects.select_related("lead")}, today
    )
    # After the books: what a return says was spent is what they say.
    reported = returns.load(made.manager, list(Project.objects.order_by("pk")), today)
    forecast = forecasts.load(made.fibre, today)
    booked = ledger.load(made.fibre, today)
    asked = bids.load(made.manager, Project.objects.get(slug="device-and-data-bank"), today)
    issued = packs.load(made.manager, made.fibre, today)
    changed = change.load(made.manager, made.mover, made.fibre, today)
    measured = benefits.load_all(made.manager, made.fibre, today)
    shared = stories.load(made.manager, made.mover, made.fibre)
    told = (counts, reported, forecast, funded, booked, asked, issued, changed, measured, shared)
    return f"{made.count} projects, {', '.join(told)}"


__all__ = ["load"]
