import diz_portal.references
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


SUBJECT = "{how soon}: {title}"
TEXT = """Hello {name},

{how soon} you have a place at this seminar.

{title}
When: {day}, {time}
Where: {where}
With you: {companion}

Join online: {joining}

Getting in: {getting in}

If you cannot come, please give your place back on this page. It takes one button, and somebody \
else can come:

{my place}
"""
STANDARD = {"week": (7, "days"), "day": (1, "days"), "hours": (2, "hours")}


def give_every_seminar_its_plan(apps, schema_editor):
    """What was the same for all becomes each seminar's own, and reminders refer to it."""
    Seminar, Registration, Reminder, ReminderStep = (
        apps.get_model("seminars", name)
        for name in ("Seminar", "Registration", "Reminder", "ReminderStep")
    )
    Registration.objects.filter(newsletter=True).update(newsletter_at=models.F("registered_at"))
    for seminar in Seminar.objects.all():
        for kind, (before, unit) in STANDARD.items():
            step = ReminderStep.objects.create(
                seminar=seminar, before=before, unit=unit, subject=SUBJECT, text=TEXT
            )
            Reminder.objects.filter(registration__seminar=seminar, kind=kind).update(step=step)


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReminderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('before', models.PositiveSmallIntegerField(verbose_name='how long before the start')),
                ('unit', models.CharField(choices=[('days', 'days before'), ('hours', 'hours before')], max_length=5, verbose_name='counted in')),
                ('subject', models.CharField(max_length=150)),
                ('text', models.TextField(max_length=3000)),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'reminder of a plan',
                'verbose_name_plural': 'reminder plans',
                'ordering': ['seminar', 'unit', '-before', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SeminarMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('subject', models.CharField(max_length=150)),
                ('text', models.TextField(max_length=5000)),
                ('to_whom', models.CharField(max_length=200, verbose_name='written to')),
                ('recipients', models.PositiveIntegerField(verbose_name='messages written')),
                ('unreached', models.PositiveIntegerField(default=0, verbose_name='people without an address')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'message to registrants',
                'verbose_name_plural': 'messages to registrants',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='reminder',
            name='seminars_reminder_once',
        ),
        migrations.AddField(
            model_name='registration',
            name='newsletter_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='agreed to that'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='tries',
            field=models.PositiveSmallIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('skipped', 'Not needed'), ('failed', 'Failed'), ('missed', 'Found too late')], default='planned', max_length=8),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(django.db.models.functions.text.Lower('email'), condition=models.Q(('newsletter', True)), name='seminars_newsletter'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminder',
            trigger=pgtrigger.compiler.Trigger(name='sent_stays_sent', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'sent\' AND NOT (NEW."state" IN (\'sent\', \'failed\')))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e076d762b16f6ba95af78dd91ebca590ab76be43', operation='UPDATE', pgid='pgtrigger_sent_stays_sent_b7daa', table='seminars_reminder', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='reminderstep',
            name='seminar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_steps', to='seminars.seminar'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='step',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='seminars.reminderstep', verbose_name='reminder'),
        ),
        migrations.RunPython(give_every_seminar_its_plan, migrations.RunPython.noop),
        # What the rows above still have to prove is proved before the table is altered again.
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('newsletter', True), ('newsletter_at__isnull', False)), models.Q(('newsletter', False), ('newsletter_at', None)), _connector='OR'), name='seminars_newsletter_has_date'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='seminars.reminderstep', verbose_name='reminder'),
        ),
        migrations.RemoveField(
            model_name='reminder',
            name='kind',
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['step', 'schedule_version', 'state'], name='seminars_reminder_of'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('registration', 'step', 'schedule_version'), name='seminars_reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'sent']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='seminars_reminder_unsent_has_reason'),
        ),
        migrations.AddField(
            model_name='seminarmessage',
            name='seminar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='seminars.seminar'),
        ),
        migrations.AddField(
            model_name='seminarmessage',
            name='sent_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'hours'])), name='seminars_step_unit_known'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(('before__range', (1, 90))), name='seminars_step_before_start'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='seminars_step_has_words'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('seminar', 'unit', 'before'), name='seminars_step_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='seminarmessage',
            constraint=models.CheckConstraint(condition=models.Q(('reference__regex', '^[a-z0-9]{10}$')), name='seminars_message_has_reference'),
        ),
        migrations.AddConstraint(
            model_name='seminarmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='seminars_message_has_words'),
        ),
        migrations.AddConstraint(
            model_name='seminarmessage',
            constraint=models.CheckConstraint(condition=models.Q(('recipients__gt', 0)), name='seminars_message_has_readers'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seminarmessage',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='33914d44461c5732488f6cf4965b15dbcb801e76', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cc41a', table='seminars_seminarmessage', when='BEFORE')),
        ),
    ]
