"""Whether anything behind a project's public page has changed, in one cheap query.

What was computed is kept under this version, so a page costs one query while nothing changes
and is right at once when something does. The version joins the newest row of each append-only
table (found by index) to the row versions (xmin, ctid) of the few small rows beside them.

A number from a sequence may be committed after a greater one. So nothing is kept that was
computed while another transaction was writing (`is_quiet`): what that one commits might carry
a smaller number, and the version would not show it.
"""

from dataclasses import dataclass

from django.db import connection

SQL = """
    SELECT p.id, p.published, p.title,
      concat_ws('.', p.xmin, p.ctid, g.xmin, g.ctid, l.xmin, l.ctid,
        (SELECT e.id FROM projects_stageentry e
          WHERE e.project_id = p.id ORDER BY e.id DESC LIMIT 1),
        (SELECT e.id FROM projects_scopeentry e
          WHERE e.project_id = p.id ORDER BY e.id DESC LIMIT 1),
        (SELECT max(c.id) FROM projects_scopechange c WHERE c.project_id = p.id),
        (SELECT max(a.pgh_id) FROM projects_siteaudit a),
        (SELECT string_agg(concat(m.xmin, m.ctid), ',' ORDER BY m.id)
          FROM projects_milestone m WHERE m.project_id = p.id),
        (SELECT string_agg(concat(o.xmin, o.ctid), ',' ORDER BY o.id)
          FROM projects_project_partners t
          JOIN partners_organisation o ON o.id = t.organisation_id WHERE t.project_id = p.id),
        (SELECT string_agg(concat(d.xmin, d.ctid), ',' ORDER BY d.id)
          FROM places_district d WHERE d.is_ours)
      ),
      pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
    FROM projects_project p
    JOIN partners_organisation l ON l.id = p.lead_id
    LEFT JOIN projects_programme g ON g.id = p.programme_id
    WHERE p.slug = %s
"""


@dataclass(frozen=True)
class Version:
    project_id: int
    published: bool
    title: str
    text: str
    is_quiet: bool


def of(slug: str) -> Version | None:
    """The version of what is behind a project's page; None when there is no such project."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, [slug])
        row = cursor.fetchone()
    return Version(*row) if row else None
