import datetime
import diz_portal.references
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    dependencies = [
        ('partners', '0002_squashed_0007'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(editable=False, null=True, unique=True)),
                ('kind', models.CharField(max_length=40, verbose_name='type')),
                ('belongs_to', models.BigIntegerField()),
                ('data', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['number'],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('number', None)), fields=['id'], name='api_event_unnumbered')],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('hashed', models.CharField(editable=False, max_length=64, unique=True)),
                ('ending', models.CharField(editable=False, max_length=4)),
                ('of_organisation', models.BooleanField(default=False, verbose_name='of the organisation')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('last_used_at', models.DateTimeField(editable=False, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
                ('maker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('revoked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'API token',
                'ordering': ['-made_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Answered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('asked', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('headers', models.JSONField(default=dict)),
                ('sealed', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='api.token')),
            ],
            options={
                'verbose_name': 'stored response',
                'verbose_name_plural': 'stored responses',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TokenAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12)),
                ('name', models.CharField(max_length=80)),
                ('ending', models.CharField(editable=False, max_length=4)),
                ('of_organisation', models.BooleanField(default=False, verbose_name='of the organisation')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
                ('maker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='api.token')),
                ('revoked_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('address', models.URLField(help_text='Starts with https://', max_length=500)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='events')),
                ('secret', models.TextField(editable=False)),
                ('former_secret', models.TextField(blank=True, editable=False)),
                ('former_until', models.DateTimeField(editable=False, null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('stopped_at', models.DateTimeField(editable=False, null=True, verbose_name='stopped')),
                ('stopped_by_itself', models.BooleanField(default=False, editable=False)),
                ('maker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('queued', 'Waiting to be sent'), ('claimed', 'Being sent'), ('sent', 'Sent'), ('failed', 'Will retry'), ('given_up', 'Not delivered')], default='queued', max_length=10, verbose_name='status')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('retry_until', models.DateTimeField(editable=False, null=True)),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
                ('last_error', models.CharField(blank=True, editable=False, max_length=200)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='api.event')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='api.webhook')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=366))))), name='api_token_a_year_at_most', violation_error_message='Enter an expiry date within a year'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(('scopes', []), _negated=True), name='api_token_may_something', violation_error_message='Select at least one thing that the token can do'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='api_token_revoked_by_somebody', violation_error_message='Enter who revoked the token, and when'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='token',
            trigger=pgtrigger.compiler.Trigger(name='only_shrinks', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NOT (NEW.scopes <@ OLD.scopes) OR NEW.expires_at > OLD.expires_at\n            OR NEW.hashed <> OLD.hashed OR NEW.maker_id <> OLD.maker_id\n            OR NEW.organisation_id <> OLD.organisation_id\n            OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)\n        THEN\n            RAISE EXCEPTION 'what a token may do only shrinks'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='6682d85bb1d150c2f27d8285e57ebc9254abb78d', operation='UPDATE', pgid='pgtrigger_only_shrinks_c40be', table='api_token', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='token',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "api_tokenaudit" ("ending", "expires_at", "id", "made_at", "maker_id", "name", "of_organisation", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "revoked_by_id", "scopes") SELECT new_values."ending", new_values."expires_at", new_values."id", new_values."made_at", new_values."maker_id", new_values."name", new_values."of_organisation", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reference", new_values."revoked_at", new_values."revoked_by_id", new_values."scopes" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='04dd0ae87c7fe902d06639f04969abc1fa5ac64a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_251c8', referencing='REFERENCING NEW TABLE AS new_values ', table='api_token', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='token',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "api_tokenaudit" ("ending", "expires_at", "id", "made_at", "maker_id", "name", "of_organisation", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "revoked_by_id", "scopes") SELECT new_values."ending", new_values."expires_at", new_values."id", new_values."made_at", new_values."maker_id", new_values."name", new_values."of_organisation", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reference", new_values."revoked_at", new_values."revoked_by_id", new_values."scopes" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."ending" IS DISTINCT FROM (new_values."ending") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."maker_id" IS DISTINCT FROM (new_values."maker_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."of_organisation" IS DISTINCT FROM (new_values."of_organisation") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."revoked_by_id" IS DISTINCT FROM (new_values."revoked_by_id") OR old_values."scopes" IS DISTINCT FROM (new_values."scopes")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='68dbdce32a0516132d451ff7872fc5b3bab07b1e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_834f6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='api_token', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='answered',
            constraint=models.UniqueConstraint(fields=('token', 'key'), name='api_answered_once', violation_error_message='Use another idempotency key: this one has been used'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(('kinds', []), _negated=True), name='api_webhook_told_something', violation_error_message='Select at least one event'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('former_secret', ''), ('former_until', None)), models.Q(models.Q(('former_secret', ''), _negated=True), ('former_until__isnull', False)), _connector='OR'), name='api_webhook_former_secret_ends', violation_error_message='Enter until when the former secret is valid'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'failed'])), fields=['due_at', 'id'], name='api_delivery_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'claimed')), fields=['lease_until'], name='api_delivery_leased'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('webhook', 'event'), name='api_delivery_once', violation_error_message='Send the event again instead: it was sent to this webhook'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'claimed', 'sent', 'failed', 'given_up'])), name='api_delivery_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', False), ('lease_until__isnull', False), ('state', 'claimed')), models.Q(models.Q(('state', 'claimed'), _negated=True), ('claim__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='api_delivery_claimed_has_lease', violation_error_message='Set both a worker and a time for an event that is being sent, and neither for any other'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='api_delivery_sent_has_time', violation_error_message='Enter when the event was sent'),
        ),
    ]
