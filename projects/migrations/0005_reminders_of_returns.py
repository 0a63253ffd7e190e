"""The reminders of returns move to the table of all reminders, with what came of each."""

from django.db import migrations

FORWARD = """
INSERT INTO reminders_reminder
    (kind, subject, part, step, version, due_at, state, reason, settled_at, channel, tries)
SELECT 'return', old.record_id, 0, old.kind, period.due_on::text, old.due_at, old.state,
       CASE WHEN old.note = '' AND old.state = 'skipped' THEN 'not needed' ELSE old.note END,
       CASE WHEN old.state <> 'planned' THEN coalesce(old.settled_at, old.due_at) END, '', 1
  FROM projects_returnreminder old
  JOIN projects_return record ON record.id = old.record_id
  JOIN projects_reportinground period ON period.id = record.round_id
"""
BACK = """
INSERT INTO projects_returnreminder (record_id, kind, due_at, state, settled_at, note)
SELECT subject, step, due_at,
       CASE WHEN state IN ('planned', 'sent') THEN state ELSE 'skipped' END,
       settled_at, left(reason, 80)
  FROM reminders_reminder
 WHERE kind = 'return' AND subject IN (SELECT id FROM projects_return)
    ON CONFLICT DO NOTHING;
DELETE FROM reminders_reminder WHERE kind = 'return'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0004_words_of_constraints"),
        ("reminders", "0001_reminders"),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.DeleteModel("ReturnReminder"),
    ]
