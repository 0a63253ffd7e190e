import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("reminders", "0001_tables"),
        ("reminders", "0002_labels_of_the_field"),
        ("reminders", "0003_field_words"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16, verbose_name='type of reminder')),
                ('subject', models.BigIntegerField()),
                ('part', models.BigIntegerField(default=0)),
                ('step', models.CharField(max_length=16)),
                ('version', models.CharField(max_length=32)),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('by_hand', 'To do by letter or call'), ('skipped', 'Not needed'), ('failed', 'Failed'), ('missed', 'Too late to send')], default='planned', max_length=8, verbose_name='status')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='outcome')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='sent or closed')),
                ('channel', models.CharField(blank=True, choices=[('email', 'Email'), ('text', 'Text message'), ('letter', 'Letter'), ('phone', 'Phone call')], max_length=6)),
                ('tries', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_at', 'pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['kind', 'due_at', 'id'], name='reminders_due'), models.Index(condition=models.Q(('state', 'by_hand')), fields=['kind', 'subject'], name='reminders_by_hand'), models.Index(condition=models.Q(('by__isnull', False)), fields=['by'], name='reminders_told_by')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'part', 'step', 'version'), name='reminders_once', violation_error_message='This reminder already exists. Change that one instead'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'sent', 'by_hand', 'skipped', 'failed', 'missed'])), name='reminders_state_known', violation_error_message='Select a status from the list'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state__in', ('planned', 'by_hand'))), models.Q(models.Q(('state__in', ('planned', 'by_hand')), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='reminders_settled_has_time', violation_error_message='Enter when the reminder was sent or closed'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'sent', 'by_hand']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reminders_unsent_has_reason', violation_error_message='Enter why the reminder was not sent')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminder',
            trigger=pgtrigger.compiler.Trigger(name='sent_stays_sent', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'sent\' AND NOT (NEW."state" IN (\'sent\', \'failed\')))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f33e9e00986217ea0c6d5e92af0c25d982805a58', operation='UPDATE', pgid='pgtrigger_sent_stays_sent_d6d58', table='reminders_reminder', when='BEFORE')),
        ),
    ]
