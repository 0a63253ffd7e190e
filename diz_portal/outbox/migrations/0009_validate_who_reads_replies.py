"""Apart, so that nobody waits while all messages are read."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0008_who_reads_replies'),
    ]

    operations = [
        ValidateConstraint(
            model_name='message',
            name='outbox_message_only_emails_are_replied_to',
        ),
    ]
