import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("places", "0001_tables"),
        ("places", "0002_offer_days"),
        ("places", "0003_phone_hours"),
        ("places", "0004_labels_of_the_field"),
        ("places", "0005_connectivity"),
        ("places", "0006_field_words"),
    ]

    dependencies = [
        ('partners', '0001_squashed_0007'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoadedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added', models.PositiveIntegerField()),
                ('changed', models.PositiveIntegerField()),
                ('unchanged', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['-recorded_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=9, unique=True, verbose_name='GSS code')),
                ('name', models.CharField(max_length=100)),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, help_text='The last day of this area, if its council was or will be dissolved.', null=True, verbose_name='until')),
                ('successors', models.ManyToManyField(blank=True, help_text='The areas that take its place.', related_name='predecessors', to='places.area')),
            ],
            options={
                'verbose_name': 'statistical area',
                'verbose_name_plural': 'statistical areas',
                'ordering': ['name', 'code'],
            },
        ),
        migrations.CreateModel(
            name='BankHoliday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(help_text='New deadlines will not count this day. Deadlines that are already set stay the same: they may be one day early, but not late.', unique=True)),
                ('name', models.CharField(help_text='For example, coronation of the King', max_length=80)),
                ('instead_of', models.DateField(blank=True, help_text='The usual date of the bank holiday that moves to this date. The usual date will be a working day this year.', null=True)),
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
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address (slug)')),
                ('is_ours', models.BooleanField(default=True, verbose_name='in our area')),
                ('outline', models.JSONField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[EWSN]\\d{8}$')), name='places_gss_code_form', violation_error_message='Enter a GSS code: a letter E, W, S or N and 8 digits, such as E07000073')],
            },
        ),
        migrations.CreateModel(
            name='Neighbour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbours', to='places.area')),
                ('neighbour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
            ],
            options={
                'ordering': ['area', 'place'],
            },
        ),
        migrations.CreateModel(
            name='Partnership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Digital Innovation Zone', max_length=120)),
                ('short_name', models.CharField(default='DIZ', max_length=40)),
                ('strapline', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('phone_hours', models.CharField(blank=True, db_default='', default='', help_text='For example, Monday to Friday, 9am to 5pm. Shown beside the number.', max_length=80, verbose_name='when the phone is answered')),
                ('email', models.EmailField(blank=True, help_text='People who reply to an email from the portal write to this address.', max_length=254)),
                ('reply_days', models.PositiveSmallIntegerField(db_default=5, default=5, help_text='How soon you usually reply to people who ask to join, and to reports of accessibility problems. Pages and emails show this.', verbose_name='working days to reply')),
                ('seminars_are_free', models.BooleanField(db_default=True, default=True, help_text='Clear this box if people pay for any seminars. The pages will then not say “free”.')),
                ('statement_prepared_on', models.DateField(blank=True, null=True, verbose_name='accessibility statement prepared on')),
                ('statement_reviewed_on', models.DateField(blank=True, null=True, verbose_name='accessibility statement last reviewed on')),
                ('tested_on', models.DateField(blank=True, null=True, verbose_name='accessibility last tested on')),
                ('tested_by', models.CharField(blank=True, db_default='', default='', help_text='For example, Harlow Council’s web team', max_length=200, verbose_name='accessibility tested by')),
                ('how_tested', models.TextField(blank=True, db_default='', default='', help_text='What people tested on this site, and with what: pages, devices, screen readers. The statement already describes the automated tests.', max_length=2000, verbose_name='how accessibility was tested')),
                ('known_problems', models.TextField(blank=True, db_default='', default='', help_text='Problems on this site that the statement does not list yet, one on each line', max_length=2000, verbose_name='other accessibility problems')),
                ('lead_organisation', models.ForeignKey(blank=True, help_text='Its programme managers have access to all projects and to the admin.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('offer_days', models.PositiveSmallIntegerField(db_default=7, default=7, help_text='How soon you aim to answer people who offer devices or mobile data. Pages and messages show this, and the to-do list asks for an answer by then.', verbose_name='days to answer offers')),
            ],
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
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publisher', models.CharField(choices=[('ofcom', 'Ofcom Connected Nations'), ('ons', 'ONS Explore Local Statistics')], max_length=8)),
                ('period', models.DateField(verbose_name='figures of')),
            ],
            options={
                'ordering': ['publisher', 'period'],
                'constraints': [models.UniqueConstraint(fields=('publisher', 'period'), name='places_release_once', violation_error_message='This release has been loaded. Change its figures instead')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('full_fibre', 'Full fibre'), ('gigabit', 'Gigabit-capable'), ('superfast', 'Superfast (30 Mbit/s or more)'), ('below_30', 'Below 30 Mbit/s'), ('below_decent', 'Without decent broadband'), ('mobile_4g', '4G outdoors'), ('mobile_5g', '5G outdoors')], max_length=12)),
                ('share', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='share (%)')),
                ('premises', models.PositiveIntegerField(null=True)),
                ('all_premises', models.PositiveIntegerField(null=True)),
                ('matched_premises', models.PositiveIntegerField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='places.area')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='places.release')),
            ],
            options={
                'ordering': ['release', 'measure', 'area__name'],
            },
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[EWSNKJ][0-9]{8}$')), name='places_area_code_form', violation_error_message='Enter a GSS code: a letter and 8 digits, such as E07000073'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='places_area_ends_after_it_starts', violation_error_message='Enter an end date after the start date'),
        ),
        migrations.AddConstraint(
            model_name='neighbour',
            constraint=models.UniqueConstraint(fields=('area', 'place'), name='places_neighbour_place_once', violation_error_message='This place is taken. Enter a different place'),
        ),
        migrations.AddConstraint(
            model_name='neighbour',
            constraint=models.UniqueConstraint(fields=('area', 'neighbour'), name='places_neighbour_once', violation_error_message='This neighbour has been added. Select a different area'),
        ),
        migrations.AddConstraint(
            model_name='neighbour',
            constraint=models.CheckConstraint(condition=models.Q(('area', models.F('neighbour')), _negated=True), name='places_neighbour_is_another', violation_error_message='Select a different area'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='places_one_partnership', violation_error_message='There is one partnership here. Change it instead of adding another'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(('reply_days__gte', 1), ('reply_days__lte', 60)), name='places_reply_days_sensible', violation_error_message='Enter a number of working days from 1 to 60'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(('offer_days__gte', 1), ('offer_days__lte', 60)), name='places_offer_days_sensible', violation_error_message='Enter a number of days from 1 to 60'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(('statement_reviewed_on', None), models.Q(('statement_prepared_on__isnull', False), ('statement_reviewed_on__gte', models.F('statement_prepared_on'))), _connector='OR'), name='places_statement_reviewed_after', violation_error_message='Enter when the statement was prepared, and a review on or after that day'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how_tested', ''), ('tested_by', ''), ('tested_on', None)), models.Q(('tested_on__isnull', False), models.Q(('tested_by', ''), _negated=True)), _connector='OR'), name='places_tested_when_and_by_whom', violation_error_message='Enter both when accessibility was last tested and who tested it'),
        ),
        migrations.AddIndex(
            model_name='figure',
            index=models.Index(fields=['area', 'measure'], name='places_figure_of_area'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.UniqueConstraint(fields=('release', 'area', 'measure'), name='places_figure_once', violation_error_message='This figure has been loaded. Change it instead'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.CheckConstraint(condition=models.Q(('share__range', (0, 100))), name='places_figure_is_a_share', violation_error_message='Enter a percentage from 0 to 100'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('all_premises', None), ('matched_premises', None), ('premises', None)), models.Q(('all_premises__gt', 0), ('premises__lte', models.F('all_premises')), models.Q(('matched_premises', None), ('matched_premises__lte', models.F('all_premises')), _connector='OR')), _connector='OR'), name='places_figure_counts_fit', violation_error_message='Enter no more premises than there are'),
        ),
    ]
