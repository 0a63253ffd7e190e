"""Why the number of sites is not what was announced: the scope change log, told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from projects.rollout.models import ScopeReason
from projects.rollout.models.scope import reversal_of
from projects.rollout.standing import AsAt

SQL = """
    SELECT c.happened_on, c.reason,
      (SELECT r.reason FROM projects_scopechange r WHERE r.id = c.reverses_id),
      c.value_change, coalesce(sum(x.step), 0)::int
    FROM projects_scopechange c
    LEFT JOIN projects_scopeentry x ON x.change_id = c.id
      AND EXISTS (SELECT 1 FROM projects_site s
                  WHERE s.id = x.site_id
                    AND (s.withdrawn_at IS NULL OR s.withdrawn_at >= %(known)s))
    WHERE c.project_id = ANY(%(projects)s) AND c.happened_on <= %(day)s
      AND c.recorded_at < %(known)s
    GROUP BY c.id ORDER BY c.happened_on, c.recorded_at, c.id
"""


@dataclass
class Reason:
    """One reason for a change of scope and how many sites it added or removed."""

    words: str
    sites: int = 0
    value: Decimal = Decimal(0)


@dataclass(frozen=True)
class Scope:
    """What was announced, what it is now, and the reasons between. Values are for insiders."""

    announced_on: date | None
    announced: int
    announced_value: Decimal
    now: int
    value: Decimal
    out: tuple[Reason, ...]
    into: tuple[Reason, ...]

    @property
    def has_changed(self) -> bool:
        return bool(self.out or self.into)


def scope(project_id: int, as_at: AsAt) -> Scope:
    values = as_at.values(project_id)
    if not as_at.is_past:
        values["known"] = "infinity"
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        changes = cursor.fetchall()
    # The announcement is the baseline approved first, in as many changes as it took that day.
    first = next((day for day, reason, *_ in changes if reason == ScopeReason.BASELINE), None)
    announced, announced_value = 0, Decimal(0)
    out: dict[str, Reason] = {}
    into: dict[str, Reason] = {}
    for day, reason, reversed_reason, value, net in changes:
        if day == first and reason == ScopeReason.BASELINE:
            announced += net
            announced_value += value
            continue
        side = into if net > 0 or (net == 0 and value > 0) else out
        told = reversal_of(reversed_reason) if reversed_reason else ScopeReason(reason).label
        entry = side.setdefault(told, Reason(told))
        entry.sites += abs(net)
        entry.value += value
    return Scope(
        announced_on=first,
        announced=announced,
        announced_value=announced_value,
        now=sum(change[4] for change in changes),
        value=sum((change[3] for change in changes), Decimal(0)),
        out=tuple(sorted(out.values(), key=lambda reason: -reason.sites)),
        into=tuple(sorted(into.values(), key=lambda reason: -reason.sites)),
    )
