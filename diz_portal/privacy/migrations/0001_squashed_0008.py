import datetime
import diz_portal.privacy.copies.models
import diz_portal.references
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("privacy", "0001_tables"),
        ("privacy", "0002_stays_with_its_controller"),
        ("privacy", "0003_plain_words"),
        ("privacy", "0004_processor_of_all_records"),
        ("privacy", "0005_labels_of_the_field"),
        ("privacy", "0006_words_of_copies"),
        ("privacy", "0007_labels_of_events"),
        ("privacy", "0008_field_words"),
    ]

    dependencies = [
        ('partners', '0002_squashed_0007'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=100, verbose_name='type of record')),
                ('days', models.PositiveSmallIntegerField()),
                ('at_least', models.PositiveSmallIntegerField()),
                ('at_most', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['label'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=32)),
                ('came_by', models.CharField(choices=[('page', 'Public page'), ('email', 'Email'), ('phone', 'Phone'), ('letter', 'Letter'), ('in_person', 'In person')], max_length=9, verbose_name='how received')),
                ('received_on', models.DateField(verbose_name='received')),
                ('name', models.CharField(blank=True, max_length=150)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message'), ('letter', 'Letter'), ('phone', 'Phone call')], max_length=6, verbose_name='reply by')),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=24, verbose_name='phone')),
                ('postal_address', models.TextField(blank=True, max_length=400)),
                ('words', models.TextField(blank=True, max_length=4000, verbose_name='in their words')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='person erased')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('state', models.CharField(choices=[('received', 'Received'), ('acknowledged', 'Acknowledged'), ('investigating', 'Investigating'), ('closed', 'Closed')], default='received', max_length=13, verbose_name='status')),
                ('acknowledged_on', models.DateField(blank=True, null=True, verbose_name='acknowledged')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'Upheld'), ('partly', 'Partly upheld'), ('not_upheld', 'Not upheld'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('controller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='organisation it is about')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'data protection complaint',
                'ordering': ['-received_on', '-pk'],
                'abstract': False,
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ComplaintEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField(blank=True, max_length=5000, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('kind', models.CharField(choices=[('received', 'Complaint received'), ('acknowledged', 'Acknowledged'), ('note', 'Investigation note'), ('controller', 'Organisation changed'), ('closed', 'Outcome sent'), ('withdrawn', 'Withdrawn'), ('reopened', 'Reopened'), ('erased', 'Personal details erased')], max_length=12, verbose_name='type of entry')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='privacy.complaint')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'abstract': False,
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=32)),
                ('came_by', models.CharField(choices=[('page', 'Public page'), ('email', 'Email'), ('phone', 'Phone'), ('letter', 'Letter'), ('in_person', 'In person')], max_length=9, verbose_name='how received')),
                ('received_on', models.DateField(verbose_name='received')),
                ('name', models.CharField(blank=True, max_length=150)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message'), ('letter', 'Letter'), ('phone', 'Phone call')], max_length=6, verbose_name='reply by')),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=24, verbose_name='phone')),
                ('postal_address', models.TextField(blank=True, max_length=400)),
                ('words', models.TextField(blank=True, max_length=4000, verbose_name='in their words')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='person erased')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('kind', models.CharField(choices=[('access', 'Subject access (SAR)'), ('rectification', 'Rectification'), ('erasure', 'Erasure'), ('restriction', 'Restriction'), ('objection', 'Objection'), ('portability', 'Portability')], max_length=13, verbose_name='request type')),
                ('state', models.CharField(choices=[('received', 'Received'), ('identity_asked', 'Proof of identity requested'), ('in_progress', 'In progress'), ('answered', 'Answered'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='received', max_length=14, verbose_name='status')),
                ('due_on', models.DateField(verbose_name='due')),
                ('paused_on', models.DateField(blank=True, null=True, verbose_name='clock stopped')),
                ('pause_ground', models.CharField(blank=True, choices=[('identity', 'Who they are'), ('scope', 'What exactly they are asking for')], max_length=8, verbose_name='reason clock stopped')),
                ('paused_days', models.PositiveSmallIntegerField(default=0, verbose_name='days clock stopped')),
                ('extended_on', models.DateField(blank=True, null=True, verbose_name='extended')),
                ('extension_ground', models.CharField(blank=True, choices=[('complex', 'The request is complex'), ('many', 'The same person has made several requests')], max_length=7, verbose_name='reason for extension')),
                ('due_before', models.DateField(blank=True, null=True, verbose_name='due before it was extended')),
                ('reopened_on', models.DateField(blank=True, null=True, verbose_name='reopened')),
                ('reopen_ground', models.CharField(blank=True, choices=[('mistake', 'It was closed by mistake'), ('incomplete', 'The answer was wrong or incomplete'), ('came_back', 'They withdrew it or were not identified, and have asked again')], db_default='', max_length=10, verbose_name='reason for reopening')),
                ('counted_from', models.DateField(blank=True, null=True, verbose_name='clock restarted from')),
                ('refusal_ground', models.CharField(blank=True, choices=[('not_identified', 'We could not confirm their identity'), ('unfounded', 'The request is manifestly unfounded'), ('excessive', 'The request is excessive'), ('exempt', 'An exemption applies'), ('not_ours', 'No partner holds this data')], max_length=14, verbose_name='reason for refusal')),
                ('controller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='organisation it is about')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'data protection request',
                'ordering': ['-received_on', '-pk'],
                'abstract': False,
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='type of record')),
                ('reference', models.CharField(max_length=40)),
                ('controller', models.CharField(max_length=200)),
                ('outcome', models.CharField(choices=[('erased', 'Erased'), ('refused', 'Kept'), ('exported', 'Disclosed')], max_length=8)),
                ('ground', models.CharField(blank=True, choices=[('still_needed', 'Still needed for its original purpose'), ('law', 'The law requires us to keep it'), ('claim', 'Needed for a legal claim'), ('safeguarding', 'Needed to protect someone from harm'), ('not_theirs', 'Not this person’s record')], max_length=12, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='explanation')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to='privacy.datarequest')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='PreparedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('records', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=75), size=None)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('held', models.CharField(blank=True, max_length=64)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('emptied_at', models.DateTimeField(blank=True, null=True, verbose_name='files deleted')),
                ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='privacy.datarequest')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'copy for a person',
                'verbose_name_plural': 'copies for people',
                'ordering': ['-started_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='CopyReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=250)),
                ('text', models.CharField(max_length=64)),
                ('words', models.TextField(blank=True)),
                ('is_withheld', models.BooleanField(default=False, verbose_name='the whole text')),
                ('reason', models.CharField(blank=True, choices=[('another', 'about another person'), ('reference', 'a reference given in confidence'), ('privilege', 'advice from a lawyer'), ('harm', 'it could seriously harm someone'), ('crime', 'it could make it harder to detect or prevent a crime')], max_length=9)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='privacy.preparedcopy')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='CopyHandout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('json', 'JSON')], max_length=4)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handouts', to='privacy.preparedcopy')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='CopyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('json', 'JSON')], max_length=4)),
                ('file', models.FileField(max_length=60, upload_to=diz_portal.privacy.copies.models.opaque_key)),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='privacy.preparedcopy')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ProcessingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('purpose', models.SlugField(editable=False, max_length=40)),
                ('basis', models.CharField(choices=[('consent', 'Consent (Article 6(1)(a))'), ('contract', 'Contract (Article 6(1)(b))'), ('legal_obligation', 'Legal obligation (Article 6(1)(c))'), ('vital_interests', 'Vital interests (Article 6(1)(d))'), ('public_task', 'Public task (Article 6(1)(e))'), ('recognised', 'Recognised legitimate interests (Article 6(1)(ea))'), ('legitimate', 'Legitimate interests (Article 6(1)(f))')], max_length=16, verbose_name='lawful basis')),
                ('basis_words', models.CharField(blank=True, help_text='The Act and section of a public task or legal obligation, or the interest.', max_length=300, verbose_name='law, task or interest')),
                ('assessed_on', models.DateField(blank=True, null=True, verbose_name='legitimate interests assessment')),
                ('special', models.BooleanField(editable=False, verbose_name='holds special category data')),
                ('condition', models.CharField(blank=True, choices=[('explicit_consent', 'Explicit consent (Article 9(2)(a))'), ('social_protection', 'Employment, social security and social protection law (Article 9(2)(b))'), ('vital_interests', 'Vital interests (Article 9(2)(c))'), ('not_for_profit', 'Not-for-profit body and its members (Article 9(2)(d))'), ('legal_claims', 'Legal claims (Article 9(2)(f))'), ('public_interest', 'Substantial public interest (Article 9(2)(g))'), ('health_care', 'Health or social care (Article 9(2)(h))'), ('archives', 'Archiving, research and statistics (Article 9(2)(j))')], max_length=17, verbose_name='Article 9 condition')),
                ('schedule_1', models.CharField(blank=True, choices=[('1', 'Paragraph 1: employment, social security and social protection'), ('2', 'Paragraph 2: health or social care'), ('4', 'Paragraph 4: archiving, research and statistics'), ('6', 'Paragraph 6: statutory and government purposes'), ('8', 'Paragraph 8: equality of opportunity or treatment'), ('16', 'Paragraph 16: support for people with a disability or medical condition'), ('17', 'Paragraph 17: counselling, advice and support'), ('18', 'Paragraph 18: safeguarding of children and people at risk'), ('19', 'Paragraph 19: economic well-being of people at risk')], max_length=2, verbose_name='paragraph of Schedule 1')),
                ('policy_on', models.DateField(blank=True, null=True, verbose_name='appropriate policy document')),
                ('source', models.CharField(max_length=300, verbose_name='where the data comes from')),
                ('recipients', models.CharField(max_length=300, verbose_name='who receives it')),
                ('transfers', models.CharField(choices=[('none', 'No data leaves the UK'), ('adequacy', 'To a country with UK adequacy regulations'), ('idta', 'International data transfer agreement (IDTA)'), ('addendum', 'UK addendum to the EU standard contractual clauses'), ('binding_rules', 'Binding corporate rules'), ('exception', 'An exception of Article 49')], default='none', max_length=13, verbose_name='transfers abroad')),
                ('transfers_to', models.CharField(blank=True, max_length=200, verbose_name='countries and recipients')),
                ('made_on', models.DateField(default=django.utils.timezone.localdate, editable=False)),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='reviewed')),
                ('next_review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processing', to='partners.organisation')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'record of processing',
                'verbose_name_plural': 'records of processing',
                'ordering': ['controller', 'purpose'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='PeriodAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('label', models.CharField(max_length=100, verbose_name='type of record')),
                ('days', models.PositiveSmallIntegerField()),
                ('at_least', models.PositiveSmallIntegerField()),
                ('at_most', models.PositiveSmallIntegerField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.period')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='privacy.processingrecord')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='period',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='privacy.processingrecord'),
        ),
        migrations.CreateModel(
            name='ProcessingRecordAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12)),
                ('purpose', models.SlugField(db_index=False, editable=False, max_length=40)),
                ('basis', models.CharField(choices=[('consent', 'Consent (Article 6(1)(a))'), ('contract', 'Contract (Article 6(1)(b))'), ('legal_obligation', 'Legal obligation (Article 6(1)(c))'), ('vital_interests', 'Vital interests (Article 6(1)(d))'), ('public_task', 'Public task (Article 6(1)(e))'), ('recognised', 'Recognised legitimate interests (Article 6(1)(ea))'), ('legitimate', 'Legitimate interests (Article 6(1)(f))')], max_length=16, verbose_name='lawful basis')),
                ('basis_words', models.CharField(blank=True, help_text='The Act and section of a public task or legal obligation, or the interest.', max_length=300, verbose_name='law, task or interest')),
                ('assessed_on', models.DateField(blank=True, null=True, verbose_name='legitimate interests assessment')),
                ('special', models.BooleanField(editable=False, verbose_name='holds special category data')),
                ('condition', models.CharField(blank=True, choices=[('explicit_consent', 'Explicit consent (Article 9(2)(a))'), ('social_protection', 'Employment, social security and social protection law (Article 9(2)(b))'), ('vital_interests', 'Vital interests (Article 9(2)(c))'), ('not_for_profit', 'Not-for-profit body and its members (Article 9(2)(d))'), ('legal_claims', 'Legal claims (Article 9(2)(f))'), ('public_interest', 'Substantial public interest (Article 9(2)(g))'), ('health_care', 'Health or social care (Article 9(2)(h))'), ('archives', 'Archiving, research and statistics (Article 9(2)(j))')], max_length=17, verbose_name='Article 9 condition')),
                ('schedule_1', models.CharField(blank=True, choices=[('1', 'Paragraph 1: employment, social security and social protection'), ('2', 'Paragraph 2: health or social care'), ('4', 'Paragraph 4: archiving, research and statistics'), ('6', 'Paragraph 6: statutory and government purposes'), ('8', 'Paragraph 8: equality of opportunity or treatment'), ('16', 'Paragraph 16: support for people with a disability or medical condition'), ('17', 'Paragraph 17: counselling, advice and support'), ('18', 'Paragraph 18: safeguarding of children and people at risk'), ('19', 'Paragraph 19: economic well-being of people at risk')], max_length=2, verbose_name='paragraph of Schedule 1')),
                ('policy_on', models.DateField(blank=True, null=True, verbose_name='appropriate policy document')),
                ('source', models.CharField(max_length=300, verbose_name='where the data comes from')),
                ('recipients', models.CharField(max_length=300, verbose_name='who receives it')),
                ('transfers', models.CharField(choices=[('none', 'No data leaves the UK'), ('adequacy', 'To a country with UK adequacy regulations'), ('idta', 'International data transfer agreement (IDTA)'), ('addendum', 'UK addendum to the EU standard contractual clauses'), ('binding_rules', 'Binding corporate rules'), ('exception', 'An exception of Article 49')], default='none', max_length=13, verbose_name='transfers abroad')),
                ('transfers_to', models.CharField(blank=True, max_length=200, verbose_name='countries and recipients')),
                ('made_on', models.DateField(default=django.utils.timezone.localdate, editable=False)),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='reviewed')),
                ('next_review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.processingrecord')),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Processor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=150)),
                ('what_for', models.CharField(max_length=200, verbose_name='what it does')),
                ('where', models.CharField(max_length=150, verbose_name='where the data is')),
                ('contract_on', models.DateField(blank=True, null=True, verbose_name='contract signed')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processors', to='partners.organisation')),
                ('is_for_all', models.BooleanField(db_default=False, default=False, verbose_name='handles data in all records')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ProcessorAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12)),
                ('name', models.CharField(max_length=150)),
                ('what_for', models.CharField(max_length=200, verbose_name='what it does')),
                ('where', models.CharField(max_length=150, verbose_name='where the data is')),
                ('contract_on', models.DateField(blank=True, null=True, verbose_name='contract signed')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.processor')),
                ('is_for_all', models.BooleanField(db_default=False, default=False, verbose_name='handles data in all records')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProcessorUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='no longer used')),
                ('processor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='privacy.processor')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='privacy.processingrecord')),
            ],
            options={
                'ordering': ['processor__name', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ProcessorUseAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='no longer used')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.processoruse')),
                ('processor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='privacy.processor')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='privacy.processingrecord')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RequestEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField(blank=True, max_length=5000, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('kind', models.CharField(choices=[('received', 'Request received'), ('started', 'Work started'), ('paused', 'Clock stopped'), ('resumed', 'Clock restarted'), ('extended', 'Extended by two months'), ('controller', 'Organisation changed'), ('asked', 'Another controller asked to decide'), ('note', 'Note'), ('answered', 'Answered'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('reopened', 'Reopened'), ('erased', 'Personal details erased')], max_length=10, verbose_name='type of entry')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='privacy.datarequest')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'abstract': False,
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='RetentionResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=100)),
                ('what', models.CharField(max_length=200, verbose_name='type of record')),
                ('action', models.CharField(max_length=12)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('held_back', models.PositiveIntegerField(db_default=0, default=0)),
                ('problem', models.CharField(blank=True, max_length=100)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='privacy.retentionrun')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('closed_on', None)), fields=['received_on'], name='privacy_complaints_open'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='privacy_complaint_kept_once', violation_error_message='This form has already been sent. Open the list to see it'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('came_by__in', ['page', 'email', 'phone', 'letter', 'in_person']), ('channel__in', ['email', 'text', 'letter', 'phone'])), name='privacy_complaint_ways_known', violation_error_message='Select from the lists how we received it and how to reply'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^\\+44[1-378][0-9]{8,9}(;ext=[0-9]{1,6})?$'), _connector='OR'), name='privacy_complaint_phone_form', violation_error_message='Enter a UK phone number, such as 01632 960 001'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('attempt', ''), ('email', ''), ('name', ''), ('phone', ''), ('postal_address', ''), ('words', '')), _connector='OR'), name='privacy_complaint_erased_is_empty', violation_error_message='Remove the person’s details before you record that they are erased'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', False), models.Q(('channel', 'email'), models.Q(('email', ''), _negated=True)), models.Q(('channel', 'letter'), models.Q(('postal_address', ''), _negated=True)), models.Q(('channel__in', ['text', 'phone']), models.Q(('phone', ''), _negated=True)), _connector='OR'), name='privacy_complaint_can_be_answered', violation_error_message='Enter where to reply: the email address, the postal address or the phone number'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='privacy_complaint_open_is_kept', violation_error_message='Close it before you erase the person’s details'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('received_on')), _connector='OR'), name='privacy_complaint_closed_after_it_came', violation_error_message='Enter a closing date that is not before the day we received it'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('outcome', ''), ('state__in', ('received', 'acknowledged', 'investigating'))), models.Q(('closed_on__isnull', False), ('outcome__in', ['upheld', 'partly', 'not_upheld', 'withdrawn']), ('state', 'closed')), _connector='OR'), name='privacy_complaint_closed_has_outcome', violation_error_message='Enter a date and an outcome for a closed complaint, and neither for an open one'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('acknowledged_on__isnull', True), ('acknowledged_on__gte', models.F('received_on')), _connector='OR'), name='privacy_complaint_acknowledged_after_it_came', violation_error_message='Enter a date of acknowledgement that is not before the day we received it'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_on__isnull', True), ('state', 'received')), models.Q(models.Q(('state', 'received'), _negated=True), ('acknowledged_on__isnull', False)), ('outcome', 'withdrawn'), _connector='OR'), name='privacy_complaint_acknowledged_first', violation_error_message='Acknowledge the complaint first, and enter the date'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaintevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0037063e232f37f04aeebae47342fa3bd90ba488', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d42f4', table='privacy_complaintevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='datarequest',
            index=models.Index(condition=models.Q(('closed_on', None)), fields=['due_on'], name='privacy_requests_due'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='privacy_datarequest_kept_once', violation_error_message='This form has already been sent. Open the list to see it'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('came_by__in', ['page', 'email', 'phone', 'letter', 'in_person']), ('channel__in', ['email', 'text', 'letter', 'phone'])), name='privacy_datarequest_ways_known', violation_error_message='Select from the lists how we received it and how to reply'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^\\+44[1-378][0-9]{8,9}(;ext=[0-9]{1,6})?$'), _connector='OR'), name='privacy_datarequest_phone_form', violation_error_message='Enter a UK phone number, such as 01632 960 001'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('attempt', ''), ('email', ''), ('name', ''), ('phone', ''), ('postal_address', ''), ('words', '')), _connector='OR'), name='privacy_datarequest_erased_is_empty', violation_error_message='Remove the person’s details before you record that they are erased'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', False), models.Q(('channel', 'email'), models.Q(('email', ''), _negated=True)), models.Q(('channel', 'letter'), models.Q(('postal_address', ''), _negated=True)), models.Q(('channel__in', ['text', 'phone']), models.Q(('phone', ''), _negated=True)), _connector='OR'), name='privacy_datarequest_can_be_answered', violation_error_message='Enter where to reply: the email address, the postal address or the phone number'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='privacy_datarequest_open_is_kept', violation_error_message='Close it before you erase the person’s details'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('received_on')), _connector='OR'), name='privacy_datarequest_closed_after_it_came', violation_error_message='Enter a closing date that is not before the day we received it'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['access', 'rectification', 'erasure', 'restriction', 'objection', 'portability']), ('state__in', ['received', 'identity_asked', 'in_progress', 'answered', 'refused', 'withdrawn'])), name='privacy_request_kind_and_state_known', violation_error_message='Select the request type and its status from the lists'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('state__in', ('received', 'identity_asked', 'in_progress'))), models.Q(models.Q(('state__in', ('received', 'identity_asked', 'in_progress')), _negated=True), ('closed_on__isnull', False)), _connector='OR'), name='privacy_request_closed_has_day', violation_error_message='Enter the date a closed request was closed, and no date for an open one'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pause_ground', ''), ('paused_on__isnull', True)), models.Q(('pause_ground__in', ['identity', 'scope']), ('paused_on__gte', models.F('received_on')), ('paused_on__isnull', False), ('state__in', ('received', 'identity_asked', 'in_progress'))), _connector='OR'), name='privacy_request_paused_for_a_reason', violation_error_message='For a stopped clock, select the reason and enter the date it stopped: on or after the date of the request, and only while it is open'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pause_ground', 'identity'), ('state', 'identity_asked')), models.Q(models.Q(('state', 'identity_asked'), _negated=True), models.Q(('pause_ground', 'identity'), _negated=True)), _connector='OR'), name='privacy_request_identity_stops_the_clock', violation_error_message='Select proof of identity as the reason only while the status is “Proof of identity requested”'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_before__isnull', True), ('extended_on__isnull', True), ('extension_ground', '')), models.Q(('due_before__isnull', False), ('extended_on__gte', models.F('received_on')), ('extended_on__isnull', False), ('extended_on__lte', models.F('due_before')), ('extension_ground__in', ['complex', 'many'])), _connector='OR'), name='privacy_request_extended_in_time', violation_error_message='Select why it is extended, and enter a date between the day we received it and its due date'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refusal_ground__in', ['not_identified', 'unfounded', 'excessive', 'exempt', 'not_ours']), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal_ground', '')), _connector='OR'), name='privacy_request_refused_for_a_reason', violation_error_message='Select why the request is refused, and no reason if it is not'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counted_from__isnull', True), ('reopen_ground', ''), ('reopened_on__isnull', True)), models.Q(('reopen_ground__in', ['mistake', 'incomplete']), ('reopened_on__gte', models.F('received_on')), ('reopened_on__isnull', False), models.Q(('counted_from__isnull', True), ('counted_from__lte', models.F('reopened_on')), _connector='OR')), models.Q(('counted_from__gte', models.F('received_on')), ('counted_from__isnull', False), ('counted_from__lte', models.F('reopened_on')), ('reopen_ground', 'came_back'), ('reopened_on__isnull', False)), _connector='OR'), name='privacy_request_reopened_for_a_reason', violation_error_message='Select why and enter when it was reopened. For someone who asked again, enter that date too'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('counted_from__isnull', True), ('due_on__gte', django.db.models.expressions.CombinedExpression(models.F('counted_from'), '+', models.Value(datetime.timedelta(days=28)))), _connector='OR'), name='privacy_request_due_after_they_came_back', violation_error_message='A request is due one month after they asked again: enter a later date'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', django.db.models.expressions.CombinedExpression(models.F('received_on'), '+', models.Value(datetime.timedelta(days=28))))), name='privacy_request_due_after_a_month', violation_error_message='A request is due one month after we received it: enter a later date'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['kind', 'reference'], name='privacy_decisions'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'erased')), fields=('kind', 'reference'), name='privacy_erased_once', violation_error_message='This record has already been erased. Search for the person again'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['erased', 'refused', 'exported'])), name='privacy_outcome_known', violation_error_message='Select an outcome from the list'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='privacy_refusal_says_why', violation_error_message='Select a reason for keeping the record'),
        ),
        migrations.AddConstraint(
            model_name='preparedcopy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('finished_by', None), ('held', '')), models.Q(('finished_at__isnull', False), ('finished_by__isnull', False), models.Q(('held', ''), _negated=True)), _connector='OR'), name='privacy_copy_finished_by_somebody', violation_error_message='Enter when the copy was finished, who finished it and a checksum of its contents'),
        ),
        migrations.AddConstraint(
            model_name='preparedcopy',
            constraint=models.CheckConstraint(condition=models.Q(('records__len__gt', 0)), name='privacy_copy_of_something', violation_error_message='Select at least one record to copy'),
        ),
        migrations.AddConstraint(
            model_name='preparedcopy',
            constraint=models.UniqueConstraint(condition=models.Q(('emptied_at', None), ('finished_at', None)), fields=('request', 'records'), name='privacy_copy_one_at_a_time', nulls_distinct=False, violation_error_message='Open the copy of these records that is already being prepared'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparedcopy',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_finished', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."finished_at" IS NOT NULL)', func="\n        IF TG_OP = 'DELETE' OR ROW(NEW.request_id, NEW.records, NEW.held, NEW.finished_at,\n                NEW.finished_by_id, NEW.started_at)\n            IS DISTINCT FROM ROW(OLD.request_id, OLD.records, OLD.held, OLD.finished_at,\n                OLD.finished_by_id, OLD.started_at)\n            OR OLD.emptied_at IS NOT NULL AND NEW.emptied_at IS DISTINCT FROM OLD.emptied_at THEN\n            RAISE EXCEPTION 'A finished copy stays as it was finished.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='70b137603dd99db0e1214db917d39f17b0f8e6a2', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_finished_5f890', table='privacy_preparedcopy', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='copyreading',
            index=models.Index(fields=['copy', 'place'], name='privacy_reading_of_place'),
        ),
        migrations.AddConstraint(
            model_name='copyreading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_withheld', False), ('reason', ''), ('words', '')), models.Q(('is_withheld', True), ('reason__in', ['another', 'reference', 'privilege', 'harm', 'crime'])), models.Q(('reason__in', ['another', 'reference', 'privilege', 'harm', 'crime']), models.Q(('words', ''), _negated=True)), _connector='OR'), name='privacy_blacked_out_for_a_reason', violation_error_message='Select a reason for words that are redacted, and none if none are'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyreading',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6b71b16d8ada134352440f549c01cfb2e28f67d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cd510', table='privacy_copyreading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyreading',
            trigger=pgtrigger.compiler.Trigger(name='before_it_is_finished', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM 1 FROM privacy_preparedcopy WHERE id = NEW.copy_id\n                AND finished_at IS NULL AND emptied_at IS NULL FOR NO KEY UPDATE;\n            IF NOT FOUND THEN\n                RAISE EXCEPTION 'A finished copy is not read again.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='cc0c281d6c6f5e148ae40218ff1559e95a10c1cc', operation='INSERT', pgid='pgtrigger_before_it_is_finished_281bf', table='privacy_copyreading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyhandout',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b004c2b4ae76470f3534524a6abaefdf8bb10013', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_99a4e', table='privacy_copyhandout', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyhandout',
            trigger=pgtrigger.compiler.Trigger(name='only_what_is_finished', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NOT EXISTS (\n            SELECT 1 FROM privacy_preparedcopy c\n            JOIN privacy_copyfile f ON f.copy_id = c.id AND f.format = NEW.format\n                AND f.sha256 = NEW.sha256\n            WHERE c.id = NEW.copy_id AND c.finished_at IS NOT NULL AND c.emptied_at IS NULL)\n        THEN\n            RAISE EXCEPTION 'A copy is handed out once it is finished.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='5c4a0abb83d09ce8c6d0e85f6f511290e42bf114', operation='INSERT', pgid='pgtrigger_only_what_is_finished_bf9b1', table='privacy_copyhandout', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='copyfile',
            constraint=models.UniqueConstraint(fields=('copy', 'format'), name='privacy_copy_file_of_each_kind', violation_error_message='Use the file of this type that the copy already has'),
        ),
        migrations.AddConstraint(
            model_name='copyfile',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['pdf', 'json']), ('sha256__regex', '^[0-9a-f]{64}$'), ('size__gt', 0)), name='privacy_copy_file_is_whole', violation_error_message='Add a file as PDF or JSON, with its size and SHA-256'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyfile',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='56abf9020d80cfd6f1c5af87d3a323c282bf21d4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3c65f', table='privacy_copyfile', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.UniqueConstraint(fields=('controller', 'purpose'), name='privacy_one_record_a_purpose', violation_error_message='Change the record that this controller already has for this purpose'),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'recognised', 'legitimate'])), name='privacy_basis_known', violation_error_message='Select a lawful basis from the list'),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('condition__in', ['explicit_consent', 'social_protection', 'vital_interests', 'not_for_profit', 'legal_claims', 'public_interest', 'health_care', 'archives']), ('special', True)), models.Q(('condition', ''), ('special', False)), _connector='OR'), name='privacy_special_data_has_condition', violation_error_message='Select an Article 9 condition if special category data is held, and none if it is not'),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('condition__in', ['', 'explicit_consent', 'vital_interests', 'not_for_profit', 'legal_claims']), ('schedule_1', '')), models.Q(('condition', 'social_protection'), ('schedule_1__in', ['1'])), models.Q(('condition', 'public_interest'), ('schedule_1__in', ['6', '8', '16', '17', '18', '19'])), models.Q(('condition', 'health_care'), ('schedule_1__in', ['2'])), models.Q(('condition', 'archives'), ('schedule_1__in', ['4'])), _connector='OR'), name='privacy_condition_has_paragraph', violation_error_message='Select the paragraph of Schedule 1 that belongs to the Article 9 condition, and none if the condition does not need one'),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('recipients', ''), _negated=True)), name='privacy_record_says_from_and_to', violation_error_message='Enter where the data comes from and who receives it'),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('transfers', 'none'), ('transfers_to', '')), models.Q(('transfers__in', ['adequacy', 'idta', 'addendum', 'binding_rules', 'exception']), models.Q(('transfers_to', ''), _negated=True)), _connector='OR'), name='privacy_transfers_say_where', violation_error_message='Enter the countries that data goes to, who receives it and what protects it, or select that no data leaves the UK'),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_review_on__isnull', True), ('reviewed_by__isnull', True), ('reviewed_on__isnull', True)), models.Q(('next_review_on__gt', models.F('reviewed_on')), ('next_review_on__isnull', False), ('reviewed_by__isnull', False), ('reviewed_on__isnull', False)), _connector='OR'), name='privacy_review_by_someone', violation_error_message='Enter who reviewed the record and when, and enter a later date for the next review'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processingrecord',
            trigger=pgtrigger.compiler.Trigger(name='public_task_is_public', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.basis = 'public_task')", func="\n            IF NOT EXISTS (SELECT 1 FROM partners_organisation\n                WHERE id = NEW.controller_id AND is_public_body) THEN\n                RAISE EXCEPTION 'Public task is a lawful basis of public bodies only.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='66a40cb9d6a2fcfc8ab9ed159909e3ef507af0b2', operation='INSERT OR UPDATE OF "basis", "controller_id"', pgid='pgtrigger_public_task_is_public_34d66', table='privacy_processingrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processingrecord',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_it_began', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.controller_id IS DISTINCT FROM NEW.controller_id OR OLD.purpose IS DISTINCT FROM NEW.purpose)', func="\n            RAISE EXCEPTION 'A record of processing and its processors stay with their controller.'\n                USING ERRCODE = 'check_violation';\n        ", hash='1c800666726d9a0b23fcaf89617cbc4d4ee9a4fc', operation='UPDATE OF "controller_id", "purpose"', pgid='pgtrigger_stays_as_it_began_1990e', table='privacy_processingrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processingrecord',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_processingrecordaudit" ("assessed_on", "basis", "basis_words", "condition", "controller_id", "id", "made_on", "next_review_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_on", "purpose", "recipients", "reference", "reviewed_by_id", "reviewed_on", "schedule_1", "source", "special", "transfers", "transfers_to") SELECT new_values."assessed_on", new_values."basis", new_values."basis_words", new_values."condition", new_values."controller_id", new_values."id", new_values."made_on", new_values."next_review_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."policy_on", new_values."purpose", new_values."recipients", new_values."reference", new_values."reviewed_by_id", new_values."reviewed_on", new_values."schedule_1", new_values."source", new_values."special", new_values."transfers", new_values."transfers_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='60803c657a8110bbe1fe705b45e7d9abe232302f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_33d00', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_processingrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processingrecord',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_processingrecordaudit" ("assessed_on", "basis", "basis_words", "condition", "controller_id", "id", "made_on", "next_review_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_on", "purpose", "recipients", "reference", "reviewed_by_id", "reviewed_on", "schedule_1", "source", "special", "transfers", "transfers_to") SELECT new_values."assessed_on", new_values."basis", new_values."basis_words", new_values."condition", new_values."controller_id", new_values."id", new_values."made_on", new_values."next_review_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."policy_on", new_values."purpose", new_values."recipients", new_values."reference", new_values."reviewed_by_id", new_values."reviewed_on", new_values."schedule_1", new_values."source", new_values."special", new_values."transfers", new_values."transfers_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e70b8e2ee4e054f6a8ce6cf82892ffce15e560ea', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cc9c7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_processingrecord', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('record', 'label'), name='privacy_one_period_each', violation_error_message='Change the period that this type of record already has'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('at_least__gte', 1), ('days__gte', models.F('at_least')), ('days__lte', models.F('at_most'))), name='privacy_period_is_carried_out', violation_error_message='Select a period from the list'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='period',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_periodaudit" ("at_least", "at_most", "days", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") SELECT new_values."at_least", new_values."at_most", new_values."days", new_values."id", new_values."label", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."record_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eb71bc31ccbc64794eec5aa49b347edeb0c2c96d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_383de', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_period', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='period',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_periodaudit" ("at_least", "at_most", "days", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") SELECT new_values."at_least", new_values."at_most", new_values."days", new_values."id", new_values."label", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."record_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='72fc8fbc453360f969e1a4930c0a1a1ab5ace572', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b22ea', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_period', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='processor',
            constraint=models.UniqueConstraint(models.F('controller'), django.db.models.functions.text.Lower('name'), name='privacy_processor_once', violation_error_message='Change the processor that is already on the list'),
        ),
        migrations.AddConstraint(
            model_name='processor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('what_for', ''), _negated=True), models.Q(('where', ''), _negated=True)), name='privacy_processor_says_what', violation_error_message='Enter the name of the processor, what it does and where the data is'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processor',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_it_began', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.controller_id IS DISTINCT FROM NEW.controller_id)', func="\n            RAISE EXCEPTION 'A record of processing and its processors stay with their controller.'\n                USING ERRCODE = 'check_violation';\n        ", hash='200498fbb3cbbe8954ecc8ffd0bd3fb480f757c4', operation='UPDATE OF "controller_id"', pgid='pgtrigger_stays_as_it_began_2be26', table='privacy_processor', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_processoraudit" ("contract_on", "controller_id", "id", "is_for_all", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "what_for", "where") SELECT new_values."contract_on", new_values."controller_id", new_values."id", new_values."is_for_all", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reference", new_values."what_for", new_values."where" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7ea729aff5c2aaa1374b104d0bf61d07429ec320', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4477a', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_processor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_processoraudit" ("contract_on", "controller_id", "id", "is_for_all", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "what_for", "where") SELECT new_values."contract_on", new_values."controller_id", new_values."id", new_values."is_for_all", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reference", new_values."what_for", new_values."where" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f0504e43feec6c3bbc08fbdd1da2f60adb10ddda', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2c44f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_processor', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='processoruse',
            constraint=models.UniqueConstraint(fields=('record', 'processor'), name='privacy_processor_once_a_record', violation_error_message='Select a processor that is not named in the record yet'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processoruse',
            trigger=pgtrigger.compiler.Trigger(name='of_one_controller', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF (SELECT controller_id FROM privacy_processingrecord WHERE id = NEW.record_id)\n                        <> (SELECT controller_id FROM privacy_processor\n                            WHERE id = NEW.processor_id) THEN\n                        RAISE EXCEPTION 'A record names processors of its own controller only.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='8f2e720faed0249b0a1d3bb60f789141ae7d1d29', operation='INSERT OR UPDATE', pgid='pgtrigger_of_one_controller_f71d9', table='privacy_processoruse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processoruse',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_processoruseaudit" ("ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "processor_id", "record_id") SELECT new_values."ended_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."processor_id", new_values."record_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c5323daa656d08576082925b214e77525c7cc8cb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6fe3d', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_processoruse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='processoruse',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_processoruseaudit" ("ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "processor_id", "record_id") SELECT new_values."ended_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."processor_id", new_values."record_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='abd56f4ed6b6452fd049a186d90060b6517d8e94', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2f67d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_processoruse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requestevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b0651973b42d22de2663447965fa549578c78126', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_efe3b', table='privacy_requestevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='retentionresult',
            constraint=models.UniqueConstraint(fields=('run', 'label'), name='privacy_one_result_each', violation_error_message='Use the result that this run already has for this type of record'),
        ),
    ]
