"""From here on the database refuses a secret in plain text.

It tightens at once, not a release later: no release has stored messages before this one.
"""

import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0003_seal_what_waits'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('secret', True)), models.Q(('sealed', ''), ('secret', False)), _connector='OR'), name='outbox_message_secrets_are_sealed', violation_error_message='Keep the text of a secret message sealed, and every other text as it is'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('content'), 5000100), name='outbox_attachment_is_small', violation_error_message='Use a smaller file: the largest that can be sent is 5MB'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='sealed_with_its_message', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT NEW."sealed")', func="\n        IF EXISTS (SELECT FROM outbox_message WHERE id = NEW.message_id AND secret) THEN\n            RAISE EXCEPTION 'A file of a secret message is sealed.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='ec8cf386e112b4947d2c89704a204cd2c39e6a54', operation='INSERT OR UPDATE', pgid='pgtrigger_sealed_with_its_message_5eb57', table='outbox_attachment', when='BEFORE')),
        ),
    ]
