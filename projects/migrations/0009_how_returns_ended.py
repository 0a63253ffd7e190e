"""What a closed round did to its returns is told apart from how each of them stood.

The state before the lock is the last step of its history before it; one without a step was never
sent. The audit trail of sites begins to keep more of them: what they say now is taken for what
they said before, so that nobody is shown a change that was none.
"""

from django.db import migrations

APART = """
    UPDATE projects_return r SET
      locked_at = coalesce(
        (SELECT max(e.at) FROM projects_returnevent e
          WHERE e.record_id = r.id AND e.state = 'locked'),
        (SELECT p.closed_at FROM projects_reportinground p WHERE p.id = r.round_id),
        now()),
      state = CASE WHEN r.submitted_at IS NULL THEN 'draft' ELSE coalesce(
        (SELECT e.state FROM projects_returnevent e
          WHERE e.record_id = r.id AND e.state <> 'locked'
          ORDER BY e.at DESC, e.id DESC LIMIT 1),
        'submitted') END
    WHERE r.state = 'locked'
"""
TOGETHER = "UPDATE projects_return SET state = 'locked' WHERE locked_at IS NOT NULL"
SITES = [
    "address", "cost_actual", "cost_contracted", "cost_estimate", "download_after_mbps",
    "download_before_mbps", "grant_share", "latency_after_ms", "latency_before_ms",
    "measured_after_on", "measured_before_on", "method_after", "method_before", "order_ref",
    "source_inactive_on", "upload_after_mbps", "upload_before_mbps",
]
WAYLEAVES = ["cost", "opened_on", "owner_id"]


def as_now(audit, table, columns):
    sets = ", ".join(f"{name} = t.{name}" for name in columns)
    return f"UPDATE {audit} a SET {sets} FROM {table} t WHERE t.id = a.pgh_obj_id"


class Migration(migrations.Migration):

    dependencies = [("projects", "0008_counts_agree")]

    operations = [
        migrations.RunSQL(APART, TOGETHER),
        migrations.RunSQL(as_now("projects_siteaudit", "projects_site", SITES), ""),
        migrations.RunSQL(as_now("projects_wayleaveaudit", "projects_wayleave", WAYLEAVES), ""),
    ]
