import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("places", "0001_initial"),
        ("places", "0002_words_of_constraints"),
        ("places", "0003_bank_holidays"),
        ("places", "0004_replies_and_accessibility"),
        ("places", "0005_settings_of_the_partnership"),
    ]

    dependencies = [
        ('partners', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankHoliday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(help_text='New deadlines will not count this day. Deadlines that are already set stay the same: they may be a day early, never late.', unique=True)),
                ('name', models.CharField(help_text='For example, coronation of the King', max_length=80)),
                ('instead_of', models.DateField(blank=True, help_text='The bank holiday that moves here. Its usual date is a working day this year.', null=True)),
            ],
            options={
                'ordering': ['-date'],
                'constraints': [models.CheckConstraint(condition=models.Q(('instead_of', models.F('date')), _negated=True), name='places_bank_holiday_is_moved', violation_error_message='Enter the usual date that it moves from, or leave it blank')],
            },
        ),
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=9, unique=True, verbose_name='GSS code')),
                ('name', models.CharField(max_length=80)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('is_ours', models.BooleanField(default=True, verbose_name='in our area')),
                ('outline', models.JSONField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[EWSN]\\d{8}$')), name='places_gss_code_form', violation_error_message='Enter a GSS code: a letter E, W, S or N and eight digits, such as E07000073')],
            },
        ),
        migrations.CreateModel(
            name='Postcode',
            fields=[
                ('code', models.CharField(max_length=7, primary_key=True, serialize=False)),
                ('latitude', models.FloatField()),
                ('longitude', models.FloatField()),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postcodes', to='places.district')),
            ],
        ),
        migrations.CreateModel(
            name='Partnership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Digital Innovation Zone', max_length=120)),
                ('short_name', models.CharField(default='DIZ', max_length=40)),
                ('strapline', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('phone_hours', models.CharField(blank=True, db_default='', default='', help_text='For example, Monday to Friday, 9am to 5pm. Shown beside the number.', max_length=80, verbose_name='when the telephone is answered')),
                ('email', models.EmailField(blank=True, help_text='People who reply to an email from the portal write to this address.', max_length=254)),
                ('reply_days', models.PositiveSmallIntegerField(db_default=5, default=5, help_text='How soon you usually reply to people who ask to join, and to reports of accessibility problems. Pages and emails show this.', verbose_name='working days to reply')),
                ('seminars_are_free', models.BooleanField(db_default=True, default=True, help_text='Clear this if people pay for some of them: the pages then do not say “free”.')),
                ('statement_prepared_on', models.DateField(blank=True, null=True, verbose_name='accessibility statement prepared on')),
                ('statement_reviewed_on', models.DateField(blank=True, null=True, verbose_name='accessibility statement last reviewed on')),
                ('tested_on', models.DateField(blank=True, null=True, verbose_name='accessibility last tested on')),
                ('tested_by', models.CharField(blank=True, db_default='', default='', help_text='For example, Harlow Council’s web team', max_length=200, verbose_name='accessibility tested by')),
                ('how_tested', models.TextField(blank=True, db_default='', default='', help_text='What people tested on this site, and with what: pages, devices, screen readers. The statement already describes the automated tests.', max_length=2000, verbose_name='how accessibility was tested')),
                ('known_problems', models.TextField(blank=True, db_default='', default='', help_text='Problems on this site that the statement does not list yet, one on each line', max_length=2000, verbose_name='other accessibility problems')),
                ('lead_organisation', models.ForeignKey(blank=True, help_text='Its programme managers run the portal.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='places_one_partnership', violation_error_message='There is one partnership here. Change it instead of adding another'), models.CheckConstraint(condition=models.Q(('reply_days__gte', 1), ('reply_days__lte', 60)), name='places_reply_days_sensible', violation_error_message='Enter a number of working days from 1 to 60'), models.CheckConstraint(condition=models.Q(('statement_reviewed_on', None), models.Q(('statement_prepared_on__isnull', False), ('statement_reviewed_on__gte', models.F('statement_prepared_on'))), _connector='OR'), name='places_statement_reviewed_after', violation_error_message='Enter when the statement was prepared, and a review on or after that day'), models.CheckConstraint(condition=models.Q(models.Q(('how_tested', ''), ('tested_by', ''), ('tested_on', None)), models.Q(('tested_on__isnull', False), models.Q(('tested_by', ''), _negated=True)), _connector='OR'), name='places_tested_when_and_by_whom', violation_error_message='Enter both when accessibility was last tested and who tested it')],
            },
        ),
    ]
