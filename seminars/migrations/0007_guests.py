"""Who comes with somebody is their guest, on every page and so in the tables too."""

import pgtrigger
from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace


def reword(apps, old, new):
    AttendanceEvent = apps.get_model("seminars", "AttendanceEvent")
    # Append-only but for this: the same person by another word.
    with pgtrigger.ignore("seminars.AttendanceEvent:append_only"):
        AttendanceEvent.objects.filter(who=old).update(who=new)
    ReminderStep = apps.get_model("seminars", "ReminderStep")
    for column in ("subject", "text"):
        ReminderStep.objects.filter(**{f"{column}__contains": f"{{{old}}}"}).update(
            **{
                column: Replace(column, Value(f"{{{old}}}"), Value(f"{{{new}}}"))
            }
        )


class Migration(migrations.Migration):
    dependencies = [("seminars", "0006_telephone_extensions")]

    operations = [
        migrations.RemoveConstraint("attendanceevent", "seminars_attendance_who_known"),
        migrations.RemoveConstraint("registration", "seminars_registration_one_companion"),
        migrations.RemoveConstraint("registration", "seminars_registration_companion_has_seat"),
        migrations.RemoveConstraint("registration", "seminars_attendance_known"),
        migrations.RemoveConstraint("registration", "seminars_attendance_needs_a_place"),
        migrations.RemoveConstraint("registration", "seminars_attendance_of_a_companion"),
        migrations.RenameField("registration", "companion_name", "guest_name"),
        migrations.RenameField("registration", "companion_attendance", "guest_attendance"),
        migrations.RunPython(
            lambda apps, editor: reword(apps, "companion", "guest"),
            lambda apps, editor: reword(apps, "guest", "companion"),
        ),
    ]
