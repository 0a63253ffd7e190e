"""Messages by day, by kind, and those that were given up: found also among a million."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Messages are written while their index is built.
    atomic = False

    dependencies = [("outbox", "0001_squashed_0005")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(fields=["queued_at", "id"], name="outbox_message_newest"),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(fields=["template", "queued_at"], name="outbox_message_of_kind"),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "given_up")),
                fields=["given_up_at"],
                name="outbox_message_given_up",
            ),
        ),
    ]
