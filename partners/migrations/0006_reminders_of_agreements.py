"""Who was reminded of which agreement stood in the keys of the outbox alone; now it has rows.

The outbox keeps its keys, so that even a reminder without a row would not be sent twice.
Backwards there is nothing to do: the keys are still there.
"""

from django.db import migrations

FORWARD = """
INSERT INTO reminders_reminder
    (kind, subject, part, step, version, due_at, state, reason, settled_at, channel, tries)
SELECT 'agreement', agreement.id, person.id, step.key,
       concat_ws('-', split_part(message.key, '-', 3), split_part(message.key, '-', 4),
                 split_part(message.key, '-', 5)),
       message.queued_at, 'sent', '', message.queued_at, 'email', 1
  FROM outbox_message message
  JOIN partners_agreement agreement ON agreement.reference = split_part(message.key, '-', 2)
  JOIN accounts_user person ON person.reference = split_part(message.key, '-', 7)
  JOIN (VALUES ('60'), ('14')) step(key) ON step.key = split_part(message.key, '-', 6)
 WHERE message.template = 'partners/agreement_expiring' AND message.key LIKE 'agreement-%'
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0005_words_of_constraints"),
        ("outbox", "0001_initial"),
        ("reminders", "0001_reminders"),
        ("diz_portal", "0002_routine_run"),
    ]

    operations = [
        # The routine that did this is no more; one plans reminders of every kind.
        migrations.RunSQL(
            "DELETE FROM diz_portal_routinerun WHERE name = 'agreements'", migrations.RunSQL.noop
        ),
        migrations.RunSQL(FORWARD, "DELETE FROM reminders_reminder WHERE kind = 'agreement'"),
    ]
