"""Whether anything behind a project's public page has changed, in one cheap query.

What was computed is kept under this version, so a page costs one query while nothing changes
and is right at once when something does. The version joins the newest row of each append-only
table to the row versions (xmin, ctid) of the few small rows beside them. The newest of all
projects, not of this one: that is one step down an index, where the planner would walk past
every later entry of the others.

A number from a sequence may be committed after a greater one. So nothing is kept that was
computed while another transaction was writing (`is_quiet`): what that one commits might carry
a smaller number, and the version would not show it.
"""

from dataclasses import dataclass

from diz_portal.prepared import Prepared

SQL = """
    SELECT p.id, p.published, p.title,
      concat_ws('.', p.xmin, p.ctid, g.xmin, g.ctid, l.xmin, l.ctid,
        (SELECT max(id) FROM projects_stageentry),
        (SELECT max(id) FROM projects_scopeentry),
        (SELECT max(id) FROM projects_scopechange),
        (SELECT max(pgh_id) FROM projects_siteaudit),
        (SELECT max(id) FROM impact_reading), (SELECT max(id) FROM impact_release),
        (SELECT concat(xmin, ctid) FROM places_partnership),
        (SELECT sum(hashtextextended(concat(m.id, m.xmin, m.ctid), 0))
          FROM projects_milestone m WHERE m.project_id = p.id),
        (SELECT max(b.id) FROM projects_milestonebaseline b),
        (SELECT sum(hashtextextended(concat(o.id, o.xmin, o.ctid), 0))
          FROM projects_project_partners t
          JOIN partners_organisation o ON o.id = t.organisation_id WHERE t.project_id = p.id),
        (SELECT sum(hashtextextended(concat(f.id, f.xmin, f.ctid), 0))
          FROM projects_fundingsource f WHERE f.project_id = p.id),
        (SELECT sum(hashtextextended(concat(n.id, n.xmin, n.ctid), 0))
          FROM projects_benefit n WHERE n.project_id = p.id),
        (SELECT max(id) FROM projects_benefitmeasure),
        (SELECT sum(hashtextextended(concat(d.id, d.xmin, d.ctid), 0))
          FROM places_district d WHERE d.is_ours)
      ),
      pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
    FROM projects_project p
    JOIN partners_organisation l ON l.id = p.lead_id
    LEFT JOIN projects_programme g ON g.id = p.programme_id
    WHERE p.slug = %s
"""
_VERSION = Prepared("rollout_version", SQL, "text")


@dataclass(frozen=True)
class Version:
    project_id: int
    published: bool
    title: str
    text: str
    is_quiet: bool


def of(slug: str) -> Version | None:
    """The version of what is behind a project's page; None when there is no such project."""
    rows = _VERSION.rows(slug)
    return Version(*rows[0]) if rows else None
