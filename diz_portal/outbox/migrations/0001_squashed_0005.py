import diz_portal.references
import diz_portal.search.columns
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("outbox", "0001_tables"),
        ("outbox", "0002_searched"),
        ("outbox", "0003_labels_of_the_field"),
        ("outbox", "0004_unsubscribe"),
        ("outbox", "0005_field_words"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('reader', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('times', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None)),
                ('held_until', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=20, unique=True)),
                ('key', models.CharField(help_text='What the message is about, as types and ids, without an address or a name.', max_length=200, unique=True)),
                ('template', models.CharField(max_length=100, verbose_name='template')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message'), ('letter', 'Letter'), ('phone', 'Phone call')], default='email', max_length=6)),
                ('to', models.CharField(blank=True, help_text='An email address or a phone number.', max_length=254)),
                ('reader', models.CharField(blank=True, help_text='The person a letter or call is for.', max_length=200)),
                ('postal_address', models.TextField(blank=True)),
                ('large_print', models.BooleanField(db_default=False, default=False, editable=False)),
                ('reply_to', models.CharField(blank=True, db_default='', default='', max_length=254)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField(blank=True, help_text='Empty if the text is secret.', verbose_name='text')),
                ('secret', models.BooleanField(default=False, help_text='Contains a code or private link. The text is never shown, and is deleted when it has been sent.')),
                ('sealed', models.TextField(blank=True, db_default='', default='', editable=False)),
                ('state', models.CharField(choices=[('queued', 'Waiting to be sent'), ('claimed', 'Being sent'), ('sent', 'Sent'), ('failed', 'Will retry'), ('given_up', 'Not delivered')], default='queued', max_length=10, verbose_name='status')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('held_for', models.CharField(blank=True, db_default='', default='', editable=False, max_length=40, verbose_name='waits for')),
                ('needed_by', models.DateTimeField(blank=True, help_text='A letter or call after this time is too late.', null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('doubtful_attempts', models.PositiveIntegerField(default=0, help_text='Attempts that stopped so late that the mail server may already have sent the message.', verbose_name='possible duplicates')),
                ('copies', models.PositiveIntegerField(default=0, help_text='How many times staff sent the message again.', verbose_name='resent by staff')),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('handed_over_at', models.DateTimeField(editable=False, help_text='Set while a worker is sending the message. If the worker stops now, we cannot tell if it was sent.', null=True, verbose_name='given to a worker at')),
                ('retry_until', models.DateTimeField(editable=False, help_text='Temporary failures are retried until then.', null=True)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='not delivered')),
                ('emptied_at', models.DateTimeField(blank=True, null=True, verbose_name='text deleted')),
                ('outcome', models.CharField(blank=True, choices=[('posted', 'Posted'), ('spoke', 'Spoke to them'), ('left_word', 'Left a message'), ('not_needed', 'No longer needed')], max_length=10)),
                ('done_by', models.ForeignKey(blank=True, help_text='The person who posted the letter or made the call.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unsubscribe', models.CharField(blank=True, db_default='', default='', editable=False, max_length=300)),
            ],
            options={
                'ordering': ['-queued_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='file name')),
                ('content_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
                ('sealed', models.BooleanField(db_default=False, default=False, editable=False)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='outbox.message')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('subject'), name='outbox_message_words'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('to'), name='text_pattern_ops'), name='outbox_message_to'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'failed'])), fields=['due_at'], name='outbox_message_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'failed']), models.Q(('held_for', ''), _negated=True)), fields=['held_for', 'due_at'], name='outbox_message_held'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'claimed')), fields=['lease_until'], name='outbox_message_leased'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'queued'), models.Q(('channel__in', ('email', 'text')), _negated=True)), fields=['needed_by', 'queued_at'], name='outbox_message_for_staff'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'claimed', 'sent', 'failed', 'given_up'])), name='outbox_message_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='outbox_message_sent_has_time', violation_error_message='Enter when the message was sent'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'given_up'), _negated=True), ('given_up_at__isnull', False), _connector='OR'), name='outbox_message_given_up_has_time', violation_error_message='Enter when the portal stopped trying to send the message'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', False), ('lease_until__isnull', False), ('state', 'claimed')), models.Q(models.Q(('state', 'claimed'), _negated=True), ('claim__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='outbox_message_claimed_has_lease', violation_error_message='Set both a worker and a time for a message that is being sent, and neither for any other'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'claimed'), ('handed_over_at', None), _connector='OR'), name='outbox_message_only_a_holder_hands_over', violation_error_message='Set when a message was given to a worker only while it is being sent'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('doubtful_attempts__lte', models.F('attempts'))), name='outbox_message_doubtful_are_attempts', violation_error_message='Enter no more doubtful attempts than attempts'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('emptied_at__isnull', False), models.Q(('channel', 'letter'), models.Q(('postal_address', ''), _negated=True)), models.Q(models.Q(('channel', 'letter'), _negated=True), models.Q(('to', ''), _negated=True)), _connector='OR'), name='outbox_message_has_reader', violation_error_message='Enter where the message goes: a postal address for a letter, or an email address or a phone number'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'text', 'letter', 'phone'])), name='outbox_message_channel_known', violation_error_message='Select how to send it from the list'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ('email', 'text')), models.Q(('state__in', ['claimed', 'failed']), _negated=True), _connector='OR'), name='outbox_message_staff_do_the_rest', violation_error_message='Select waiting, done or not delivered: staff post letters and make calls'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'posted', 'spoke', 'left_word', 'not_needed'])), name='outbox_message_outcome_known', violation_error_message='Select an outcome from the list'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('reply_to', ''), ('channel', 'email'), _connector='OR'), name='outbox_message_only_emails_are_replied_to', violation_error_message='Enter an address for replies for emails only'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('secret', True)), models.Q(('sealed', ''), ('secret', False)), _connector='OR'), name='outbox_message_secrets_are_sealed', violation_error_message='Keep the text of a secret message sealed, and every other text as it is'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('message', 'name'), name='outbox_attachment_one_of_a_name', violation_error_message='This message has a file of this name. Give it another name'),
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
