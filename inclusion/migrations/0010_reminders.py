"""What borrowers and learners were reminded of moves to the table of all reminders.

A loan's reminder keeps its step, its day and who told the borrower; a letter or a call that waits
still waits. Of a session the moment is kept for which its learner was reminded.
"""

from django.db import migrations

LOANS = """
INSERT INTO reminders_reminder
    (kind, subject, part, step, version, due_at, state, reason, settled_at, channel, by_id, tries)
SELECT 'loan', holding_id, 0, step, due_on::text, found_at,
       CASE WHEN told_at IS NULL THEN 'by_hand' ELSE 'sent' END, '', told_at, channel, by_id, 1
  FROM inclusion_loanreminder
"""
LOANS_BACK = """
INSERT INTO inclusion_loanreminder (holding_id, step, due_on, channel, found_at, told_at, by_id)
SELECT subject, step, version::date, channel, due_at, settled_at, by_id
  FROM reminders_reminder
 WHERE kind = 'loan' AND state IN ('sent', 'by_hand');
DELETE FROM reminders_reminder WHERE kind = 'loan'
"""
# As Python writes a moment: without a fraction of a second where there is none.
MOMENT = """
replace(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '.000000', '') || '+00:00'
"""
SESSIONS = f"""
INSERT INTO reminders_reminder
    (kind, subject, part, step, version, due_at, state, reason, settled_at, channel, tries)
SELECT 'session', id, 0, 'before', {MOMENT.format("reminded_for")},
       reminded_for - interval '24 hours', 'sent', '', least(now(), reminded_for), '', 1
  FROM inclusion_appointment
 WHERE reminded_for IS NOT NULL
"""
SESSIONS_BACK = f"""
UPDATE inclusion_appointment session
   SET reminded_for = session.starts_at
  FROM reminders_reminder reminder
 WHERE reminder.kind = 'session' AND reminder.state = 'sent' AND reminder.subject = session.id
   AND reminder.version = {MOMENT.format("session.starts_at")};
DELETE FROM reminders_reminder WHERE kind = 'session'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inclusion", "0009_words_of_constraints"),
        ("reminders", "0001_reminders"),
    ]

    operations = [
        migrations.RunSQL(LOANS, LOANS_BACK),
        migrations.RunSQL(SESSIONS, SESSIONS_BACK),
        migrations.RemoveField("appointment", "reminded_for"),
        migrations.DeleteModel("LoanReminder"),
    ]
