"""What a team waits for: a named lead, and districts without a team."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import Item, Urgency, provider
from diz_portal.open_work import End
from diz_portal.open_work.models import Handover
from diz_portal.places.selectors import our_districts
from diz_portal.words import ago
from inclusion.cases.models import NamedLead, Team
from partners.roles import is_manager, leads

ANSWER_WITHIN = timedelta(days=7)


@provider("districts without a team")
def untaken(user, today):
    """For managers, and for those who answer for what stayed when a team closed to requests."""
    if not is_manager(user) and not _answers(user):
        return
    taking = Team.objects.taking()
    if taking.filter(is_default=True).exists() or not Team.objects.exists():
        return
    if taking.exists():
        served = taking.filter(districts__isnull=False).values("districts")
        unserved = [str(one) for one in our_districts().exclude(pk__in=served)]
        if not unserved:
            return
        title = f"Assign a team to requests from {_named(unserved)}"
        when = "no one there can ask for help on the portal"
    else:
        title, when = "Open a team to requests for help", "no one can ask for help on the portal"
    yield Item(
        key="requests-untaken",
        title=title,
        about="Requests for help",
        when=when,
        url=reverse("admin:inclusion_team_changelist")
        if is_manager(user)
        else reverse("partners_workspace:list"),
        urgency=Urgency.OVERDUE,
    )


def _answers(user) -> bool:
    closed = Team.objects.filter(takes_referrals=False).values("organisation")
    return Handover.objects.filter(what=End.TEAM, answers=user, organisation__in=closed).exists()


def _named(districts: list[str]) -> str:
    first, more = districts[0], len(districts) - 1
    if more > 1:
        return f"{first} and {more} other districts"
    return f"{first} and 1 other district" if more else first


@provider("proposed as a named lead")
def proposed(user, today):
    """A proposal that waits for this lead's answer: until then the team has no one."""
    if not leads(user):
        return
    waiting = NamedLead.objects.proposed().filter(person=user)
    for one in waiting.select_related("team__organisation"):
        yield Item(
            key=f"lead-proposed:{one.team.organisation.slug}:{one.duty}",
            title=f"Accept or decline the role of {one.get_duty_display().lower()}",
            about=str(one.team),
            when=f"proposed {ago(one.given_at, today)}",
            url=one.team.get_absolute_url(),
            urgency=Urgency.by_date(timezone.localdate(one.given_at) + ANSWER_WITHIN, today),
            due_on=timezone.localdate(one.given_at) + ANSWER_WITHIN,
        )
