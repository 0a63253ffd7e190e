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
        ("attention", "0001_tables"),
        ("attention", "0002_labels_of_events"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Chase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_key', models.CharField(db_index=True, max_length=120)),
                ('title', models.CharField(max_length=300)),
                ('owed_by', models.CharField(max_length=200)),
                ('recipients', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent at')),
                ('form_key', models.CharField(max_length=32, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reminder from staff',
                'verbose_name_plural': 'reminders from staff',
                'ordering': ['-at'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chase',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='84a05f3da26bb72a0bcbe7a653ea9df15259bada', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6d04e', table='attention_chase', when='BEFORE')),
        ),
    ]
