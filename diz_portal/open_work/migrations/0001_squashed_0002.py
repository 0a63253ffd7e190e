import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("open_work", "0001_tables"),
        ("open_work", "0002_labels_of_events"),
    ]

    dependencies = [
        ('partners', '0001_squashed_0007'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('suspended', 'Suspended'), ('left', 'Left the partnership'), ('removed', 'Removed from the organisation'), ('role', 'Given another role'), ('account', 'Account closed'), ('erased', 'Account erased'), ('agreement', 'Agreement ended'), ('team', 'Team closed to requests'), ('handed_over', 'Reassigned')], max_length=12, verbose_name='what ended')),
                ('about', models.CharField(max_length=80, verbose_name='person or organisation')),
                ('lines', models.JSONField(default=list)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='why work stays')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who is responsible for what stays')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='partners.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reassignment of work',
                'verbose_name_plural': 'reassignments of work',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7c9fb263e2afe7d107c41ce450bb1658b8c274e9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e9c5b', table='open_work_handover', when='BEFORE')),
        ),
    ]
