"""All that a seminar's public page depends on, in one cheap query.

The page is kept whole under this version (`diz_portal.kept`). Rows that change seldom are in it
with their row version (xmin, ctid), which never comes back; the places by their figures, which
do come back. So the page is drawn with the figures of this very query: read again a moment later
they might be others, kept under these.
"""

from dataclasses import dataclass

from django.utils import timezone

from diz_portal.prepared import Prepared
from diz_portal.sql import quoted
from seminars.models import Place, Seminar, SeminarState
from seminars.models.standing import HOLDING, RegistrationState
from seminars.selectors.seminars import Standing

_HELD = quoted(*HOLDING)
_WAITING = quoted(RegistrationState.WAITING)
SQL = f"""
    SELECT s.state,
      concat_ws('.', s.xmin, s.ctid, t.xmin, t.ctid, r.xmin, r.ctid, p.xmin, p.ctid, l.xmin, l.ctid,
        s.starts_at <= m.now, s.ends_at <= m.now),
      c.*
    FROM seminars_seminar s
    JOIN (SELECT %s AS now) m ON s.slug = %s
    LEFT JOIN seminars_topic t ON t.id = s.topic_id
    LEFT JOIN seminars_series r ON r.id = s.series_id
    LEFT JOIN places_partnership p ON true
    LEFT JOIN partners_organisation l ON l.id = p.lead_organisation_id
    CROSS JOIN LATERAL (
      SELECT
        COALESCE(SUM(seats) FILTER (
          WHERE place = 'in_person' AND state IN ({_HELD})), 0),
        COALESCE(SUM(seats) FILTER (
          WHERE place = 'online' AND state IN ({_HELD})), 0),
        COUNT(*) FILTER (WHERE place = 'in_person' AND state = {_WAITING}),
        COUNT(*) FILTER (WHERE place = 'online' AND state = {_WAITING})
      FROM seminars_registration WHERE seminar_id = s.id
    ) c
"""  # noqa: S608  words of ours
_VERSION = Prepared("seminars_version", SQL, "timestamptz", "text")


@dataclass(frozen=True)
class Version:
    text: str
    is_announced: bool
    held: dict[Place, int]
    waiting: dict[Place, int]

    def standings(self, seminar: Seminar) -> list[Standing]:
        return [
            Standing(way, seminar.capacity_for(way), self.held[way], self.waiting[way])
            for way in seminar.ways
        ]


def of(slug: str) -> Version | None:
    """The version of what is behind a seminar's page; None when there is no such seminar."""
    rows = _VERSION.rows(timezone.now(), slug)
    if not rows:
        return None
    state, text, *counts = rows[0]
    return Version(
        text=".".join([text, *map(str, counts)]),
        is_announced=state != SeminarState.DRAFT,
        held={Place.IN_PERSON: counts[0], Place.ONLINE: counts[1]},
        waiting={Place.IN_PERSON: counts[2], Place.ONLINE: counts[3]},
    )
