
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0004_labels_of_the_field'),
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
                'verbose_name': 'area of statistics',
                'verbose_name_plural': 'areas of statistics',
                'ordering': ['name', 'code'],
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
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[EWSNKJ][0-9]{8}$')), name='places_area_code_form', violation_error_message='Enter a GSS code: a letter and eight digits, such as E07000073'),
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
