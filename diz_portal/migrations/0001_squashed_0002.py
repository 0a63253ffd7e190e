import django.utils.timezone
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("diz_portal", "0001_tables"),
        ("diz_portal", "0002_ask_when_a_routine_started"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RoutineRun',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('known_since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('claimed_until', models.DateTimeField(editable=False, null=True)),
                ('started_at', models.DateTimeField(editable=False, null=True)),
                ('completed_at', models.DateTimeField(editable=False, null=True)),
                ('failed_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['name'],
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(('claimed_until', None), ('started_at__isnull', False), _connector='OR'), name='diz_portal_routine_claimed_has_begun', violation_error_message='Enter when the routine started')],
            },
        ),
    ]
