import diz_portal.references
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0005_roles_over_money'),
        ('projects', '0010_board_packs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.DateField()),
                ('kind', models.CharField(choices=[('budget', 'Budget'), ('forecast', 'Forecast')], max_length=8)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount (£)')),
                ('recorded_on', models.DateField(default=django.utils.timezone.localdate)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('code', models.CharField(blank=True, choices=[('late', 'Delivery is later'), ('early', 'Delivery is earlier'), ('price', 'Price'), ('scope', 'Change of scope'), ('funding', 'Change of funding'), ('slip', 'Correction of an earlier figure'), ('other', 'Other')], max_length=8, verbose_name='why it differs')),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name': 'budget figure',
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('heading', models.CharField(max_length=120)),
                ('expenditure', models.CharField(choices=[('capital', 'Capital'), ('revenue', 'Revenue')], max_length=8, verbose_name='capital or revenue')),
            ],
            options={
                'verbose_name': 'budget line',
                'ordering': ['source__title', 'heading', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='VarianceReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.DateField()),
                ('variance', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='variance (£)')),
                ('code', models.CharField(choices=[('late', 'Delivery is later'), ('early', 'Delivery is earlier'), ('price', 'Price'), ('scope', 'Change of scope'), ('funding', 'Change of funding'), ('slip', 'Correction of an earlier figure'), ('other', 'Other')], max_length=8, verbose_name='why it differs')),
                ('reason', models.CharField(max_length=300)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'reason for a variance',
                'verbose_name_plural': 'reasons for variances',
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='posting',
            name='posting_fits',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='posting_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NOT EXISTS (\n            SELECT 1 FROM projects_fundingsource\n            WHERE id = NEW.source_id AND form = 'cash'\n        ) THEN\n            RAISE EXCEPTION 'only cash is received and spent' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.budget_line_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM projects_budgetline l\n            WHERE l.id = NEW.budget_line_id AND l.source_id = NEW.source_id\n                AND l.expenditure = NEW.expenditure AND NEW.flow = 'spent'\n        ) THEN\n            RAISE EXCEPTION 'spend goes to a line of its own source and class'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM projects_posting r\n            WHERE r.id = NEW.reverses_id AND r.source_id = NEW.source_id AND r.flow = NEW.flow\n                AND r.net = -NEW.net AND r.vat = -NEW.vat AND r.amount = -NEW.amount\n                AND r.expenditure = NEW.expenditure AND r.kind <> 'reversal'\n        ) THEN\n            RAISE EXCEPTION 'a reversal is the opposite of what it reverses'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='2bb2f41c8cf730e34585e429d65c585cd7c074ed', operation='INSERT', pgid='pgtrigger_posting_fits_d1a5b', table='projects_posting', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='budgetfigure',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='budgetfigure',
            name='record',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to='projects.return'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='projects.fundingsource'),
        ),
        migrations.AddField(
            model_name='budgetfigure',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='projects.budgetline'),
        ),
        migrations.AddField(
            model_name='posting',
            name='budget_line',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='projects.budgetline', verbose_name='budget line'),
        ),
        migrations.AddField(
            model_name='variancereason',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='variancereason',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='projects.budgetline'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('source', 'organisation', 'heading', 'expenditure'), name='projects_budget_line_once', violation_error_message='This budget line exists already. Enter a different heading'),
        ),
        migrations.AddIndex(
            model_name='budgetfigure',
            index=models.Index(fields=['line', 'quarter', 'kind'], name='projects_budget_newest'),
        ),
        migrations.AddConstraint(
            model_name='budgetfigure',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__day', 1), ('quarter__month__in', [1, 4, 7, 10])), name='projects_budget_names_a_quarter', violation_error_message='Enter the first day of a financial quarter'),
        ),
        migrations.AddConstraint(
            model_name='budgetfigure',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='projects_budget_not_negative', violation_error_message='Enter an amount of £0 or more'),
        ),
        migrations.AddConstraint(
            model_name='budgetfigure',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'budget'), ('recorded_on__lt', models.Func(models.F('quarter'), output_field=models.DateField(), template="(%(expressions)s + interval '3 months')::date")), _connector='OR'), name='projects_forecast_is_of_time_to_come', violation_error_message='Enter a forecast for this quarter or a later one'),
        ),
        migrations.AddConstraint(
            model_name='budgetfigure',
            constraint=models.CheckConstraint(condition=models.Q(('code', ''), models.Q(('reason', ''), _negated=True), _connector='OR'), name='projects_variance_code_has_words', violation_error_message='Enter why it differs in your own words'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetfigure',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7ec21255f47c5fa316b763032f0f934c2ff0ef4d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7a599', table='projects_budgetfigure', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='variancereason',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__day', 1), ('quarter__month__in', [1, 4, 7, 10])), name='projects_variance_names_a_quarter', violation_error_message='Enter the first day of a financial quarter'),
        ),
        migrations.AddConstraint(
            model_name='variancereason',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='projects_variance_has_reason', violation_error_message='Enter why it differs'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='variancereason',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='43c7fa3022c421b0455a8ef80a7574ba9829d3a8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d944f', table='projects_variancereason', when='BEFORE')),
        ),
    ]
