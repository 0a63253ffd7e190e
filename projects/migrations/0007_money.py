import diz_portal.references
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_searched'),
        ('partners', '0005_roles_over_money'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('projects', '0006_labels_of_the_field'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FinanceAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('cost_capital', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='total cost, capital (£)')),
                ('cost_revenue', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='total cost, revenue (£)')),
                ('variance_percent', models.PositiveSmallIntegerField(default=10, verbose_name='variance that needs a reason (%)')),
                ('variance_pounds', models.DecimalField(decimal_places=2, default=1000, max_digits=14, verbose_name='variance that needs a reason (£)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FundingCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('branding', 'Branding and publicity'), ('evaluation', 'Evaluation'), ('assets', 'Asset register'), ('records', 'Keep records'), ('report', 'Report or return'), ('other', 'Other')], max_length=12)),
                ('title', models.CharField(max_length=200, verbose_name='condition')),
                ('due_on', models.DateField(verbose_name='due')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='met on')),
                ('met_how', models.CharField(blank=True, max_length=300, verbose_name='how it was met')),
            ],
            options={
                'verbose_name': 'funding condition',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FundingConditionAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('branding', 'Branding and publicity'), ('evaluation', 'Evaluation'), ('assets', 'Asset register'), ('records', 'Keep records'), ('report', 'Report or return'), ('other', 'Other')], max_length=12)),
                ('due_on', models.DateField(verbose_name='due')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='met on')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FundingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('award', 'Award'), ('variation', 'Variation')], max_length=10)),
                ('dated_on', models.DateField(verbose_name='date of the letter')),
                ('capital', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='capital (£)')),
                ('revenue', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='revenue (£)')),
                ('letter_reference', models.CharField(blank=True, max_length=60, verbose_name='letter reference')),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'funding letter',
                'ordering': ['dated_on', 'recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FundingSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('grant', 'Grant'), ('match', 'Match funding'), ('partner', 'Partner’s contribution'), ('supplier', 'Supplier’s contribution')], max_length=8)),
                ('title', models.CharField(max_length=160, verbose_name='fund or contribution')),
                ('funder', models.CharField(blank=True, max_length=160)),
                ('agreement_reference', models.CharField(blank=True, max_length=60, verbose_name='agreement reference')),
                ('form', models.CharField(choices=[('cash', 'Cash'), ('in_kind', 'In kind')], default='cash', max_length=8, verbose_name='cash or in kind')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='funding starts')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='funding ends')),
                ('note', models.CharField(blank=True, max_length=500)),
                ('is_public', models.BooleanField(default=False, help_text='The name alone: no amount is shown.', verbose_name='name the funder on the project’s public page')),
                ('state', models.CharField(choices=[('expected', 'Not secured'), ('secured', 'Secured'), ('withdrawn', 'Withdrawn')], default='expected', editable=False, max_length=10, verbose_name='status')),
                ('secured_on', models.DateField(blank=True, editable=False, null=True, verbose_name='secured on')),
                ('evidence', models.CharField(blank=True, editable=False, max_length=300, verbose_name='evidence that it is secured')),
                ('awarded_capital', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='awarded, capital (£)')),
                ('awarded_revenue', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='awarded, revenue (£)')),
                ('in_kind', models.CharField(blank=True, choices=[('staff_time', 'Staff time'), ('volunteers', 'Volunteers’ time'), ('premises', 'Use of premises or equipment'), ('goods', 'Goods'), ('services', 'Services'), ('training', 'Training or events')], max_length=12, verbose_name='what is given in kind')),
                ('valuation', models.CharField(blank=True, max_length=300, verbose_name='how it is valued')),
                ('acceptance', models.CharField(blank=True, choices=[('asked', 'Not decided'), ('accepted', 'Accepted as match'), ('refused', 'Not accepted as match')], editable=False, max_length=10, verbose_name='accepted as match')),
                ('acceptance_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='where the agreement says so')),
                ('accepted_percent', models.PositiveSmallIntegerField(default=100, editable=False, verbose_name='share accepted as match (%)')),
                ('accepted_up_to', models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=14, null=True, verbose_name='accepted up to (£)')),
            ],
            options={
                'verbose_name': 'funding source',
                'ordering': ['kind', 'title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FundingSourceAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('grant', 'Grant'), ('match', 'Match funding'), ('partner', 'Partner’s contribution'), ('supplier', 'Supplier’s contribution')], max_length=8)),
                ('title', models.CharField(max_length=160, verbose_name='fund or contribution')),
                ('funder', models.CharField(blank=True, max_length=160)),
                ('agreement_reference', models.CharField(blank=True, max_length=60, verbose_name='agreement reference')),
                ('form', models.CharField(choices=[('cash', 'Cash'), ('in_kind', 'In kind')], default='cash', max_length=8, verbose_name='cash or in kind')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='funding starts')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='funding ends')),
                ('is_public', models.BooleanField(default=False, help_text='The name alone: no amount is shown.', verbose_name='name the funder on the project’s public page')),
                ('state', models.CharField(choices=[('expected', 'Not secured'), ('secured', 'Secured'), ('withdrawn', 'Withdrawn')], default='expected', editable=False, max_length=10, verbose_name='status')),
                ('secured_on', models.DateField(blank=True, editable=False, null=True, verbose_name='secured on')),
                ('awarded_capital', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='awarded, capital (£)')),
                ('awarded_revenue', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='awarded, revenue (£)')),
                ('in_kind', models.CharField(blank=True, choices=[('staff_time', 'Staff time'), ('volunteers', 'Volunteers’ time'), ('premises', 'Use of premises or equipment'), ('goods', 'Goods'), ('services', 'Services'), ('training', 'Training or events')], max_length=12, verbose_name='what is given in kind')),
                ('valuation', models.CharField(blank=True, max_length=300, verbose_name='how it is valued')),
                ('acceptance', models.CharField(blank=True, choices=[('asked', 'Not decided'), ('accepted', 'Accepted as match'), ('refused', 'Not accepted as match')], editable=False, max_length=10, verbose_name='accepted as match')),
                ('accepted_percent', models.PositiveSmallIntegerField(default=100, editable=False, verbose_name='share accepted as match (%)')),
                ('accepted_up_to', models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=14, null=True, verbose_name='accepted up to (£)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InKindGiven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('on', models.DateField(verbose_name='date')),
                ('what', models.CharField(max_length=200, verbose_name='what was given')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=10)),
                ('unit', models.CharField(help_text='For example, hours or days.', max_length=30)),
                ('rate', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='rate (£)')),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name='worth (£)')),
                ('evidence', models.CharField(blank=True, max_length=300)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'contribution in kind',
                'verbose_name_plural': 'contributions in kind',
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('flow', models.CharField(choices=[('received', 'Received'), ('spent', 'Spent')], max_length=8)),
                ('kind', models.CharField(choices=[('receipt', 'Receipt'), ('clawback', 'Clawback'), ('spend', 'Spend'), ('refund', 'Refund'), ('accrual', 'Accrual'), ('reversal', 'Reversal'), ('adjustment', 'Adjustment'), ('reclassification', 'Change between capital and revenue')], max_length=16)),
                ('on', models.DateField(verbose_name='date')),
                ('month', models.DateField()),
                ('is_outturn', models.BooleanField(default=False, verbose_name='outturn of the year')),
                ('for_month', models.DateField(blank=True, null=True, verbose_name='belongs to')),
                ('expenditure', models.CharField(choices=[('capital', 'Capital'), ('revenue', 'Revenue')], max_length=8, verbose_name='capital or revenue')),
                ('capital_basis', models.CharField(blank=True, choices=[('own_asset', 'Asset of the accountable body'), ('grant', 'Grant towards what would be capital (regulation 25(1)(b))'), ('works', 'Works on land in which it has no interest (regulation 25(1)(e))')], max_length=10, verbose_name='why it is capital')),
                ('net', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='net (£)')),
                ('vat', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='VAT (£)')),
                ('vat_recoverable', models.BooleanField(default=True, verbose_name='VAT is recovered')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount (£)')),
                ('description', models.CharField(max_length=200)),
                ('counterparty', models.CharField(blank=True, max_length=160, verbose_name='paid to or by')),
                ('transaction_reference', models.CharField(blank=True, max_length=60, verbose_name='transaction reference')),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('pair', models.CharField(blank=True, db_index=True, max_length=12)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SourceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('expected', 'Not secured'), ('secured', 'Secured'), ('withdrawn', 'Withdrawn')], max_length=10, verbose_name='status')),
                ('acceptance', models.CharField(blank=True, choices=[('asked', 'Not decided'), ('accepted', 'Accepted as match'), ('refused', 'Not accepted as match')], max_length=10)),
                ('on', models.DateField(verbose_name='date')),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Finance',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='finance', serialize=False, to='projects.project')),
                ('cost_capital', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='total cost, capital (£)')),
                ('cost_revenue', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='total cost, revenue (£)')),
                ('gap_comment', models.CharField(blank=True, help_text='How a shortfall will be met, or what a surplus is for.', max_length=500, verbose_name='why funding and cost differ')),
                ('variance_percent', models.PositiveSmallIntegerField(default=10, verbose_name='variance that needs a reason (%)')),
                ('variance_pounds', models.DecimalField(decimal_places=2, default=1000, max_digits=14, verbose_name='variance that needs a reason (£)')),
            ],
            options={
                'verbose_name': 'finance of a project',
                'verbose_name_plural': 'finance of projects',
                'constraints': [models.CheckConstraint(condition=models.Q(('cost_capital__gte', 0), ('cost_revenue__gte', 0)), name='projects_cost_not_negative', violation_error_message='Enter a cost of £0 or more'), models.CheckConstraint(condition=models.Q(('variance_percent__lte', 100), ('variance_pounds__gte', 0)), name='projects_variance_limits_make_sense', violation_error_message='Enter a percentage from 0 to 100, and an amount of £0 or more')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_financeaudit" ("cost_capital", "cost_revenue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "variance_percent", "variance_pounds") SELECT new_values."cost_capital", new_values."cost_revenue", _pgh_attached_context.value, NOW(), \'insert\', new_values."project_id", new_values."project_id", new_values."variance_percent", new_values."variance_pounds" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='420bd52f238859b2fa0d13890916f9ed0feca454', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5683b', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_finance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_financeaudit" ("cost_capital", "cost_revenue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "variance_percent", "variance_pounds") SELECT new_values."cost_capital", new_values."cost_revenue", _pgh_attached_context.value, NOW(), \'update\', new_values."project_id", new_values."project_id", new_values."variance_percent", new_values."variance_pounds" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."project_id") = (new_values."project_id") WHERE (old_values."cost_capital" IS DISTINCT FROM (new_values."cost_capital") OR old_values."cost_revenue" IS DISTINCT FROM (new_values."cost_revenue") OR old_values."project_id" IS DISTINCT FROM (new_values."project_id") OR old_values."variance_percent" IS DISTINCT FROM (new_values."variance_percent") OR old_values."variance_pounds" IS DISTINCT FROM (new_values."variance_pounds")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c71be539e53341c6a3862887880039fd9b743227', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5ffea', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_finance', when='AFTER')),
        ),
        migrations.AddField(
            model_name='financeaudit',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='financeaudit',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.finance'),
        ),
        migrations.AddField(
            model_name='financeaudit',
            name='project',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='projects.project'),
        ),
        migrations.AddField(
            model_name='fundingcondition',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funding_conditions', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='fundingconditionaudit',
            name='owner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='fundingconditionaudit',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='fundingconditionaudit',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.fundingcondition'),
        ),
        migrations.AddField(
            model_name='fundingletter',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fundingletter',
            name='paper',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funding_letter', to='documents.document'),
        ),
        migrations.AddField(
            model_name='fundingsource',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funding_sources', to='partners.organisation', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='fundingsource',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funding_sources', to='projects.project'),
        ),
        migrations.AddField(
            model_name='fundingletter',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='projects.fundingsource'),
        ),
        migrations.AddField(
            model_name='fundingconditionaudit',
            name='source',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.fundingsource'),
        ),
        migrations.AddField(
            model_name='fundingcondition',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='projects.fundingsource'),
        ),
        migrations.AddField(
            model_name='fundingsourceaudit',
            name='organisation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organisation', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='fundingsourceaudit',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='fundingsourceaudit',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.fundingsource'),
        ),
        migrations.AddField(
            model_name='fundingsourceaudit',
            name='project',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project'),
        ),
        migrations.AddField(
            model_name='inkindgiven',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inkindgiven',
            name='corrects',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='projects.inkindgiven'),
        ),
        migrations.AddField(
            model_name='inkindgiven',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_kind_given', to='projects.fundingsource'),
        ),
        migrations.AddField(
            model_name='posting',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='posting',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='posting',
            name='refunds',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refunded_by', to='projects.posting'),
        ),
        migrations.AddField(
            model_name='posting',
            name='reverses',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='projects.posting'),
        ),
        migrations.AddField(
            model_name='posting',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='projects.fundingsource'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='projects.fundingsource'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('project', 'title'), name='projects_source_title_once', violation_error_message='This project already has a funding source with this name. Enter a different name'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('organisation', None), ('funder', ''), _connector='XOR'), name='projects_source_has_one_funder', violation_error_message='Choose a partner or enter a funder, not both'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['expected', 'secured', 'withdrawn'])), name='projects_source_state_known', violation_error_message='Choose a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('secured_on__isnull', False), ('state', 'secured'), models.Q(('evidence', ''), _negated=True)), models.Q(('state', 'secured'), _negated=True), _connector='OR'), name='projects_secured_has_evidence', violation_error_message='Enter the evidence that the funding is secured, and its date'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('awarded_capital__gte', 0), ('awarded_revenue__gte', 0)), name='projects_award_not_negative', violation_error_message='Enter an amount that leaves £0 or more of the award'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='projects_source_ends_after_it_starts', violation_error_message='Enter an end date on or after the start date'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'in_kind'), models.Q(('in_kind', ''), _negated=True), models.Q(('valuation', ''), _negated=True), models.Q(('acceptance', ''), _negated=True)), models.Q(('acceptance', ''), ('form', 'cash'), ('in_kind', ''), ('valuation', '')), _connector='OR'), name='projects_in_kind_is_valued', violation_error_message='Choose what is given in kind and enter how it is valued'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('acceptance__in', ['', 'asked']), models.Q(('acceptance_reason', ''), _negated=True), _connector='OR'), name='projects_acceptance_has_reason', violation_error_message='Enter where the funding agreement says so'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_percent__range', (1, 100)), models.Q(('accepted_up_to', None), ('accepted_up_to__gt', 0), _connector='OR')), name='projects_acceptance_rate_and_cap', violation_error_message='Enter a percentage from 1 to 100, and a limit above £0'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingsource',
            trigger=pgtrigger.compiler.Trigger(name='award_is_its_letters', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT 1 FROM projects_fundingletter WHERE source_id = NEW.id\n            HAVING coalesce(sum(capital), 0) <> NEW.awarded_capital\n                OR coalesce(sum(revenue), 0) <> NEW.awarded_revenue\n        ) THEN\n            RAISE EXCEPTION 'an award is the sum of its letters'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='96daf416fce7885ee9f79a73b96ed30bb68d36c2', operation='UPDATE OF "awarded_capital", "awarded_revenue" OR INSERT', pgid='pgtrigger_award_is_its_letters_3219c', table='projects_fundingsource', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingsource',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_fundingsourceaudit" ("acceptance", "accepted_percent", "accepted_up_to", "agreement_reference", "awarded_capital", "awarded_revenue", "ends_on", "form", "funder", "id", "in_kind", "is_public", "kind", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference", "secured_on", "starts_on", "state", "title", "valuation") SELECT new_values."acceptance", new_values."accepted_percent", new_values."accepted_up_to", new_values."agreement_reference", new_values."awarded_capital", new_values."awarded_revenue", new_values."ends_on", new_values."form", new_values."funder", new_values."id", new_values."in_kind", new_values."is_public", new_values."kind", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."reference", new_values."secured_on", new_values."starts_on", new_values."state", new_values."title", new_values."valuation" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='973c0e9bfd9e285bf198485e0dd28e7e9a53c382', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fb43d', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_fundingsource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingsource',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_fundingsourceaudit" ("acceptance", "accepted_percent", "accepted_up_to", "agreement_reference", "awarded_capital", "awarded_revenue", "ends_on", "form", "funder", "id", "in_kind", "is_public", "kind", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference", "secured_on", "starts_on", "state", "title", "valuation") SELECT new_values."acceptance", new_values."accepted_percent", new_values."accepted_up_to", new_values."agreement_reference", new_values."awarded_capital", new_values."awarded_revenue", new_values."ends_on", new_values."form", new_values."funder", new_values."id", new_values."in_kind", new_values."is_public", new_values."kind", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."reference", new_values."secured_on", new_values."starts_on", new_values."state", new_values."title", new_values."valuation" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."acceptance" IS DISTINCT FROM (new_values."acceptance") OR old_values."accepted_percent" IS DISTINCT FROM (new_values."accepted_percent") OR old_values."accepted_up_to" IS DISTINCT FROM (new_values."accepted_up_to") OR old_values."agreement_reference" IS DISTINCT FROM (new_values."agreement_reference") OR old_values."awarded_capital" IS DISTINCT FROM (new_values."awarded_capital") OR old_values."awarded_revenue" IS DISTINCT FROM (new_values."awarded_revenue") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."form" IS DISTINCT FROM (new_values."form") OR old_values."funder" IS DISTINCT FROM (new_values."funder") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."in_kind" IS DISTINCT FROM (new_values."in_kind") OR old_values."is_public" IS DISTINCT FROM (new_values."is_public") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."project_id" IS DISTINCT FROM (new_values."project_id") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."secured_on" IS DISTINCT FROM (new_values."secured_on") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."valuation" IS DISTINCT FROM (new_values."valuation")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a76bceeb8d527dc2c576f28fdfa2ba4a7561e573', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3187d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_fundingsource', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='fundingletter',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='projects_letter_sent_once', violation_error_message='Open the form again: this letter has been entered'),
        ),
        migrations.AddConstraint(
            model_name='fundingletter',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'award')), fields=('source',), name='projects_one_award_letter', violation_error_message='This funding has been awarded. Enter a variation'),
        ),
        migrations.AddConstraint(
            model_name='fundingletter',
            constraint=models.CheckConstraint(condition=models.Q(('capital', 0), ('revenue', 0), _negated=True), name='projects_letter_changes_something', violation_error_message='Enter an amount of capital or revenue'),
        ),
        migrations.AddConstraint(
            model_name='fundingletter',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'variation'), models.Q(('capital__gte', 0), ('revenue__gte', 0)), _connector='OR'), name='projects_award_letter_gives', violation_error_message='Enter an amount of £0 or more'),
        ),
        migrations.AddConstraint(
            model_name='fundingletter',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'award'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='projects_variation_has_reason', violation_error_message='Enter why the award was varied'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingletter',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d4115e4af6632032619411368058666b90cdf14e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f6499', table='projects_fundingletter', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingletter',
            trigger=pgtrigger.compiler.Trigger(name='adds_to_the_award', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        UPDATE projects_fundingsource\n        SET awarded_capital = awarded_capital + NEW.capital,\n            awarded_revenue = awarded_revenue + NEW.revenue\n        WHERE id = NEW.source_id;\n        RETURN NULL;\n    ', hash='981ba16dc22433a003f86da3796872e2744805cf', operation='INSERT', pgid='pgtrigger_adds_to_the_award_b54ea', table='projects_fundingletter', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='fundingcondition',
            constraint=models.CheckConstraint(condition=models.Q(('met_on', None), models.Q(('met_how', ''), _negated=True), _connector='OR'), name='projects_condition_met_says_how', violation_error_message='Enter how the condition was met'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingcondition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_fundingconditionaudit" ("due_on", "id", "kind", "met_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "source_id") SELECT new_values."due_on", new_values."id", new_values."kind", new_values."met_on", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reference", new_values."source_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='97ff567816176ced118ec1ea94f3705f8561c353', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b3a70', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_fundingcondition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingcondition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_fundingconditionaudit" ("due_on", "id", "kind", "met_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "source_id") SELECT new_values."due_on", new_values."id", new_values."kind", new_values."met_on", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reference", new_values."source_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."met_on" IS DISTINCT FROM (new_values."met_on") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."source_id" IS DISTINCT FROM (new_values."source_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3851e6085df7c4e8bacb7d57e9db108c3af0d254', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0fa71', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_fundingcondition', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='inkindgiven',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='projects_in_kind_sent_once', violation_error_message='Open the form again: this contribution has been entered'),
        ),
        migrations.AddConstraint(
            model_name='inkindgiven',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('quantity__gt', 0)), models.Q(('corrects__isnull', False), ('quantity__lt', 0)), _connector='OR'), name='projects_in_kind_quantity', violation_error_message='Enter a quantity above 0'),
        ),
        migrations.AddConstraint(
            model_name='inkindgiven',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='projects_in_kind_rate', violation_error_message='Enter a rate above £0'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inkindgiven',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='23c8af7be6110ff537be1f5c3c5ba05246fc9c49', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0f30b', table='projects_inkindgiven', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['source', 'flow', 'on'], name='projects_posting_sums'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['month'], name='projects_posting_month'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='projects_posting_sent_once', violation_error_message='Open the form again: this has been entered'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('flow__in', ['received']), ('kind', 'receipt')), models.Q(('flow__in', ['received']), ('kind', 'clawback')), models.Q(('flow__in', ['spent']), ('kind', 'spend')), models.Q(('flow__in', ['spent']), ('kind', 'refund')), models.Q(('flow__in', ['spent']), ('kind', 'accrual')), models.Q(('flow__in', ['received', 'spent']), ('kind', 'reversal')), models.Q(('flow__in', ['received', 'spent']), ('kind', 'adjustment')), models.Q(('flow__in', ['spent']), ('kind', 'reclassification')), _connector='OR'), name='projects_posting_kind_goes_with_flow', violation_error_message='Choose a kind from the list'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind__in', ['accrual', 'receipt', 'spend'])), models.Q(('amount__lt', 0), ('kind__in', ['clawback', 'refund'])), models.Q(('kind__in', ['adjustment', 'reclassification']), models.Q(('amount', 0), _negated=True)), ('kind', 'reversal'), _connector='OR'), name='projects_posting_has_its_sign', violation_error_message='Enter an amount above £0'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount', models.F('net')), ('vat_recoverable', True)), models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('net'), '+', models.F('vat'))), ('vat_recoverable', False)), _connector='OR'), name='projects_posting_amount_counts', violation_error_message='Enter the net amount, and the VAT on it where it is not recovered'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_outturn', False), ('month', django.db.models.functions.datetime.TruncMonth('on'))), models.Q(('is_outturn', True), ('month', django.db.models.functions.datetime.TruncMonth('on')), ('month__month', 3)), _connector='OR'), name='projects_posting_month_is_its_date', violation_error_message='Enter a date in the period; an outturn is dated in March'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('for_month', None), models.Q(('for_month__day', 1), ('for_month__lte', models.F('month')), ('kind', 'adjustment')), _connector='OR'), name='projects_posting_adjusts_a_month', violation_error_message='Choose the month that is adjusted: not a later one'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['adjustment', 'clawback', 'reclassification', 'refund', 'reversal']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='projects_posting_says_why', violation_error_message='Enter the reason'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses', None)), _connector='OR'), name='projects_reversal_names_its_posting', violation_error_message='Choose the posting to reverse'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refund'), ('refunds__isnull', False)), models.Q(models.Q(('kind', 'refund'), _negated=True), ('refunds', None)), _connector='OR'), name='projects_refund_names_its_spend', violation_error_message='Choose the spend that was refunded'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'reclassification'), ('pair', ''), _connector='XOR'), name='projects_reclassification_is_a_pair', violation_error_message='Enter what changes between capital and revenue once'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capital_basis', ''), _negated=True), models.Q(('expenditure', 'capital'), ('flow', 'spent'), _negated=True), _connector='OR'), name='projects_capital_spend_has_basis', violation_error_message='Choose why the spend is capital'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='be5885b225f32851d93be1142ecb2a7a0b93d75c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a5354', table='projects_posting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='posting_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NOT EXISTS (\n            SELECT 1 FROM projects_fundingsource\n            WHERE id = NEW.source_id AND form = 'cash'\n        ) THEN\n            RAISE EXCEPTION 'only cash is received and spent' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM projects_posting r\n            WHERE r.id = NEW.reverses_id AND r.source_id = NEW.source_id AND r.flow = NEW.flow\n                AND r.net = -NEW.net AND r.vat = -NEW.vat AND r.amount = -NEW.amount\n                AND r.expenditure = NEW.expenditure AND r.kind <> 'reversal'\n        ) THEN\n            RAISE EXCEPTION 'a reversal is the opposite of what it reverses'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='286690f8247c8513dfa7766ed67f17f81e845644', operation='INSERT', pgid='pgtrigger_posting_fits_d1a5b', table='projects_posting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='reclassifies_to_nothing', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.kind = 'reclassification')", constraint='CONSTRAINT', func="\n        IF (SELECT sum(amount) FROM projects_posting WHERE pair = NEW.pair) <> 0 THEN\n            RAISE EXCEPTION 'what leaves capital comes to revenue, and the other way round'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ", hash='3360d21add52089da9e52ece3d5080d66ee30820', operation='INSERT', pgid='pgtrigger_reclassifies_to_nothing_0822a', table='projects_posting', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='29c37a075dbe4318fb917e14cc546095d55a9937', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2c8c1', table='projects_sourceevent', when='BEFORE')),
        ),
    ]
