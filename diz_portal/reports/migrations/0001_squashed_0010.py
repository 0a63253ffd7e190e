import diz_portal.references
import diz_portal.reports.models
import diz_portal.search.columns
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("reports", "0001_tables"),
        ("reports", "0002_schedules"),
        ("reports", "0003_searched"),
        ("reports", "0004_schedules_changed"),
        ("reports", "0005_once_for_each_asker"),
        ("reports", "0006_labels_of_the_field"),
        ("reports", "0007_counts_of_people"),
        ("reports", "0008_keep_what_is_issued"),
        ("reports", "0009_search_meetings"),
        ("reports", "0010_field_words"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Partnership board', max_length=120)),
                ('date', models.DateField()),
            ],
            options={
                'verbose_name': 'board meeting',
                'ordering': ['date', 'name'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('name'), name='reports_board_words')],
                'constraints': [models.UniqueConstraint(fields=('date', 'name'), name='reports_board_once_a_day', violation_error_message='Enter another day: this board already meets then')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('report', models.SlugField(db_index=False, max_length=40)),
                ('title', models.CharField(max_length=250)),
                ('answers', models.JSONField(default=dict)),
                ('covers', models.CharField(blank=True, choices=[('month', 'The month before'), ('quarter', 'The quarter before'), ('year', 'The 12 months before')], max_length=8)),
                ('edition', models.CharField(blank=True, choices=[('public', 'Public'), ('exempt', 'Exempt: with the items that are not for publication')], max_length=8)),
                ('every', models.CharField(choices=[('week', 'Every week'), ('month', 'Every month'), ('board', 'Before each board meeting'), ('quarter', 'After the end of each quarter')], max_length=8)),
                ('number', models.PositiveSmallIntegerField()),
                ('at', models.TimeField(verbose_name='time')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('next_due_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipients', models.ManyToManyField(blank=True, related_name='scheduled_reports', to=settings.AUTH_USER_MODEL)),
                ('formats', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['title', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ReportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('report', models.SlugField(db_index=False, max_length=40)),
                ('title', models.CharField(max_length=250)),
                ('answers', models.JSONField(default=dict)),
                ('edition', models.CharField(blank=True, choices=[('public', 'Public'), ('exempt', 'Exempt: with the items that are not for publication')], max_length=8)),
                ('formats', models.JSONField(default=list)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('state', models.CharField(choices=[('queued', 'Waiting to start'), ('running', 'Being created'), ('ready', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10, verbose_name='status')),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('as_at', models.DateField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('code_version', models.CharField(blank=True, max_length=40)),
                ('expires_at', models.DateTimeField(null=True)),
                ('files_deleted_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_at', models.DateTimeField(null=True)),
                ('is_late', models.BooleanField(db_default=False, default=False)),
                ('schedule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to='reports.schedule')),
                ('counts', models.JSONField(editable=False, null=True)),
                ('is_kept', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'verbose_name': 'report',
                'ordering': ['-asked_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('html', 'Web page'), ('pdf', 'PDF'), ('xlsx', 'Excel'), ('csv', 'CSV'), ('zip', 'CSV files in a ZIP'), ('json', 'What the page shows')], max_length=4)),
                ('file', models.FileField(max_length=60, upload_to=diz_portal.reports.models.opaque_key)),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='reports.reportjob')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('job', 'format'), name='reports_file_one_of_each_format', violation_error_message='Select another format: this one already exists'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='reports_file_not_empty', violation_error_message='Select a file that is not empty'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='reports_file_sha256', violation_error_message='Enter a SHA-256 of 64 digits and letters from a to f')],
            },
        ),
        migrations.AddIndex(
            model_name='schedule',
            index=models.Index(condition=models.Q(('paused_at', None)), fields=['next_due_at'], name='reports_schedule_due'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('covers__in', ['', 'month', 'quarter', 'year']), ('edition__in', ['', 'public', 'exempt'])), name='reports_schedule_choices_known', violation_error_message='Select the period and the edition from the list'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('every', 'week'), ('number__range', (1, 7))), models.Q(('every', 'month'), ('number__range', (1, 31))), models.Q(('every__in', ['board', 'quarter']), ('number__range', (1, 60))), _connector='OR'), name='reports_schedule_number_fits', violation_error_message='Enter a weekday from 1 to 7, a day of the month from 1 to 31, or 1 to 60 working days'),
        ),
        migrations.AddIndex(
            model_name='reportjob',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('title'), name='reports_job_words'),
        ),
        migrations.AddIndex(
            model_name='reportjob',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['lease_until'], name='reports_job_at_work'),
        ),
        migrations.AddIndex(
            model_name='reportjob',
            index=models.Index(condition=models.Q(('files_deleted_at', None), ('state', 'ready')), fields=['expires_at'], name='reports_job_expires'),
        ),
        migrations.AddIndex(
            model_name='reportjob',
            index=models.Index(fields=['asked_by', '-asked_at'], name='reports_job_of_person'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'ready', 'failed', 'cancelled'])), name='reports_job_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.CheckConstraint(condition=models.Q(('edition__in', ['', 'public', 'exempt'])), name='reports_job_edition_known', violation_error_message='Select an edition from the list'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('as_at__isnull', False), ('finished_at__isnull', False), ('read_at__isnull', False)), _connector='OR'), name='reports_job_ready_says_of_when', violation_error_message='Enter when the report was finished and the date of its figures'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), models.Q(('problem', ''), _negated=True)), models.Q(models.Q(('state', 'failed'), _negated=True), ('problem', '')), _connector='OR'), name='reports_job_failed_says_why', violation_error_message='Enter why the report failed, and only if it failed'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until', None)), _connector='OR'), name='reports_job_only_running_has_lease', violation_error_message='Set the time limit of a worker only while the report is being created'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='reports_job_done_within_total', violation_error_message='Enter no more rows written than there are'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.CheckConstraint(condition=models.Q(('files_deleted_at', None), ('state', 'ready'), _connector='OR'), name='reports_job_only_ready_loses_files', violation_error_message='Keep the files until the report is finished'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.UniqueConstraint(condition=models.Q(('due_at__isnull', False), ('schedule__isnull', False)), fields=('schedule', 'due_at', 'asked_by', 'edition'), name='reports_job_once_each_time', violation_error_message='Select another time: this schedule has already created its report for this time'),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='reports_job_one_a_form', violation_error_message='This form has already been sent. Open a new one'),
        ),
    ]
