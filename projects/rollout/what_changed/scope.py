"""Sites that were added to scope, and that were removed from it, each with the reason."""

from collections import Counter
from collections.abc import Iterator

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import Rows
from diz_portal.words import listed
from projects.portfolio.scope_of_changes import projects_of
from projects.rollout.models import ScopeEntry

from .things import counts_of, number_of


def _added(rows: Rows) -> str:
    if len(rows) == 1:
        return f"{number_of(rows)} was added to scope"
    return f"{number_of(rows)} were added to scope"


def _removed(rows: Rows) -> str:
    """With the reasons, the commonest first."""
    said = Counter(row.why for row in rows).most_common()
    if len(said) == 1:
        why = said[0][0]
        if len(rows) == 1:
            return f"{number_of(rows)} was removed from scope: {why}"
        return f"{number_of(rows)} were removed from scope: {why}"
    each = listed(f"{why} ({number:,})" for why, number in said)
    return f"{number_of(rows)} were removed from scope: {each}"


IN_KIND = Kind(
    name="sites-into-scope",
    title="Sites added to scope",
    room="Projects",
    says=_added,
    order=18,
)
OUT_KIND = Kind(
    name="sites-out-of-scope",
    title="Sites removed from scope",
    room="Projects",
    says=_removed,
    order=20,
)


def find(asked: Asked) -> Iterator[Change]:
    """For those who work on the project: the scope change log is theirs."""
    projects = projects_of(asked)
    entries = (
        ScopeEntry.objects.filter(project__in=list(projects.worked_on), site__withdrawn_at=None)
        .filter(asked.happened("change__happened_on", "change__recorded_at"))
        .select_related("change__reverses", "site")
    )
    for entry in entries:
        why = entry.change.title
        why = why[0].lower() + why[1:]
        step = "added to" if entry.step == 1 else "removed from"
        yield Change(
            kind=(IN_KIND if entry.step == 1 else OUT_KIND).name,
            on=entry.change.happened_on,
            recorded_at=entry.change.recorded_at,
            says=f"{entry.site.name} was {step} scope: {why}",
            url=projects.site(entry.project_id, entry.site.reference),
            project=projects.worked_on[entry.project_id],
            why=why,
            counts={"in_scope": entry.step, **counts_of(entry.site.ods_code)},
            corrects=str(entry.change.reverses or ""),
        )


changes.register(IN_KIND, OUT_KIND, find=find)
