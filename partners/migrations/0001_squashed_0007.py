import diz_portal.references
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("partners", "0001_tables"),
    ]

    dependencies = [
        ('documents', '0001_squashed_0002'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address (slug)')),
                ('sector', models.CharField(choices=[('council', 'Council'), ('health', 'Health'), ('education', 'Education'), ('voluntary', 'Voluntary, community and social enterprise (VCSE)'), ('private', 'Private')], max_length=12)),
                ('is_public_body', models.GeneratedField(db_persist=True, expression=models.Case(models.When(sector__in=('council', 'health', 'education'), then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField())),
                ('identifier_type', models.CharField(choices=[('gss', 'ONS (GSS) code'), ('ods', 'NHS ODS code'), ('charity', 'Charity number'), ('company', 'Company number')], max_length=8)),
                ('identifier', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('applied', 'Waiting for approval'), ('invited', 'Invited'), ('active', 'Active'), ('suspended', 'Suspended'), ('left', 'Left the partnership')], default='invited', max_length=10, verbose_name='status')),
                ('hands_over_until', models.DateField(blank=True, editable=False, null=True, verbose_name='can transfer work until')),
                ('summary', models.TextField(blank=True, help_text='What the organisation does in the partnership, in 2 sentences of plain English. Shown on its public page.')),
                ('website', models.URLField(blank=True)),
                ('joined_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name'), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OrganisationAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='web address (slug)')),
                ('sector', models.CharField(choices=[('council', 'Council'), ('health', 'Health'), ('education', 'Education'), ('voluntary', 'Voluntary, community and social enterprise (VCSE)'), ('private', 'Private')], max_length=12)),
                ('identifier_type', models.CharField(choices=[('gss', 'ONS (GSS) code'), ('ods', 'NHS ODS code'), ('charity', 'Charity number'), ('company', 'Company number')], max_length=8)),
                ('identifier', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('applied', 'Waiting for approval'), ('invited', 'Invited'), ('active', 'Active'), ('suspended', 'Suspended'), ('left', 'Left the partnership')], default='invited', max_length=10, verbose_name='status')),
                ('hands_over_until', models.DateField(blank=True, editable=False, null=True, verbose_name='can transfer work until')),
                ('website', models.URLField(blank=True)),
                ('joined_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('memorandum', 'Memorandum of understanding'), ('data_sharing', 'Data sharing agreement'), ('funding', 'Funding agreement'), ('inter_authority', 'Inter-authority agreement')], max_length=16, verbose_name='type of agreement')),
                ('signed_on', models.DateField()),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, help_text='When it was ended or replaced.', null=True)),
                ('document', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='documents.document')),
            ],
            options={
                'ordering': ['expires_on', 'title'],
            },
        ),
        migrations.CreateModel(
            name='AgreementAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('memorandum', 'Memorandum of understanding'), ('data_sharing', 'Data sharing agreement'), ('funding', 'Funding agreement'), ('inter_authority', 'Inter-authority agreement')], max_length=16, verbose_name='type of agreement')),
                ('signed_on', models.DateField()),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, help_text='When it was ended or replaced.', null=True)),
                ('document', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.agreement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('role', models.CharField(choices=[('lead', 'Organisation lead'), ('manager', 'Programme manager'), ('contributor', 'Contributor'), ('caseworker', 'Caseworker'), ('viewer', 'Viewer'), ('finance', 'Finance officer'), ('certifier', 'Certifier')], max_length=12)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_accepted', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-sent_at'],
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=150)),
                ('email', models.EmailField(max_length=254)),
                ('message', models.TextField(blank=True, max_length=1000)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('approved', 'Approved'), ('declined', 'Declined')], default='waiting', max_length=10, verbose_name='status')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Organisation lead'), ('manager', 'Programme manager'), ('contributor', 'Contributor'), ('caseworker', 'Caseworker'), ('viewer', 'Viewer'), ('finance', 'Finance officer'), ('certifier', 'Certifier')], max_length=12)),
                ('given_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('started_on', models.DateField(default=django.utils.timezone.localdate)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('given_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['organisation', 'person'],
            },
        ),
        migrations.CreateModel(
            name='MembershipAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('lead', 'Organisation lead'), ('manager', 'Programme manager'), ('contributor', 'Contributor'), ('caseworker', 'Caseworker'), ('viewer', 'Viewer'), ('finance', 'Finance officer'), ('certifier', 'Certifier')], max_length=12)),
                ('given_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('started_on', models.DateField(default=django.utils.timezone.localdate)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('given_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.membership')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
