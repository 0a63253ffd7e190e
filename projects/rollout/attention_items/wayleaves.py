from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from diz_portal.attention import Item, Urgency, provider
from partners.models import Organisation
from projects.portfolio.models import Project
from projects.portfolio.owed import MANY, concerns, owed_by, people_of, running_projects
from projects.rollout.attention_items.sites import address
from projects.rollout.models import Wayleave
from projects.rollout.selectors.wayleaves import AGEING_FROM, since_when


@provider("wayleaves ageing")
def wayleaves_ageing(user, today: date) -> Iterator[Item]:
    """Landowners who have not answered for more than 60 days, by who must act next."""
    projects = running_projects(user)
    waiting = (
        since_when(Wayleave.objects.waiting())
        .filter(
            site__project__in=projects,
            site__withdrawn_at=None,
            since__lte=today - timedelta(days=AGEING_FROM),
        )
        .select_related("site", "owner")
        .order_by("since", "pk")
    )
    groups: dict[tuple[Project, Organisation], list[Wayleave]] = defaultdict(list)
    for wayleave in waiting:
        project = projects[wayleave.site.project_id]
        organisation = wayleave.owner or project.lead
        if concerns(user, organisation):
            groups[project, organisation].append(wayleave)
    for (project, organisation), found in groups.items():
        if len(found) <= MANY:
            for wayleave in found:
                yield _item(
                    user,
                    project,
                    organisation,
                    wayleave,
                    today,
                    key=f"wayleave:{wayleave.reference}",
                    title=f"Settle the wayleave for {wayleave.site.name}",
                    url=address("wayleave", project.slug, wayleave.reference),
                )
        else:
            yield _item(
                user,
                project,
                organisation,
                found[0],
                today,
                key=f"wayleaves:{project.slug}:{organisation.slug}",
                title=f"Settle {len(found)} wayleaves waiting over {AGEING_FROM - 1} days",
                url=address("wayleaves", project.slug),
            )


def _item(user, project, organisation, oldest, today, *, key, title, url) -> Item:
    age = oldest.age_days(today)
    due_on = today - timedelta(days=age - AGEING_FROM)
    return Item(
        key=key,
        title=title,
        about=project.title,
        when=f"waiting for {age} days",
        url=url,
        urgency=Urgency.OVERDUE if age > 90 else Urgency.WEEK,
        due_on=due_on,
        owed_by=owed_by(user, organisation),
        recipients=people_of(organisation),
    )
