"""The reminders of seminars move to the table of all reminders, with what came of each."""

from django.db import migrations

FORWARD = """
INSERT INTO reminders_reminder
    (kind, subject, part, step, version, due_at, state, reason, settled_at, channel, tries)
SELECT 'seminar', registration.seminar_id, old.registration_id, old.step_id::text,
       old.schedule_version::text, old.due_at, old.state, old.reason, old.settled_at, '', old.tries
  FROM seminars_reminder old
  JOIN seminars_registration registration ON registration.id = old.registration_id
"""
BACK = """
INSERT INTO seminars_reminder
    (registration_id, step_id, schedule_version, due_at, state, reason, settled_at, tries)
SELECT part, step::bigint, version::integer, due_at, state, reason, settled_at, tries
  FROM reminders_reminder
 WHERE kind = 'seminar';
DELETE FROM reminders_reminder WHERE kind = 'seminar'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0003_words_of_constraints"),
        ("reminders", "0001_reminders"),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.DeleteModel("Reminder"),
    ]
