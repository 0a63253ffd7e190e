from django.db import migrations

# The events were append-only before they said at what share and up to what sum: what the source
# itself says was decided last is true of its last decision.
TELL = """
    ALTER TABLE projects_sourceevent DISABLE TRIGGER USER;
    UPDATE projects_sourceevent e
    SET accepted_percent = s.accepted_percent, accepted_up_to = s.accepted_up_to
    FROM projects_fundingsource s
    WHERE s.id = e.source_id AND e.id = (
        SELECT max(last.id) FROM projects_sourceevent last
        WHERE last.source_id = e.source_id AND last.acceptance <> ''
    );
    ALTER TABLE projects_sourceevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0013_match_as_at_a_day")]

    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
