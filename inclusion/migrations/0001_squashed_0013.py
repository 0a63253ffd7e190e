import diz_portal.references
import diz_portal.search.columns
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import inclusion.devices.models.device
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("inclusion", "0001_tables"),
        ("inclusion", "0002_words_of_the_stores"),
        ("inclusion", "0003_words_of_cases"),
        ("inclusion", "0004_words_for_residents"),
        ("inclusion", "0005_transferred_offers"),
        ("inclusion", "0006_searched"),
        ("inclusion", "0007_labels_of_the_field"),
        ("inclusion", "0008_labels_of_events"),
        ("inclusion", "0009_landline_need"),
        ("inclusion", "0010_pictures_of_lessons"),
        ("inclusion", "0011_landlines"),
        ("inclusion", "0012_client_lists"),
        ("inclusion", "0013_field_words"),
    ]

    dependencies = [
        ('documents', '0001_squashed_0002'),
        ('partners', '0001_squashed_0007'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0006'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('answered_by', models.CharField(choices=[('self', 'Answered by the person'), ('observed', 'Observed by staff')], default='self', max_length=8, verbose_name='who answered')),
                ('taken_on', models.DateField(default=django.utils.timezone.localdate)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['taken_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=6, verbose_name='status')),
                ('urgency', models.CharField(choices=[('urgent', 'Urgent: someone’s safety or health is at risk'), ('soon', 'Soon: they have a deadline'), ('routine', 'Routine')], default='routine', max_length=7)),
                ('target_on', models.DateField(verbose_name='target date')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='caseworker')),
                ('handled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='partners.organisation', verbose_name='team')),
            ],
            options={
                'ordering': ['opened_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ClientList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('supplier', models.CharField(blank=True, max_length=120)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveBigIntegerField(db_default=0, default=0, verbose_name='size in bytes')),
                ('file_deleted_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('uploaded', 'Needs column matching'), ('checking', 'Being checked'), ('checked', 'Ready to apply'), ('applying', 'Being applied'), ('applied', 'Applied'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('failed', 'Failed')], default='uploaded', max_length=10, verbose_name='status')),
                ('found', models.JSONField(blank=True, default=dict)),
                ('headings', models.JSONField(blank=True, default=dict)),
                ('words', models.JSONField(blank=True, default=dict, verbose_name='matched values')),
                ('choices', models.JSONField(blank=True, db_default={}, default=dict)),
                ('corrections_reason', models.CharField(blank=True, db_default='', max_length=400)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('summary', models.JSONField(blank=True, default=dict)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('clients', 'People to call about a landline')], default='clients', max_length=12, verbose_name='contents')),
                ('source', models.CharField(choices=[('table', 'Table with a heading row')], default='table', max_length=8)),
                ('file', models.FileField(blank=True, max_length=200, upload_to='clients/')),
                ('lawful_basis', models.CharField(choices=[('public_task', 'Public task: helping residents is our duty'), ('consent', 'The person’s consent'), ('legitimate', 'Legitimate interests'), ('vital', 'Vital interests: to protect someone’s life')], max_length=11)),
                ('told_by', models.CharField(max_length=150, verbose_name='who told the people')),
                ('told_on', models.DateField(verbose_name='when they were told')),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(help_text='The partner that refers these people.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'referral list',
                'verbose_name_plural': 'referral lists',
                'ordering': ['-uploaded_at'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClientMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supplier', models.CharField(max_length=120)),
                ('headings', models.JSONField(default=dict)),
                ('words', models.JSONField(default=dict, verbose_name='matched values')),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('clients', 'People to call about a landline')], max_length=12, verbose_name='contents')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.organisation')),
            ],
            options={
                'verbose_name': 'saved column matching for referral lists',
                'verbose_name_plural': 'saved column matching for referral lists',
            },
        ),
        migrations.CreateModel(
            name='ClientRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(blank=True, max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('action', models.CharField(choices=[('create', 'New'), ('change', 'Changed'), ('correct', 'Correction'), ('double', 'Possible duplicate'), ('error', 'Error'), ('out', 'Left out')], max_length=8)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('values', models.JSONField(default=dict)),
                ('errors', models.JSONField(default=list)),
                ('record_id', models.BigIntegerField(null=True)),
                ('taken', models.BooleanField(db_default=True, default=True)),
                ('batch', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='inclusion.clientlist')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Confidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(choices=[('foundation', 'First steps'), ('communicating', 'Keeping in touch'), ('information', 'Handling information'), ('transacting', 'Paying and using services'), ('solving', 'Solving problems'), ('safe', 'Being safe and legal online')], max_length=13)),
                ('level', models.PositiveSmallIntegerField(verbose_name='confidence, from 1 to 5')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confidences', to='inclusion.assessment')),
            ],
            options={
                'verbose_name': 'confidence in an area',
                'verbose_name_plural': 'confidence in areas',
                'ordering': ['assessment', 'area'],
            },
        ),
        migrations.CreateModel(
            name='DataBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('sim', 'SIM card'), ('voucher', 'Data voucher')], max_length=7, verbose_name='SIM cards or vouchers')),
                ('network', models.CharField(help_text='The mobile network it works on.', max_length=40)),
                ('mb_each', models.PositiveIntegerField(help_text='Total for the whole period. For example, 20GB a month for 6 months is 120000.', verbose_name='data each (MB)')),
                ('months', models.PositiveSmallIntegerField(default=1, verbose_name='number of months')),
                ('expires_on', models.DateField(verbose_name='activate by')),
                ('received_on', models.DateField(default=django.utils.timezone.localdate)),
                ('donor', models.CharField(blank=True, help_text='An organisation. Leave blank for a person.', max_length=150, verbose_name='donor')),
                ('note', models.CharField(blank=True, max_length=300)),
                ('kept_by', models.ForeignKey(blank=True, help_text='Team that issues it. Leave blank for all teams.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='issued by')),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'batches',
                'ordering': ['expires_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DataBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('donor', 'Donated'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired'), ('void', 'Written off'), ('withdrawn', 'Receipt undone')], max_length=9)),
                ('mb', models.BigIntegerField(verbose_name='MB')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='inclusion.databatch')),
            ],
            options={
                'ordering': ['batch', 'account'],
            },
        ),
        migrations.CreateModel(
            name='DataPledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('gift_code', 'A gift code from my network'), ('voucher', 'A top-up voucher that I buy'), ('sim', 'A SIM card with data on it that I do not use'), ('bulk', 'SIM cards or vouchers from a business or network')], max_length=9, verbose_name='type of data')),
                ('network', models.CharField(blank=True, max_length=40)),
                ('mb', models.PositiveIntegerField(verbose_name='MB pledged')),
                ('organisation', models.CharField(blank=True, help_text='Name of the business, if it is one.', max_length=150)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('state', models.CharField(choices=[('pledged', 'Pledged'), ('expected', 'Instructions sent'), ('received', 'Received'), ('withdrawn', 'Closed')], default='pledged', max_length=9, verbose_name='status')),
                ('pledged_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='received or closed at')),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='instructions sent at')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='instructions sent by')),
                ('words', models.CharField(blank=True, db_default='', default='', max_length=500, verbose_name='instructions to the donor')),
            ],
            options={
                'verbose_name': 'data pledge',
                'verbose_name_plural': 'data pledges',
                'ordering': ['-pledged_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='databatch',
            name='pledge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='inclusion.datapledge'),
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('laptop', 'Laptop'), ('tablet', 'Tablet'), ('phone', 'Smartphone'), ('desktop', 'Desktop computer'), ('router', 'Mobile wifi router'), ('monitor', 'Monitor'), ('accessory', 'Keyboard, mouse or other accessory')], max_length=9, verbose_name='type of device')),
                ('make', models.CharField(blank=True, max_length=60)),
                ('model', models.CharField(blank=True, max_length=80)),
                ('serial', models.CharField(blank=True, max_length=60, verbose_name='serial number')),
                ('medium_serial', models.CharField(blank=True, help_text='Used to match wipe logs.', max_length=60, verbose_name='drive serial number')),
                ('holds_data', models.BooleanField(default=True, verbose_name='can store data')),
                ('mains_powered', models.BooleanField(default=True, verbose_name='has a charger or mains lead')),
                ('memory_gb', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='memory (GB)')),
                ('storage_gb', models.PositiveIntegerField(blank=True, null=True, verbose_name='storage (GB)')),
                ('battery_percent', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='battery health (%)')),
                ('locked_to_user', models.BooleanField(default=False, verbose_name='locked to previous user')),
                ('needs_part', models.CharField(blank=True, max_length=100, verbose_name='part needed')),
                ('shelf', models.CharField(blank=True, max_length=60, verbose_name='storage location')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('quarantined', 'In quarantine'), ('wiped', 'Wiped'), ('wipe_failed', 'Wipe failed'), ('graded', 'Inspected'), ('repairing', 'In repair'), ('ready', 'Ready to issue'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('lost', 'Lost or stolen'), ('parts', 'Used for parts'), ('recycled', 'Recycled')], default='quarantined', editable=False, max_length=11, verbose_name='status')),
                ('grade', models.CharField(blank=True, choices=[('a', 'A: like new'), ('b', 'B: signs of use'), ('c', 'C: worn, works well')], max_length=1)),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='partners.organisation', verbose_name='held by')),
            ],
            options={
                'ordering': ['received_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DeviceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, choices=[('quarantined', 'In quarantine'), ('wiped', 'Wiped'), ('wipe_failed', 'Wipe failed'), ('graded', 'Inspected'), ('repairing', 'In repair'), ('ready', 'Ready to issue'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('lost', 'Lost or stolen'), ('parts', 'Used for parts'), ('recycled', 'Recycled')], max_length=11, verbose_name='status before')),
                ('to_state', models.CharField(choices=[('quarantined', 'In quarantine'), ('wiped', 'Wiped'), ('wipe_failed', 'Wipe failed'), ('graded', 'Inspected'), ('repairing', 'In repair'), ('ready', 'Ready to issue'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('lost', 'Lost or stolen'), ('parts', 'Used for parts'), ('recycled', 'Recycled')], max_length=11, verbose_name='status after')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.device')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Donation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('individual', 'I am donating my own'), ('business', 'My organisation is donating')], max_length=10, verbose_name='type of donor')),
                ('what', models.TextField(help_text='Type, age and any faults.', max_length=1000)),
                ('how_many', models.PositiveSmallIntegerField(default=1)),
                ('drop_off', models.BooleanField(default=True, verbose_name='donor will deliver')),
                ('organisation', models.CharField(blank=True, max_length=150)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('state', models.CharField(choices=[('offered', 'Offered'), ('expected', 'Accepted, awaiting delivery'), ('received', 'Received'), ('declined', 'Declined')], default='offered', max_length=8, verbose_name='status')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='message to the donor')),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='received or declined at')),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='partners.organisation')),
                ('transferred_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'offer of devices',
                'verbose_name_plural': 'offers of devices',
                'ordering': ['-offered_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='device',
            name='donation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='inclusion.donation'),
        ),
        migrations.CreateModel(
            name='EqualityAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.')),
                ('age', models.CharField(blank=True, choices=[('under_25', 'Under 25'), ('25_44', '25 to 44'), ('45_64', '45 to 64'), ('65_79', '65 to 79'), ('80_up', '80 or over')], max_length=8)),
                ('gender', models.CharField(blank=True, choices=[('woman', 'Woman'), ('man', 'Man'), ('other', 'Another way')], max_length=5, verbose_name='gender')),
                ('ethnic_group', models.CharField(blank=True, choices=[('asian', 'Asian or Asian British'), ('black', 'Black, Black British, Caribbean or African'), ('mixed', 'Mixed or multiple ethnic groups'), ('white', 'White'), ('other', 'Other ethnic group')], max_length=5)),
                ('limited', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], max_length=3, verbose_name='has a condition that limits daily life')),
            ],
            options={
                'verbose_name': 'equality answers',
                'verbose_name_plural': 'equality answers',
                'ordering': ['-month'],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='inclusion_equality_month_only', violation_error_message='Enter the first day of the month')],
            },
        ),
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.CharField(max_length=20)),
                ('source', models.CharField(help_text='Where the framework is published.', max_length=300)),
                ('licence', models.CharField(max_length=300)),
                ('is_current', models.BooleanField(default=False, help_text='New skills checks use this version.', verbose_name='in use')),
            ],
            options={
                'verbose_name': 'skills framework',
                'ordering': ['name', 'version'],
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='inclusion_framework_version_once', violation_error_message='This framework already has this version. Enter another version'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='inclusion_one_current_framework', violation_error_message='Another framework is in use. Change that one first')],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.framework'),
        ),
        migrations.CreateModel(
            name='HelpPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address (slug)')),
                ('kind', models.CharField(choices=[('library', 'Library'), ('hub', 'Hub'), ('drop_in', 'Drop-in')], max_length=7, verbose_name='type of place')),
                ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('computers', 'Computers to use'), ('wifi', 'Free wifi'), ('people', 'People to show you how'), ('courses', 'Courses'), ('data', 'Mobile data'), ('devices', 'Devices to borrow or keep'), ('repair', 'Repairs')], max_length=9), default=list, size=None, verbose_name='what they offer')),
                ('opening_times', models.TextField(help_text='One line for each. For example, Monday to Friday, 10am to 4pm', max_length=500)),
                ('access', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('step_free', 'Step-free'), ('toilet', 'Accessible toilet'), ('parking', 'Accessible parking'), ('loop', 'Hearing loop'), ('quiet', 'Quiet room'), ('sign', 'Sign language, if you ask first')], max_length=9), blank=True, default=list, size=None)),
                ('notes', models.CharField(blank=True, help_text='For example, Bring your library card if you have one', max_length=200)),
                ('address', models.CharField(max_length=200)),
                ('postcode', models.CharField(max_length=8)),
                ('latitude', models.FloatField(blank=True, editable=False, null=True)),
                ('longitude', models.FloatField(blank=True, editable=False, null=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('website', models.URLField(blank=True)),
                ('is_listed', models.BooleanField(default=True, verbose_name='shown to the public')),
                ('checked_on', models.DateField(default=django.utils.timezone.localdate, help_text='When someone last checked these details.', verbose_name='last checked')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.district')),
                ('run_by', models.ForeignKey(blank=True, help_text='The partner organisation that runs it, if any.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
            ],
            options={
                'verbose_name': 'place to get help',
                'verbose_name_plural': 'places to get help',
                'ordering': [django.db.models.functions.text.Lower('name'), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('supplier', models.CharField(blank=True, max_length=120)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveBigIntegerField(db_default=0, default=0, verbose_name='size in bytes')),
                ('file_deleted_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('uploaded', 'Needs column matching'), ('checking', 'Being checked'), ('checked', 'Ready to apply'), ('applying', 'Being applied'), ('applied', 'Applied'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('failed', 'Failed')], default='uploaded', max_length=10, verbose_name='status')),
                ('found', models.JSONField(blank=True, default=dict)),
                ('headings', models.JSONField(blank=True, default=dict)),
                ('words', models.JSONField(blank=True, default=dict, verbose_name='matched values')),
                ('choices', models.JSONField(blank=True, db_default={}, default=dict)),
                ('corrections_reason', models.CharField(blank=True, db_default='', max_length=400)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('summary', models.JSONField(blank=True, default=dict)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('devices', 'Devices'), ('sims', 'SIM cards'), ('vouchers', 'Data vouchers'), ('places', 'Places to get help')], max_length=12, verbose_name='contents')),
                ('source', models.CharField(choices=[('table', 'Table with a heading row'), ('list', 'List without a heading row')], default='table', max_length=8)),
                ('file', models.FileField(blank=True, max_length=200, upload_to='lists/')),
                ('said', models.JSONField(blank=True, default=dict)),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept_by', models.ForeignKey(blank=True, help_text='Team that holds what is imported. Leave blank for all teams.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='held by')),
                ('made', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.databatch')),
                ('pledge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.datapledge')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'import batches',
                'ordering': ['-uploaded_at'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supplier', models.CharField(max_length=120)),
                ('headings', models.JSONField(default=dict)),
                ('words', models.JSONField(default=dict, verbose_name='matched values')),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('devices', 'Devices'), ('sims', 'SIM cards'), ('vouchers', 'Data vouchers'), ('places', 'Places to get help')], max_length=12, verbose_name='contents')),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.organisation', verbose_name='held by')),
            ],
            options={
                'verbose_name': 'saved column matching',
                'verbose_name_plural': 'saved column matching',
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(blank=True, max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('action', models.CharField(choices=[('create', 'New'), ('change', 'Changed'), ('correct', 'Correction'), ('double', 'Possible duplicate'), ('error', 'Error'), ('out', 'Left out')], max_length=8)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('values', models.JSONField(default=dict)),
                ('errors', models.JSONField(default=list)),
                ('record_id', models.BigIntegerField(null=True)),
                ('taken', models.BooleanField(db_default=True, default=True)),
                ('batch', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='inclusion.importbatch')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ItemSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('laptop', 'Laptops'), ('tablet', 'Tablets'), ('phone', 'Smartphones'), ('desktop', 'Desktop computers'), ('router', 'Mobile wifi routers'), ('monitor', 'Monitors'), ('accessory', 'Keyboards, mice and other accessories'), ('data', 'Mobile data')], max_length=9, unique=True)),
                ('is_paused', models.BooleanField(default=False, verbose_name='requests paused')),
                ('weeks', models.PositiveSmallIntegerField(blank=True, help_text='How long someone who asks now will wait.', null=True, verbose_name='weeks to wait')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'availability',
                'verbose_name_plural': 'availability',
                'ordering': ['item'],
                'constraints': [models.CheckConstraint(condition=models.Q(('item__in', ['laptop', 'tablet', 'phone', 'desktop', 'router', 'monitor', 'accessory', 'data'])), name='inclusion_switch_item_known', violation_error_message='Select a type of help from the list'), models.CheckConstraint(condition=models.Q(('is_paused', False), ('weeks__isnull', False), _connector='OR'), name='inclusion_paused_says_how_long', violation_error_message='Enter how long people will wait'), models.CheckConstraint(condition=models.Q(('weeks', None), ('weeks__range', (1, 104)), _connector='OR'), name='inclusion_switch_weeks_sensible', violation_error_message='Enter a number of weeks from 1 to 104')],
            },
        ),
        migrations.CreateModel(
            name='ItemSwitchEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_paused', models.BooleanField()),
                ('weeks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('switch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.itemswitch')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Learner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(blank=True, help_text='Used only to send the link again.', max_length=254)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last used')),
                ('account', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='learner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='inclusion.learner'),
        ),
        migrations.CreateModel(
            name='LearningPath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='What people will be able to do, in their words. For example, See your GP online', max_length=80, verbose_name='title')),
                ('slug', models.SlugField(help_text='Fixed once the path is published.', max_length=60, unique=True, verbose_name='web address (slug)')),
                ('promise', models.CharField(help_text='What people will be able to do at the end, in one sentence.', max_length=200, verbose_name='summary')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
                ('is_published', models.BooleanField(default=False, help_text='Until then only programme managers can see it.', verbose_name='published')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('title'), name='inclusion_path_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('slug__in', ('mine', 'find', 'skills')), _negated=True), name='inclusion_path_address_is_free', violation_error_message='Another page has this address. Enter a different one')],
            },
        ),
        migrations.CreateModel(
            name='LearningModule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('area', models.CharField(choices=[('foundation', 'First steps'), ('communicating', 'Keeping in touch'), ('information', 'Handling information'), ('transacting', 'Paying and using services'), ('solving', 'Solving problems'), ('safe', 'Being safe and legal online')], default='foundation', max_length=13, verbose_name='area of the framework')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
                ('path', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='inclusion.learningpath')),
            ],
            options={
                'verbose_name': 'part of a learning path',
                'verbose_name_plural': 'parts of learning paths',
                'ordering': ['path', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='One small task. For example, Turn it on', max_length=80)),
                ('slug', models.SlugField(help_text='Fixed once the lesson is published.', max_length=60, unique=True, verbose_name='web address (slug)')),
                ('words', models.TextField(help_text='Use short words. Leave an empty line between paragraphs. Start a line with “- ” for a bullet point, “1. ” for a step or “## ” for a heading. Put **2 stars** around words to make them bold. An address that starts with https:// becomes a link.', max_length=6000, verbose_name='text')),
                ('minutes', models.PositiveSmallIntegerField(default=5, help_text='How long it takes at a relaxed pace.', verbose_name='minutes')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
                ('is_published', models.BooleanField(default=False, help_text='Until then only programme managers can see it.', verbose_name='published')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='inclusion.learningmodule', verbose_name='part')),
                ('picture', models.CharField(blank=True, db_default='', default='', help_text='A picture of ours, shown above the text and in print.', max_length=40)),
            ],
            options={
                'ordering': ['module__path__position', 'module__position', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LessonDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons_done', to='inclusion.learner')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='done_by', to='inclusion.lesson')),
            ],
            options={
                'verbose_name_plural': 'lessons done',
                'ordering': ['done_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='NamedLead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('safeguarding', 'Safeguarding lead'), ('data_protection', 'Data protection lead')], max_length=15)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-given_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('device', 'A device'), ('data', 'Mobile data'), ('skills', 'Digital skills support'), ('accessibility', 'Accessibility support'), ('landline', 'Landline, alarm or telecare')], max_length=13, verbose_name='type of need')),
                ('item', models.CharField(blank=True, help_text='For example, a tablet, 20GB a month or video calls. No personal details.', max_length=60)),
                ('state', models.CharField(choices=[('identified', 'Identified'), ('approved', 'Approved'), ('waiting', 'Waiting for stock'), ('reserved', 'Reserved'), ('supplied', 'Supplied'), ('confirmed', 'Confirmed by the person'), ('declined', 'Declined by the person'), ('not_met', 'Not met'), ('cancelled', 'Entered in error')], default='identified', max_length=10, verbose_name='status')),
                ('reason', models.CharField(blank=True, choices=[('no_stock', 'Nothing suitable in stock'), ('not_eligible', 'Not eligible for what we have'), ('no_coverage', 'No signal or broadband where they live'), ('lost_touch', 'No contact from the person'), ('moved', 'Moved away or died'), ('passed_on', 'Transferred to another organisation'), ('other', 'Another reason')], max_length=12)),
                ('identified_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='inclusion.case')),
            ],
            options={
                'ordering': ['identified_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Landline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('to_call', 'To call'), ('called', 'Called'), ('moved', 'Moved to a digital line'), ('tested', 'Alarm tested on the new line'), ('refused', 'Declined help')], default='to_call', max_length=7, verbose_name='progress')),
                ('call_by', models.DateField(blank=True, null=True)),
                ('called_on', models.DateField(blank=True, null=True, verbose_name='last called on')),
                ('provider', models.CharField(blank=True, max_length=60, verbose_name='phone provider')),
                ('switches_on', models.DateField(blank=True, null=True, verbose_name='switch date')),
                ('has_alarm', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], max_length=3, verbose_name='alarm or telecare')),
                ('alarm_provider', models.CharField(blank=True, max_length=60)),
                ('tested_on', models.DateField(blank=True, null=True, verbose_name='alarm tested on the new line on')),
                ('battery', models.CharField(blank=True, choices=[('has', 'Has one'), ('asked', 'Has asked the provider for one'), ('needed', 'Needs one and has not asked'), ('not_needed', 'Does not need one')], max_length=10, verbose_name='battery back-up')),
                ('signal', models.CharField(blank=True, choices=[('good', 'Good'), ('patchy', 'Only in some rooms'), ('none', 'None'), ('no_mobile', 'Has no mobile phone')], max_length=9, verbose_name='mobile signal indoors')),
                ('has_corded', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], max_length=3, verbose_name='corded phone')),
                ('need', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='landline', to='inclusion.need')),
            ],
            options={
                'ordering': ['call_by', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('loan', 'Loan'), ('gift', 'Gift')], max_length=4, verbose_name='loan or gift')),
                ('terms', models.TextField(max_length=5000, verbose_name='agreed terms')),
                ('signed_name', models.CharField(blank=True, max_length=150, verbose_name='signed by')),
                ('signed_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='return date')),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='inclusion.device')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='inclusion.need')),
            ],
            options={
                'verbose_name': 'loan or gift',
                'verbose_name_plural': 'loans and gifts',
                'ordering': ['issued_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='device',
            name='reserved_for',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reserved_devices', to='inclusion.need'),
        ),
        migrations.CreateModel(
            name='DataItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(max_length=40, verbose_name='number or code')),
                ('known_as', models.CharField(default='', editable=False, max_length=100)),
                ('account', models.CharField(choices=[('donor', 'Donated'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired'), ('void', 'Written off'), ('withdrawn', 'Receipt undone')], default='donor', editable=False, max_length=9)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='inclusion.databatch')),
                ('need', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_items', to='inclusion.need')),
            ],
            options={
                'verbose_name': 'SIM card or data voucher',
                'verbose_name_plural': 'SIM cards and data vouchers',
                'ordering': ['batch', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DataEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_account', models.CharField(choices=[('donor', 'Donated'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired'), ('void', 'Written off'), ('withdrawn', 'Receipt undone')], max_length=9, verbose_name='from')),
                ('to_account', models.CharField(choices=[('donor', 'Donated'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired'), ('void', 'Written off'), ('withdrawn', 'Receipt undone')], max_length=9, verbose_name='to')),
                ('mb', models.PositiveIntegerField(verbose_name='MB')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='inclusion.databatch')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='inclusion.dataentry')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='inclusion.dataitem')),
                ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_entries', to='inclusion.need')),
            ],
            options={
                'verbose_name': 'databank transaction',
                'verbose_name_plural': 'databank transactions',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'Case opened'), ('assigned', 'Assigned to a caseworker'), ('urgency', 'Urgency or target date changed'), ('note', 'Note'), ('contact', 'Contact with the person'), ('need', 'Need updated'), ('task', 'Task'), ('appointment', 'Appointment'), ('item', 'Device or data'), ('details', 'Details changed'), ('transfer', 'Transfer to another organisation'), ('merged', 'Merged with another record'), ('closed', 'Case closed'), ('reopened', 'Case reopened'), ('correction', 'Correction'), ('erased', 'Personal details erased')], max_length=12, verbose_name='type of entry')),
                ('summary', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField(blank=True, max_length=5000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.case')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='inclusion.caseevent')),
                ('whom', models.ForeignKey(help_text='The colleague who was given the case, task or appointment.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
                ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.need')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='need',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='inclusion.need'),
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('drive', 'Drive (SSD or hard disk)'), ('memory', 'Memory'), ('battery', 'Battery'), ('charger', 'Charger or mains lead'), ('screen', 'Screen'), ('keyboard', 'Keyboard'), ('other', 'Other part')], max_length=8, verbose_name='type of part')),
                ('what', models.CharField(blank=True, max_length=80, verbose_name='description')),
                ('serial', models.CharField(blank=True, max_length=60, verbose_name='serial number')),
                ('is_new', models.BooleanField(default=False, verbose_name='never used before')),
                ('came_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added at')),
                ('went_at', models.DateTimeField(blank=True, help_text='When it was fitted or disposed of.', null=True, verbose_name='left stock at')),
                ('came_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('fitted_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts_fitted', to='inclusion.device')),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='partners.organisation', verbose_name='held by')),
                ('taken_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts_taken', to='inclusion.device')),
                ('went_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='removed by')),
            ],
            options={
                'ordering': ['came_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PatTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed', models.BooleanField()),
                ('tester', models.CharField(max_length=100)),
                ('tested_on', models.DateField()),
                ('next_due_on', models.DateField(blank=True, null=True, verbose_name='next due')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pat_tests', to='inclusion.device')),
            ],
            options={
                'verbose_name': 'PAT test',
                'verbose_name_plural': 'PAT tests',
                'ordering': ['tested_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('date_of_birth', models.DateField(blank=True, null=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('address', models.TextField(blank=True, max_length=300)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('contact_by', models.CharField(choices=[('phone', 'Phone call'), ('text', 'Text message'), ('letter', 'Letter'), ('email', 'Email')], default='phone', max_length=6, verbose_name='contact preference')),
                ('contact_notes', models.CharField(blank=True, help_text='When it is safe and convenient to contact them.', max_length=300)),
                ('adjustments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('large_print', 'Large print'), ('easy_read', 'Easy Read (short words and pictures)'), ('language', 'Another language'), ('hearing', 'Help with hearing'), ('seeing', 'Help with seeing the screen'), ('hands', 'A keyboard, mouse or holder that is easier to use'), ('visit', 'A home visit, because I cannot travel'), ('companion', 'To have someone I trust with me')], max_length=12), blank=True, default=list, size=None, verbose_name='support needs')),
                ('adjustments_words', models.TextField(blank=True, max_length=1000, verbose_name='other support needs')),
                ('name_key', models.CharField(blank=True, editable=False, max_length=150)),
                ('phone_key', models.CharField(blank=True, editable=False, max_length=10)),
                ('email_key', models.CharField(blank=True, editable=False, max_length=254)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.district')),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='controller')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='inclusion.person')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='learner',
            name='person',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='learner', to='inclusion.person'),
        ),
        migrations.AddField(
            model_name='case',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='inclusion.person'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='inclusion.person'),
        ),
        migrations.CreateModel(
            name='QuizQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200, verbose_name='question')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='inclusion.lesson')),
            ],
            options={
                'verbose_name': 'question after a lesson',
                'verbose_name_plural': 'questions after lessons',
                'ordering': ['lesson', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='QuizAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=150, verbose_name='answer')),
                ('is_right', models.BooleanField(default=False, verbose_name='correct')),
                ('feedback', models.CharField(help_text='Say kindly why it is right or wrong.', max_length=300, verbose_name='feedback')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='inclusion.quizquestion')),
            ],
            options={
                'verbose_name': 'answer',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('self', 'Self-referral'), ('caller', 'Self-referral by phone'), ('partner', 'Referred by a partner')], max_length=7, verbose_name='type of referral')),
                ('their_reference', models.CharField(blank=True, max_length=40, verbose_name='the partner’s own reference')),
                ('wanted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('device', 'A device'), ('data', 'Mobile data'), ('skills', 'Digital skills support'), ('accessibility', 'Accessibility support'), ('landline', 'Landline, alarm or telecare')], max_length=13), blank=True, default=list, size=None, verbose_name='needs')),
                ('story', models.TextField(blank=True, max_length=2000, verbose_name='in their own words')),
                ('urgency', models.CharField(choices=[('urgent', 'Urgent: someone’s safety or health is at risk'), ('soon', 'Soon: they have a deadline'), ('routine', 'Routine')], default='routine', max_length=7)),
                ('lawful_basis', models.CharField(choices=[('public_task', 'Public task: helping residents is our duty'), ('consent', 'The person’s consent'), ('legitimate', 'Legitimate interests'), ('vital', 'Vital interests: to protect someone’s life')], max_length=11)),
                ('told_by', models.CharField(blank=True, help_text='Who told the person that their details would be shared, and how.', max_length=150, verbose_name='who told the person')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='when the person was told')),
                ('notice', models.CharField(blank=True, choices=[('', 'Not needed (self-referral)'), ('sent', 'We sent them a message'), ('by_hand', 'Caseworker to tell them')], default='', max_length=7)),
                ('state', models.CharField(choices=[('submitted', 'Awaiting decision'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('completed', 'Completed')], default='submitted', max_length=9, verbose_name='status')),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decline_reason', models.CharField(blank=True, choices=[('outside', 'Lives outside the area'), ('elsewhere', 'Another service is better placed to help'), ('not_reached', 'Could not be reached'), ('not_wanted', 'The person does not want this help'), ('duplicate', 'Already being helped'), ('other', 'Another reason')], max_length=11)),
                ('decline_words', models.TextField(blank=True, max_length=500, verbose_name='what the referrer is told')),
                ('by', models.ForeignKey(blank=True, help_text='Who filled in the form. Empty if the person did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='inclusion.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, help_text='The referring partner. Empty for a self-referral.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals_made', to='partners.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='inclusion.person')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals_received', to='partners.organisation')),
                ('which_device', models.CharField(blank=True, db_default='', default='', help_text='The types of device that they could select from, such as “tablet or smartphone”.', max_length=60)),
            ],
            options={
                'ordering': ['submitted_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('team', 'Caseworker of the team'), ('safeguarding', 'Emergency access as safeguarding lead'), ('data_protection', 'Emergency access as data protection lead'), ('found', 'Found by reference search, details not shown')], default='team', max_length=15, verbose_name='role')),
                ('ground', models.CharField(blank=True, choices=[('harm', 'Someone may be at risk of harm'), ('no_caseworker', 'The person needs help now and no caseworker can be reached'), ('request', 'A request or complaint about personal data'), ('breach', 'Personal data may have been lost or seen by the wrong person'), ('legal', 'A court order or another legal duty')], max_length=15, verbose_name='reason for access')),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='inclusion.case')),
                ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='inclusion.referral')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReferralEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('submitted', 'Awaiting decision'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('completed', 'Completed')], max_length=9, verbose_name='status')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.referral')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReferringPartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('most_open', models.PositiveSmallIntegerField(default=25, help_text='A referral counts until it is declined or withdrawn, or its case is closed.', verbose_name='maximum open referrals')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='referring_terms', to='partners.organisation')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('organisation__name')],
            },
        ),
        migrations.CreateModel(
            name='SocialTariff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=80)),
                ('pounds_a_month', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='£ a month')),
                ('download_mbps', models.PositiveIntegerField(blank=True, null=True, verbose_name='download, Mbit/s')),
                ('who', models.CharField(help_text='For example, People who get Universal Credit', max_length=200, verbose_name='who can have it')),
                ('website', models.URLField()),
                ('checked_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='last checked')),
                ('is_listed', models.BooleanField(default=True, verbose_name='shown to the public')),
            ],
            options={
                'ordering': ['pounds_a_month', django.db.models.functions.text.Lower('provider'), 'pk'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'name'), name='inclusion_one_tariff_per_name', violation_error_message='This provider already has a tariff with this name. Change that one'), models.CheckConstraint(condition=models.Q(('pounds_a_month__gte', 0)), name='inclusion_tariff_costs_something', violation_error_message='Enter a price of £0 or more')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(choices=[('foundation', 'First steps'), ('communicating', 'Keeping in touch'), ('information', 'Handling information'), ('transacting', 'Paying and using services'), ('solving', 'Solving problems'), ('safe', 'Being safe and legal online')], max_length=13)),
                ('level', models.CharField(choices=[('foundation', 'Foundation'), ('life', 'Life')], max_length=10)),
                ('number', models.PositiveSmallIntegerField(help_text='Its position in the framework.')),
                ('words', models.CharField(help_text='What someone can do, in our own words.', max_length=200, verbose_name='statement')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='inclusion.framework')),
            ],
            options={
                'verbose_name': 'skills statement',
                'ordering': ['framework', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SkillAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('can_do', models.CharField(choices=[('not_yet', 'Not yet'), ('with_help', 'With help'), ('alone', 'On my own')], max_length=9)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='inclusion.assessment')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.statement')),
            ],
            options={
                'ordering': ['statement__number'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(blank=True, max_length=150, verbose_name='task')),
                ('due_on', models.DateField(verbose_name='due date')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='inclusion.case')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('whose', models.ForeignKey(blank=True, help_text='Empty for the case’s caseworker.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='where')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('kept', 'Attended'), ('missed', 'Did not attend'), ('cancelled', 'Cancelled')], default='planned', max_length=9, verbose_name='status')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('way', models.CharField(blank=True, choices=[('in_person', 'In person'), ('phone', 'By phone'), ('online', 'By video')], max_length=9, verbose_name='how')),
                ('practised', models.TextField(blank=True, max_length=1000, verbose_name='what they practised')),
                ('whose', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='with')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='inclusion.case')),
                ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='inclusion.need')),
                ('reminding', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.task')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_default', models.BooleanField(default=False, help_text='Takes requests from districts without a team.', verbose_name='default team')),
                ('takes_referrals', models.BooleanField(default=True, verbose_name='open to requests and referrals')),
                ('phone', models.CharField(blank=True, help_text='We give this to residents and referrers.', max_length=40)),
                ('days_if_urgent', models.PositiveSmallIntegerField(default=2, verbose_name='target days: urgent')),
                ('days_if_soon', models.PositiveSmallIntegerField(default=7, verbose_name='target days: soon')),
                ('days_if_routine', models.PositiveSmallIntegerField(default=21, verbose_name='target days: routine')),
                ('data_protection_lead', models.ForeignKey(blank=True, editable=False, help_text='Has emergency access to the team’s cases.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('districts', models.ManyToManyField(blank=True, help_text='Requests and referrals from these districts go to this team.', related_name='+', to='places.district')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='team', to='partners.organisation')),
                ('safeguarding_lead', models.ForeignKey(blank=True, editable=False, help_text='Has emergency access to the team’s cases.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('organisation__name')],
            },
        ),
        migrations.CreateModel(
            name='NamedLeadAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('duty', models.CharField(choices=[('safeguarding', 'Safeguarding lead'), ('data_protection', 'Data protection lead')], max_length=15)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='inclusion.namedlead')),
                ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inclusion.team')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='namedlead',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_leads', to='inclusion.team'),
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('key', models.CharField(editable=False, max_length=60, unique=True)),
                ('step', models.CharField(choices=[('received', 'We have their request'), ('referred', 'A partner referred them'), ('withdrawn', 'The referral was withdrawn'), ('passed', 'Another team has their request'), ('accepted', 'We are helping them'), ('declined', 'We cannot help with their request'), ('supplied', 'A need was supplied'), ('not_met', 'A need could not be met'), ('closed', 'Their case is closed'), ('reopened', 'We are helping them again')], max_length=9, verbose_name='about')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message'), ('letter', 'Letter'), ('phone', 'Phone call')], max_length=6, verbose_name='how')),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_on', models.DateField(verbose_name='due date')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='calls without an answer')),
                ('last_try_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('sent', 'Sent by the portal'), ('on_page', 'Told when they asked'), ('posted', 'Posted'), ('spoke', 'Spoke to them'), ('left_word', 'Left a message'), ('overtaken', 'Replaced by a later message'), ('not_needed', 'No longer needed')], max_length=10)),
                ('settled_at', models.DateTimeField(null=True, verbose_name='outcome recorded at')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='inclusion.case')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.need')),
                ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='inclusion.referral')),
                ('settled_by', models.ForeignKey(help_text='Who posted the letter or called. Empty if the portal sent the message.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='outcome recorded by')),
            ],
            options={
                'verbose_name': 'message to a person',
                'verbose_name_plural': 'messages to people',
                'ordering': ['began_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('basis', models.CharField(choices=[('agreed', 'The person’s agreement'), ('public_task', 'Public task: the other organisation’s duty to help them'), ('vital', 'Vital interests: to protect someone’s life')], max_length=11, verbose_name='lawful basis')),
                ('basis_words', models.CharField(blank=True, max_length=300, verbose_name='how they agreed, or why consent is not needed')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='reason for transfer')),
                ('handover', models.TextField(blank=True, max_length=5000, verbose_name='handover note')),
                ('state', models.CharField(choices=[('offered', 'Awaiting decision'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='offered', max_length=9, verbose_name='status')),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decline_words', models.CharField(blank=True, max_length=300, verbose_name='reason for declining')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='inclusion.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('new_case', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='came_by', to='inclusion.case')),
                ('offered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_received', to='partners.organisation')),
            ],
            options={
                'ordering': ['offered_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WipeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('overwrite', 'Overwrite'), ('secure_erase', "The drive's own secure erase"), ('crypto', 'Encryption key destroyed'), ('factory_reset', 'Factory reset of an encrypted device'), ('destroyed', 'Drive removed and destroyed')], max_length=13)),
                ('standard', models.CharField(help_text='For example, NIST SP 800-88 Clear.', max_length=60)),
                ('medium_serial', models.CharField(blank=True, max_length=60, verbose_name='drive serial number')),
                ('operator', models.CharField(blank=True, max_length=100)),
                ('finished_at', models.DateTimeField()),
                ('passed', models.BooleanField()),
                ('log', models.TextField(blank=True, max_length=100000, verbose_name='wipe log')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wipes', to='inclusion.device')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'verbose_name': 'wipe record',
                'ordering': ['finished_at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='clientlist',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed'])), name='inclusion_client_list_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='clientlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), models.Q(('found__has_any_keys', ['examples', 'words']), _negated=True), _connector='OR'), name='inclusion_client_list_examples_go_with_file', violation_error_message='Remove what was read from the file: it has been deleted'),
        ),
        migrations.AddConstraint(
            model_name='clientlist',
            constraint=models.CheckConstraint(condition=models.Q(('lawful_basis__in', ['public_task', 'consent', 'legitimate', 'vital'])), name='inclusion_client_list_has_basis', violation_error_message='Select a lawful basis from the list'),
        ),
        migrations.AddConstraint(
            model_name='clientmapping',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'supplier'), name='inclusion_one_mapping_of_clients', violation_error_message='The columns of this supplier’s files are already matched. Change that column matching instead'),
        ),
        migrations.AddIndex(
            model_name='clientrow',
            index=models.Index(fields=['batch', 'action', 'id'], name='inclusion_client_rows'),
        ),
        migrations.AddConstraint(
            model_name='confidence',
            constraint=models.UniqueConstraint(fields=('assessment', 'area'), name='inclusion_confidence_of_area_once', violation_error_message='This area already has an answer. Change that one'),
        ),
        migrations.AddConstraint(
            model_name='confidence',
            constraint=models.CheckConstraint(condition=models.Q(('level__range', (1, 5)), ('area__in', ['foundation', 'communicating', 'information', 'transacting', 'solving', 'safe'])), name='inclusion_confidence_from_1_to_5', violation_error_message='Select an area of the framework and a number from 1 to 5'),
        ),
        migrations.AddConstraint(
            model_name='databalance',
            constraint=models.UniqueConstraint(fields=('batch', 'account'), name='inclusion_one_balance_per_account', violation_error_message='Change the balance that this batch already has for this account'),
        ),
        migrations.AddConstraint(
            model_name='databalance',
            constraint=models.CheckConstraint(condition=models.Q(('mb__gte', 0), ('account', 'donor'), _connector='OR'), name='inclusion_balance_not_below_nothing', violation_error_message='Enter less: there is not this much data in the account'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databalance',
            trigger=pgtrigger.compiler.Trigger(name='kept_by_entries', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (pg_trigger_depth() < 1)', func="\n        RAISE EXCEPTION 'Only an entry in the ledger changes a balance.'\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='5af962a6453131fdd154b1cc5b11577c6cb06feb', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_by_entries_f6171', table='inclusion_databalance', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='datapledge',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('name', 'organisation'), name='inclusion_pledge_words'),
        ),
        migrations.AddIndex(
            model_name='datapledge',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('email'), name='text_pattern_ops'), name='inclusion_pledge_email'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='inclusion_one_pledge_per_attempt', violation_error_message='You have already sent this form. Open the list to see your pledge'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.CheckConstraint(condition=models.Q(('mb__gt', 0)), name='inclusion_pledge_is_something', violation_error_message='Enter how much data is pledged'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pledged', 'expected', 'received', 'withdrawn'])), name='inclusion_pledge_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state__in', ('pledged', 'expected'))), models.Q(models.Q(('state__in', ('pledged', 'expected')), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='inclusion_pledge_settled_has_time', violation_error_message='Enter when the pledge was received or closed. Leave it blank until it is'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'pledged')), models.Q(('answered_at__isnull', False), ('state', 'expected')), models.Q(('state__in', ('pledged', 'expected')), _negated=True), _connector='OR'), name='inclusion_pledge_expected_was_answered', violation_error_message='Enter when the instructions were sent. Leave it blank until then'),
        ),
        migrations.AddIndex(
            model_name='databatch',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('network', 'donor'), name='inclusion_batch_words'),
        ),
        migrations.AddConstraint(
            model_name='databatch',
            constraint=models.CheckConstraint(condition=models.Q(('mb_each__gt', 0)), name='inclusion_batch_holds_data', violation_error_message='Enter how much data each of them has, in MB'),
        ),
        migrations.AddConstraint(
            model_name='databatch',
            constraint=models.CheckConstraint(condition=models.Q(('months__gt', 0)), name='inclusion_batch_lasts', violation_error_message='Enter how many months the data lasts'),
        ),
        migrations.AddConstraint(
            model_name='databatch',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sim', 'voucher'])), name='inclusion_batch_kind_known', violation_error_message='Select a type from the list'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databatch',
            trigger=pgtrigger.compiler.Trigger(name='numbers_follow_its_network', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        UPDATE inclusion_dataitem SET code = code WHERE batch_id = NEW.id;\n        RETURN NEW;\n    ', hash='7d666d2d2d455664ad4b9fd421ff599e571db32d', operation='UPDATE OF "network", "kind"', pgid='pgtrigger_numbers_follow_its_network_50a57', table='inclusion_databatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databatch',
            trigger=pgtrigger.compiler.Trigger(name='keeps_its_size', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.mb_each <> OLD.mb_each)', func="\n        IF EXISTS (SELECT 1 FROM inclusion_dataentry WHERE batch_id = OLD.id) THEN\n            RAISE EXCEPTION 'The amount of data in a batch is fixed once it is received.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='aca160ff29cd72294f053ef98e8fee792a546bd3', operation='UPDATE OF "mb_each"', pgid='pgtrigger_keeps_its_size_a9a20', table='inclusion_databatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databatch',
            trigger=pgtrigger.compiler.Trigger(name='has_come', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.received_on > ((clock_timestamp() + interval '5 seconds') AT TIME ZONE 'Europe/London')::date)", func="\n        RAISE EXCEPTION 'A batch is received today or earlier.' USING ERRCODE = 'check_violation';\n    ", hash='65c8b8f0f50572c0e3301375021d51dbd4a5cf3f', operation='INSERT OR UPDATE OF "received_on"', pgid='pgtrigger_has_come_7b134', table='inclusion_databatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deviceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='380d3e522b59e038e4caad00763d85850ac23d1f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4aec3', table='inclusion_deviceevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='donation',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('name', 'organisation'), name='inclusion_donation_words'),
        ),
        migrations.AddIndex(
            model_name='donation',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('email'), name='text_pattern_ops'), name='inclusion_donation_email'),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='inclusion_one_donation_per_attempt', violation_error_message='You have already sent this form. Open the list to see your offer'),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'expected', 'received', 'declined'])), name='inclusion_donation_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.CheckConstraint(condition=models.Q(('how_many__range', (1, 999))), name='inclusion_donation_is_something', violation_error_message='Enter how many devices you are donating, from 1 to 999'),
        ),
        migrations.AddIndex(
            model_name='helpplace',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('name', 'address'), name='inclusion_place_words'),
        ),
        migrations.AddIndex(
            model_name='helpplace',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('postcode'), name='text_pattern_ops'), name='inclusion_place_postcode'),
        ),
        migrations.AddConstraint(
            model_name='helpplace',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (49, 61)), ('longitude__range', (-9, 2))), _connector='OR'), name='inclusion_place_in_the_uk', violation_error_message='Enter a latitude of 49 to 61 and a longitude of -9 to 2'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed'])), name='inclusion_import_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), models.Q(('found__has_any_keys', ['examples', 'words']), _negated=True), _connector='OR'), name='inclusion_import_examples_go_with_their_file', violation_error_message='Remove the examples from the file: the file has been deleted'),
        ),
        migrations.AddConstraint(
            model_name='importmapping',
            constraint=models.UniqueConstraint(fields=('kept_by', 'kind', 'supplier'), name='inclusion_one_mapping_per_supplier', nulls_distinct=False, violation_error_message='The columns of this supplier’s files are already matched. Change that column matching instead'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['batch', 'action', 'id'], name='inclusion_rows_by_action'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemswitchevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fd3833aa4fb23d7ade2d8f314e51049e042165b4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a0e1', table='inclusion_itemswitchevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='learningmodule',
            constraint=models.CheckConstraint(condition=models.Q(('area__in', ['foundation', 'communicating', 'information', 'transacting', 'solving', 'safe'])), name='inclusion_module_area_known', violation_error_message='Select an area from the list'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__range', (1, 60))), name='inclusion_lesson_is_short', violation_error_message='Enter a number of minutes from 1 to 60'),
        ),
        migrations.AddConstraint(
            model_name='lessondone',
            constraint=models.UniqueConstraint(fields=('learner', 'lesson'), name='inclusion_a_lesson_is_done_once', violation_error_message='This lesson is already marked as done. Select another one'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('state__in', ('confirmed', 'cancelled', 'declined', 'not_met')), _negated=True), fields=['kind', 'state'], name='inclusion_need_unsettled'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('state', 'not_met')), fields=['changed_at'], name='inclusion_need_not_met'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['device', 'data', 'skills', 'accessibility', 'landline'])), name='inclusion_need_kind_known', violation_error_message='Select a type of need from the list'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['identified', 'approved', 'waiting', 'reserved', 'supplied', 'confirmed', 'declined', 'not_met', 'cancelled'])), name='inclusion_need_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('not_met',)), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state__in', ('not_met',)), _negated=True), ('reason', '')), _connector='OR'), name='inclusion_need_not_met_has_reason', violation_error_message='Select a reason for a need that is not met, and none for any other'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='unsettled_only_in_open_cases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.state IN ('confirmed', 'declined', 'not_met', 'cancelled') THEN\n            RETURN NEW;\n        END IF;\n        -- Whoever closes the case at this moment is waited for.\n        PERFORM 1 FROM inclusion_case WHERE id = NEW.case_id FOR SHARE;\n        IF EXISTS (SELECT 1 FROM inclusion_case WHERE id = NEW.case_id AND state = 'closed') THEN\n            RAISE EXCEPTION 'A closed case has no open needs.' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='22ac2c5e3a97fe7467aaf75b231d6e64ae826399', operation='INSERT OR UPDATE', pgid='pgtrigger_unsettled_only_in_open_cases_e2f01', table='inclusion_need', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='landline',
            index=models.Index(condition=models.Q(('call_by__isnull', False)), fields=['call_by'], name='inclusion_landline_to_call'),
        ),
        migrations.AddConstraint(
            model_name='landline',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['to_call', 'called', 'moved', 'tested', 'refused'])), name='inclusion_landline_state_known', violation_error_message='Select the progress from the list'),
        ),
        migrations.AddConstraint(
            model_name='landline',
            constraint=models.CheckConstraint(condition=models.Q(('has_alarm__in', ['', 'yes', 'no']), ('has_corded__in', ['', 'yes', 'no']), ('battery__in', ['', 'has', 'asked', 'needed', 'not_needed']), ('signal__in', ['', 'good', 'patchy', 'none', 'no_mobile'])), name='inclusion_landline_answers_known', violation_error_message='Select answers from the lists'),
        ),
        migrations.AddConstraint(
            model_name='landline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('called_on', None), ('state', 'to_call')), models.Q(models.Q(('state', 'to_call'), _negated=True), ('called_on__isnull', False)), _connector='OR'), name='inclusion_landline_called_has_day', violation_error_message='Enter when the person was called. Leave it blank if no one has called yet'),
        ),
        migrations.AddConstraint(
            model_name='landline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('moved', 'tested')), _negated=True), ('switches_on__isnull', False), _connector='OR'), name='inclusion_landline_moved_has_day', violation_error_message='Enter the date the line was switched'),
        ),
        migrations.AddConstraint(
            model_name='landline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('has_alarm', 'yes'), ('state', 'tested'), ('tested_on__gte', models.F('switches_on'))), models.Q(models.Q(('state', 'tested'), _negated=True), ('tested_on', None)), _connector='OR'), name='inclusion_landline_tested_has_day', violation_error_message='Enter the date the alarm was tested, on or after the switch date. Leave it blank if it was not tested'),
        ),
        migrations.AddConstraint(
            model_name='landline',
            constraint=models.CheckConstraint(condition=models.Q(('alarm_provider', ''), ('has_alarm', 'yes'), _connector='OR'), name='inclusion_landline_alarm_has_provider', violation_error_message='Enter an alarm provider only for someone with an alarm'),
        ),
        migrations.AddConstraint(
            model_name='landline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state__in', ('to_call', 'called')), models.Q(('has_alarm', 'yes'), ('state', 'moved')), _connector='OR'), ('call_by__isnull', False)), models.Q(models.Q(('state__in', ['tested', 'refused']), models.Q(('state', 'moved'), models.Q(('has_alarm', 'yes'), _negated=True)), _connector='OR'), ('call_by', None)), _connector='OR'), name='inclusion_landline_call_until_done', violation_error_message='Enter the date of the next call. Leave it blank if nothing is left to do'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='landline',
            trigger=pgtrigger.compiler.Trigger(name='only_for_landlines', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NOT EXISTS (SELECT 1 FROM inclusion_need WHERE id = NEW.need_id\n            AND kind = 'landline')\n        THEN\n            RAISE EXCEPTION 'Only a need of a landline has answers about one.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='5c3c33fcf94de80381f0dc76ea90ad6e22f2bdcb', operation='INSERT OR UPDATE', pgid='pgtrigger_only_for_landlines_a23f3', table='inclusion_landline', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(condition=models.Q(('returned_at', None)), fields=['due_on'], name='inclusion_loans_due'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(condition=models.Q(('returned_at', None)), fields=('device',), name='inclusion_one_holder', violation_error_message='This device is already issued. Record its return first, then try again'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('kind', 'loan')), models.Q(('due_on', None), ('kind', 'gift')), _connector='OR'), name='inclusion_loans_have_a_day', violation_error_message='Enter a return date for a loan, and none for a gift'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('returned_at', None), ('returned_at__gte', models.F('issued_at')), _connector='OR'), name='inclusion_returned_after_issue', violation_error_message='Enter a date of return that is after the device was issued'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('terms', ''), _negated=True), name='inclusion_holding_has_terms', violation_error_message='Enter the terms that were agreed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='only_what_is_reserved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.device_id\n            AND state = 'reserved' AND reserved_for_id = NEW.need_id FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'A device is issued to the need it was reserved for.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        -- A wipe from before it was issued never counts for what comes back.\n        IF EXISTS (SELECT 1 FROM inclusion_wiperecord\n            WHERE device_id = NEW.device_id AND finished_at > NEW.issued_at) THEN\n            RAISE EXCEPTION 'A device is issued after it was wiped.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='bf2036f70f445db3a80dc0c2af0cb80c05e5e2f6', operation='INSERT', pgid='pgtrigger_only_what_is_reserved_eaea5', table='inclusion_holding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='as_signed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        -- A name is blanked when its person is forgotten, and never becomes another.\n        IF TG_OP = 'DELETE' OR NEW.signed_name NOT IN (OLD.signed_name, '')\n            OR (OLD.returned_at IS NOT NULL AND ROW(NEW.returned_at, NEW.due_on, NEW.kind)\n                IS DISTINCT FROM ROW(OLD.returned_at, OLD.due_on, OLD.kind))\n            OR ROW(NEW.device_id, NEW.need_id, NEW.terms, NEW.signed_at, NEW.issued_at, NEW.by_id)\n            IS DISTINCT FROM\n            ROW(OLD.device_id, OLD.need_id, OLD.terms, OLD.signed_at, OLD.issued_at, OLD.by_id) THEN\n            RAISE EXCEPTION 'What was signed stays as it was signed.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='0d5eabf4072e92a7d128cf5d0fcff5bedc44c21b', operation='UPDATE OR DELETE', pgid='pgtrigger_as_signed_9fed5', table='inclusion_holding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='follows_its_holder', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE is_with boolean; now_in text;', func="\n            SELECT state INTO now_in FROM inclusion_device WHERE id = NEW.device_id;\n            SELECT EXISTS (SELECT 1 FROM inclusion_holding\n                WHERE device_id = NEW.device_id AND returned_at IS NULL) INTO is_with;\n            IF is_with <> (now_in IN ('issued', 'lost')) THEN\n                RAISE EXCEPTION 'A device is issued while, and only while, it has a loan or gift.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='78af99a72b7afec03b8b1c10c52d81e7853f43d1', operation='INSERT OR UPDATE', pgid='pgtrigger_follows_its_holder_04d0c', table='inclusion_holding', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='device',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('make', 'model'), name='inclusion_device_words'),
        ),
        migrations.AddIndex(
            model_name='device',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('serial'), name='text_pattern_ops'), name='inclusion_device_serial'),
        ),
        migrations.AddIndex(
            model_name='device',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('medium_serial'), name='text_pattern_ops'), name='inclusion_device_drive'),
        ),
        migrations.AddIndex(
            model_name='device',
            index=models.Index(fields=['kept_by', 'state'], name='inclusion_devices_by_state'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(models.F('kept_by'), inclusion.devices.models.device.Compared('serial'), condition=models.Q(('serial', ''), _negated=True), name='inclusion_one_device_per_serial', violation_error_message='Enter another number: a device with this one already exists'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'reserved')), fields=('reserved_for',), name='inclusion_one_device_reserved_per_need', violation_error_message='A device is already reserved for this need. Return that one to stock first, then try again'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['quarantined', 'wiped', 'wipe_failed', 'graded', 'repairing', 'ready', 'reserved', 'issued', 'lost', 'parts', 'recycled'])), name='inclusion_device_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('laptop', 'tablet', 'phone', 'desktop', 'router')), _negated=True), ('holds_data', True), _connector='OR'), name='inclusion_device_kind_holds_data', violation_error_message='Select “can store data”: this type of device always counts as storing data'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reserved_for__isnull', False), ('state', 'reserved')), models.Q(models.Q(('state', 'reserved'), _negated=True), ('reserved_for', None)), _connector='OR'), name='inclusion_device_reserved_for_a_need', violation_error_message='Select a need for a reserved device, and none for any other'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('needs_part', ''), ('state', 'repairing'), _connector='OR'), name='inclusion_waits_for_a_part_on_the_bench', violation_error_message='Remove the part needed: only a device in repair can need one'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('battery_percent', None), ('battery_percent__range', (0, 100)), _connector='OR'), name='inclusion_battery_per_cent', violation_error_message='Enter a battery health from 0 to 100'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='wipe_gate', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.state IN ('ready', 'reserved', 'issued', 'parts', 'recycled'))", declare='DECLARE proof boolean;', func="\n        IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN\n            RETURN NEW;\n        END IF;\n        IF NEW.holds_data THEN\n            \n        SELECT passed INTO proof FROM inclusion_wiperecord w\n            WHERE w.device_id = NEW.id AND w.finished_at >= GREATEST(\n                NEW.received_at,\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.id\n                    AND kind = 'drive' AND NOT is_new))\n            AND (NOT w.passed\n                OR upper(btrim(regexp_replace(w.medium_serial, '\\s+', ' ', 'g'))) = upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))\n                OR EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.fitted_to_id = NEW.id AND p.kind = 'drive' AND p.is_new\n                    AND p.went_at >= w.finished_at\n                    AND upper(btrim(regexp_replace(p.serial, '\\s+', ' ', 'g'))) IN ('', upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))))\n                OR (upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g'))) = '' AND EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.taken_from_id = NEW.id AND p.kind = 'drive'\n                    AND p.came_at >= w.finished_at)))\n            ORDER BY w.finished_at DESC, w.id DESC LIMIT 1;\n    \n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION\n                    'A device that stores data is wiped before it is issued or disposed of.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        IF NEW.mains_powered AND NEW.state NOT IN ('parts', 'recycled') THEN\n            SELECT passed AND next_due_on >= (now() AT TIME ZONE 'Europe/London')::date\n                INTO proof FROM inclusion_pattest\n                WHERE device_id = NEW.id ORDER BY tested_on DESC, id DESC LIMIT 1;\n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION 'A mains-powered device has a PAT test in date.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ", hash='baa93da92096f63178169b6a759563bfc4dff022', operation='INSERT OR UPDATE', pgid='pgtrigger_wipe_gate_b4c75', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='known_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (ROW(NEW.holds_data, NEW.mains_powered, NEW.received_at) IS DISTINCT FROM ROW(OLD.holds_data, OLD.mains_powered, OLD.received_at))', func="\n        IF (OLD.holds_data AND NOT NEW.holds_data)\n            OR OLD.state <> 'quarantined'\n            OR EXISTS (SELECT 1 FROM inclusion_wiperecord WHERE device_id = OLD.id)\n            OR EXISTS (SELECT 1 FROM inclusion_pattest WHERE device_id = OLD.id)\n            OR EXISTS (SELECT 1 FROM inclusion_holding WHERE device_id = OLD.id) THEN\n            RAISE EXCEPTION\n                'Whether a device stores data or is mains-powered is fixed once it is worked on.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='a2ef8421530e50fb949d4a2508cc5c8ee4be63b1', operation='UPDATE', pgid='pgtrigger_known_for_good_4034a', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='has_come', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.received_at > clock_timestamp() + interval '5 seconds')", func="\n        RAISE EXCEPTION 'A device is received today or earlier.' USING ERRCODE = 'check_violation';\n    ", hash='77bb50de1609d885cbc625f754941a7f997e3dc8', operation='INSERT OR UPDATE OF "received_at"', pgid='pgtrigger_has_come_2b43d', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='stays_with_its_keeper', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state IN ('reserved', 'issued', 'lost') AND NEW.kept_by_id IS DISTINCT FROM OLD.kept_by_id)", func="\n        RAISE EXCEPTION\n            'A device that is reserved or issued stays with the organisation that holds it.'\n            USING ERRCODE = 'check_violation';\n    ", hash='5861aa71b4c62cf29d01b40fd7cf00062297bb2b', operation='UPDATE OF "kept_by_id"', pgid='pgtrigger_stays_with_its_keeper_64dea', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='one_need_at_a_time', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state = 'reserved' AND NEW.state = 'reserved' AND OLD.reserved_for_id IS DISTINCT FROM NEW.reserved_for_id)", func="\n        RAISE EXCEPTION\n            'A reserved device is returned to stock before it is reserved for another need.'\n            USING ERRCODE = 'check_violation';\n    ", hash='5f150a4df6f555129382775107247eaff7c1e5ea', operation='UPDATE', pgid='pgtrigger_one_need_at_a_time_e7b4a', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='follows_its_holder', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE is_with boolean; now_in text;', func="\n            SELECT state INTO now_in FROM inclusion_device WHERE id = NEW.id;\n            SELECT EXISTS (SELECT 1 FROM inclusion_holding\n                WHERE device_id = NEW.id AND returned_at IS NULL) INTO is_with;\n            IF is_with <> (now_in IN ('issued', 'lost')) THEN\n                RAISE EXCEPTION 'A device is issued while, and only while, it has a loan or gift.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='c816079342417ac4bd58226ff4e706b35d99dd0a', operation='INSERT OR UPDATE', pgid='pgtrigger_follows_its_holder_84f1c', table='inclusion_device', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='dataitem',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('code'), name='text_pattern_ops'), name='inclusion_item_code'),
        ),
        migrations.AddIndex(
            model_name='dataitem',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Ending('code'), name='text_pattern_ops'), name='inclusion_item_ending'),
        ),
        migrations.AddIndex(
            model_name='dataitem',
            index=models.Index(condition=models.Q(('account', 'stock')), fields=['batch'], name='inclusion_items_in_stock'),
        ),
        migrations.AddIndex(
            model_name='dataitem',
            index=models.Index(condition=models.Q(('need__isnull', False)), fields=['need'], name='inclusion_items_of_need'),
        ),
        migrations.AddConstraint(
            model_name='dataitem',
            constraint=models.UniqueConstraint(fields=('batch', 'code'), name='inclusion_one_item_per_code', violation_error_message='Enter another number: this one is already in the batch'),
        ),
        migrations.AddConstraint(
            model_name='dataitem',
            constraint=models.UniqueConstraint(condition=models.Q(('account__in', ('void', 'withdrawn')), _negated=True), fields=('known_as',), name='inclusion_one_item_per_number', violation_error_message='Enter another number: a SIM card with this number, or a voucher for this network with this code, is already in stock'),
        ),
        migrations.AddConstraint(
            model_name='dataitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__in', ('reserved', 'issued', 'activated')), ('need__isnull', False)), models.Q(models.Q(('account__in', ('reserved', 'issued', 'activated')), _negated=True), ('need', None)), _connector='OR'), name='inclusion_held_items_have_a_need', violation_error_message='Select a need for what is reserved or issued, and none for what is in stock'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dataitem',
            trigger=pgtrigger.compiler.Trigger(name='kept_by_entries', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (pg_trigger_depth() < 1)', func="\n        IF TG_OP = 'INSERT' AND NEW.account = 'donor' AND NEW.need_id IS NULL THEN\n            RETURN NEW;\n        END IF;\n        IF TG_OP = 'UPDATE' AND NEW.account = OLD.account AND NEW.batch_id = OLD.batch_id\n            AND NEW.need_id IS NOT DISTINCT FROM OLD.need_id THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'Only an entry in the ledger moves an item.'\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='5cd51f2a2049fb21393dadf3150c63f2768de461', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_by_entries_37594', table='inclusion_dataitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dataitem',
            trigger=pgtrigger.compiler.Trigger(name='knows_its_number', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE bare text; card text[];', func="\n        bare := lower(regexp_replace(NEW.code, '[\\s\\u00a0\\u1680\\u2000-\\u200f\\u202f\\u205f\\u2060\\u3000\\ufeff]', '', 'g'));\n        card := regexp_match(replace(bare, '-', ''), '^(89[0-9]{17})f?$|^(89[0-9]{18})$');\n        SELECT CASE WHEN kind = 'sim' AND card IS NOT NULL\n                THEN 'iccid:' || coalesce(card[1], card[2])\n                ELSE lower(regexp_replace(network, '[\\s\\u00a0\\u1680\\u2000-\\u200f\\u202f\\u205f\\u2060\\u3000\\ufeff]', '', 'g')) || ':' || bare END\n            INTO NEW.known_as FROM inclusion_databatch WHERE id = NEW.batch_id;\n        RETURN NEW;\n    ", hash='cfabe098e3ee699a2917a3f4cde68ea7b38492d5', operation='INSERT OR UPDATE OF "code", "batch_id"', pgid='pgtrigger_knows_its_number_5d9c7', table='inclusion_dataitem', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='dataentry',
            index=models.Index(fields=['batch', 'at'], name='inclusion_entries_of_batch'),
        ),
        migrations.AddConstraint(
            model_name='dataentry',
            constraint=models.CheckConstraint(condition=models.Q(('from_account', models.F('to_account')), _negated=True), name='inclusion_entry_moves', violation_error_message='Select 2 different accounts'),
        ),
        migrations.AddConstraint(
            model_name='dataentry',
            constraint=models.CheckConstraint(condition=models.Q(('from_account__in', ['donor', 'stock', 'reserved', 'issued', 'activated', 'expired', 'void', 'withdrawn']), ('to_account__in', ['donor', 'stock', 'reserved', 'issued', 'activated', 'expired', 'void', 'withdrawn'])), name='inclusion_entry_accounts_known', violation_error_message='Select accounts from the list'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dataentry',
            trigger=pgtrigger.compiler.Trigger(name='posts', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE now_in text; of_batch bigint; size bigint;', func="\n        SELECT i.account, i.batch_id, b.mb_each INTO now_in, of_batch, size\n            FROM inclusion_dataitem i JOIN inclusion_databatch b ON b.id = i.batch_id\n            WHERE i.id = NEW.item_id FOR NO KEY UPDATE OF i;\n        IF now_in IS DISTINCT FROM NEW.from_account OR of_batch <> NEW.batch_id\n            OR size <> NEW.mb THEN\n            RAISE EXCEPTION 'The item is not in that account.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.from_account = 'issued' AND NEW.to_account = 'expired' AND EXISTS (\n            SELECT 1 FROM inclusion_need n JOIN inclusion_dataitem i ON i.need_id = n.id\n            WHERE i.id = NEW.item_id AND n.state = 'confirmed') THEN\n            RAISE EXCEPTION 'Data that someone has confirmed they use does not expire.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.corrects_id IS NULL\n            AND (NEW.from_account || '>' || NEW.to_account) NOT IN ('donor>stock', 'stock>expired', 'stock>issued', 'stock>reserved', 'stock>void', 'stock>withdrawn', 'reserved>expired', 'reserved>issued', 'reserved>stock', 'reserved>void', 'issued>activated', 'issued>expired', 'issued>stock', 'issued>void') THEN\n            RAISE EXCEPTION 'Data does not move from that account to the other.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        UPDATE inclusion_dataitem SET account = NEW.to_account,\n            need_id = CASE WHEN NEW.to_account IN ('reserved', 'issued', 'activated') THEN NEW.need_id END\n            WHERE id = NEW.item_id;\n        INSERT INTO inclusion_databalance (batch_id, account, mb)\n            VALUES (NEW.batch_id, NEW.from_account, 0), (NEW.batch_id, NEW.to_account, 0)\n            ON CONFLICT (batch_id, account) DO NOTHING;\n        -- Both in one order: a move there and a move back never wait for each other.\n        PERFORM 1 FROM inclusion_databalance WHERE batch_id = NEW.batch_id\n            AND account IN (NEW.from_account, NEW.to_account) ORDER BY account FOR UPDATE;\n        UPDATE inclusion_databalance\n            SET mb = mb + CASE account WHEN NEW.from_account THEN -NEW.mb ELSE NEW.mb END\n            WHERE batch_id = NEW.batch_id AND account IN (NEW.from_account, NEW.to_account);\n        RETURN NEW;\n    ", hash='150fb9bce17f8c0935bf7e8f2b17e1fd51c75bbb', operation='INSERT', pgid='pgtrigger_posts_6b517', table='inclusion_dataentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dataentry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8de8db49cf7180bfbfc8e72aabbca130fad42954', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_af3a6', table='inclusion_dataentry', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='caseevent',
            index=models.Index(fields=['case', 'at'], name='inclusion_case_timeline'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='612e11544894b61b35e5c4a0d70f737376431ec8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0bbbd', table='inclusion_caseevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(condition=models.Q(('went_at', None)), fields=['kept_by', 'kind', 'came_at'], name='inclusion_parts_on_the_shelf'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['drive', 'memory', 'battery', 'charger', 'screen', 'keyboard', 'other'])), name='inclusion_part_kind_known', violation_error_message='Select a type of part from the list'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(('is_new', False), ('taken_from', None), _connector='OR'), name='inclusion_new_part_is_new', violation_error_message='Remove “never used before”: a part from a device is not new'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'drive'), _negated=True), ('is_new', True), ('taken_from__isnull', False), _connector='OR'), name='inclusion_drive_has_a_past', violation_error_message='Remove a used drive from its device in the portal, so that its wipe record goes with it'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(('fitted_to', None), ('taken_from', None), models.Q(('fitted_to', models.F('taken_from')), _negated=True), _connector='OR'), name='inclusion_part_goes_elsewhere', violation_error_message='Select another device: the part was removed from this one'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fitted_to', None), ('went_at', None), ('went_by', None)), models.Q(('went_at__gte', models.F('came_at')), ('went_by__isnull', False)), _connector='OR'), name='inclusion_part_went_by_somebody', violation_error_message='Enter when the part left stock, and who did it. Leave both blank for a part in stock'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='part',
            trigger=pgtrigger.compiler.Trigger(name='taken_out', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.taken_from_id IS NOT NULL)', declare='DECLARE proof boolean;', func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.taken_from_id\n            AND kept_by_id = NEW.kept_by_id\n            AND state IN ('quarantined', 'wiped', 'wipe_failed', 'graded', 'repairing', 'parts')\n            FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION\n                'A part is removed from a device in stock, by the organisation that holds it.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.kind = 'drive' THEN\n            \n        SELECT passed INTO proof FROM inclusion_wiperecord w\n            WHERE w.device_id = NEW.taken_from_id AND w.finished_at >= GREATEST(\n                (SELECT received_at FROM inclusion_device WHERE id = NEW.taken_from_id),\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.taken_from_id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.taken_from_id\n                    AND kind = 'drive' AND NOT is_new))\n            AND (NOT w.passed\n                OR upper(btrim(regexp_replace(w.medium_serial, '\\s+', ' ', 'g'))) = upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g')))\n                OR EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.fitted_to_id = NEW.taken_from_id AND p.kind = 'drive' AND p.is_new\n                    AND p.went_at >= w.finished_at\n                    AND upper(btrim(regexp_replace(p.serial, '\\s+', ' ', 'g'))) IN ('', upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g')))))\n                OR (upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g'))) = '' AND EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.taken_from_id = NEW.taken_from_id AND p.kind = 'drive'\n                    AND p.came_at >= w.finished_at)))\n            ORDER BY w.finished_at DESC, w.id DESC LIMIT 1;\n    \n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION 'A drive is removed from a device that was wiped.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g'))) NOT IN ('', upper(btrim(regexp_replace(NEW.serial, '\\s+', ' ', 'g')))) THEN\n                RAISE EXCEPTION 'The drive that is removed is the one that was wiped.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ", hash='2d446ea791fb896659f7b55cc594070dcb95e49a', operation='INSERT', pgid='pgtrigger_taken_out_0dd27', table='inclusion_part', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='part',
            trigger=pgtrigger.compiler.Trigger(name='fitted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.fitted_to_id IS NOT NULL)', func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.fitted_to_id\n            AND kept_by_id = NEW.kept_by_id AND state = 'repairing' FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION\n                'A part is fitted to a device in repair, by the organisation that holds it.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='a35a9abce00c40ce92e8ef0738207c8d191c8d4d', operation='INSERT OR UPDATE', pgid='pgtrigger_fitted_1de6d', table='inclusion_part', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='part',
            trigger=pgtrigger.compiler.Trigger(name='used_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'DELETE' OR OLD.went_at IS NOT NULL\n            OR ROW(NEW.kept_by_id, NEW.kind, NEW.what, NEW.serial, NEW.is_new, NEW.taken_from_id,\n                NEW.came_at, NEW.came_by_id) IS DISTINCT FROM\n            ROW(OLD.kept_by_id, OLD.kind, OLD.what, OLD.serial, OLD.is_new, OLD.taken_from_id,\n                OLD.came_at, OLD.came_by_id) THEN\n            RAISE EXCEPTION 'Where a part came from and where it went is not changed later.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='f14d6058e0a32798135ddfda64db1d80caf02337', operation='UPDATE OR DELETE', pgid='pgtrigger_used_once_de312', table='inclusion_part', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pattest',
            constraint=models.CheckConstraint(condition=models.Q(('next_due_on', None), ('next_due_on__gt', models.F('tested_on')), _connector='OR'), name='inclusion_pat_due_after_test', violation_error_message='Enter a later date: the next test is due after this one'),
        ),
        migrations.AddConstraint(
            model_name='pattest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_due_on__isnull', False), ('passed', True)), models.Q(('next_due_on', None), ('passed', False)), _connector='OR'), name='inclusion_pat_due_again_when_passed', violation_error_message='Enter when the next test is due if this one passed. Leave it blank if it failed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pattest',
            trigger=pgtrigger.compiler.Trigger(name='not_ahead', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.recorded_at > clock_timestamp() + interval '5 seconds' OR NEW.tested_on > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)", func="\n            RAISE EXCEPTION 'A wipe or test is recorded after it was made, and not ahead of time.'\n                USING ERRCODE = 'check_violation';\n        ", hash='5e2b94c1600e74618ffb45d86b01c7fa9f7f895f', operation='INSERT', pgid='pgtrigger_not_ahead_ebbb4', table='inclusion_pattest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pattest',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='098a796afe293aa6e79258d5cdae0507fac758d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dc42a', table='inclusion_pattest', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['name_key', 'date_of_birth'], name='inclusion_person_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name_key', config='simple'), name='inclusion_person_words'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('phone_key', ''), _negated=True), fields=['phone_key'], name='inclusion_person_phone'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('email_key', ''), _negated=True), fields=['email_key'], name='inclusion_person_email'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('postcode', ''), _negated=True), fields=['postcode'], name='inclusion_person_postcode'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('date_of_birth__isnull', False)), fields=['date_of_birth'], name='inclusion_person_born'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('contact_by__in', ['phone', 'text', 'letter', 'email'])), name='inclusion_contact_known', violation_error_message='Select how to contact them from the list'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='inclusion_person_not_merged_into_itself', violation_error_message='Select another record. A record cannot be merged with itself'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('address', ''), ('date_of_birth', None), ('email', ''), ('name', ''), ('phone', ''), ('postcode', '')), _connector='OR'), name='inclusion_erased_person_is_empty', violation_error_message='Remove the person’s details before you mark them as erased'),
        ),
        migrations.AddIndex(
            model_name='learner',
            index=models.Index(condition=models.Q(('email', ''), _negated=True), fields=['email'], name='inclusion_learner_email'),
        ),
        migrations.AddIndex(
            model_name='learner',
            index=models.Index(fields=['used_at'], name='inclusion_learner_used'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('assigned_to', None), ('state', 'open')), fields=['handled_by', 'opened_at', 'id'], name='inclusion_case_unassigned'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['handled_by', 'opened_at', 'id'], name='inclusion_case_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['handled_by', 'urgency', 'opened_at', 'id'], name='inclusion_case_urgent'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['handled_by', 'target_on', 'id'], name='inclusion_case_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['assigned_to', 'opened_at', 'id'], name='inclusion_case_mine'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['assigned_to', 'target_on', 'id'], name='inclusion_case_mine_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'closed')), fields=['handled_by', '-closed_at', '-id'], name='inclusion_case_closed'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed'])), name='inclusion_case_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state', 'closed')), _connector='OR'), name='inclusion_case_closed_has_time', violation_error_message='Enter when the case was closed. Leave it blank for an open case'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='closes_when_every_need_is_settled', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'closed\')', func="\n        IF EXISTS (SELECT 1 FROM inclusion_need WHERE case_id = NEW.id\n            AND state NOT IN ('confirmed', 'declined', 'not_met', 'cancelled'))\n        THEN\n            RAISE EXCEPTION 'A case is closed when every need is resolved.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='c4ab5c888bedd45b9d7be83c27fba04afcb9ae42', operation='INSERT OR UPDATE', pgid='pgtrigger_closes_when_every_need_is_settled_ffdf2', table='inclusion_case', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['framework', 'taken_on'], name='inclusion_assessments_done'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), ('learner__isnull', False), _connector='OR'), name='inclusion_assessment_of_somebody', violation_error_message='Select whose skills check it is'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_by', 'observed'), _negated=True), ('by__isnull', False), _connector='OR'), name='inclusion_assessment_observed_by_somebody', violation_error_message='Select who observed them'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('their_reference'), name='text_pattern_ops'), name='inclusion_referral_theirs'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('state', 'submitted')), fields=['to', 'submitted_at'], name='inclusion_referral_waiting'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['made_by', 'state'], name='inclusion_referral_by_partner'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='inclusion_one_referral_per_attempt', violation_error_message='This form has already been sent. Check the list of referrals for its outcome'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'accepted', 'declined', 'withdrawn', 'completed'])), name='inclusion_referral_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('lawful_basis__in', ['public_task', 'consent', 'legitimate', 'vital'])), name='inclusion_referral_has_basis', violation_error_message='Select a lawful basis from the list'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'partner'), _negated=True), models.Q(('made_by__isnull', False), ('told_on__isnull', False)), _connector='OR'), name='inclusion_partner_told_the_person', violation_error_message='Enter the partner and the date the person was told'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), ('decided_at', None)), models.Q(models.Q(('state', 'submitted'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='inclusion_referral_decided_has_time', violation_error_message='Enter when the referral was decided. Leave it blank until it is'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='inclusion_declined_has_reason', violation_error_message='Select why the referral is declined'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'completed']), _negated=True), ('case__isnull', False), _connector='OR'), name='inclusion_accepted_has_case', violation_error_message='Add a case to the accepted referral'),
        ),
        migrations.AddIndex(
            model_name='caseopening',
            index=models.Index(fields=['case', '-at'], name='inclusion_case_openings'),
        ),
        migrations.AddIndex(
            model_name='caseopening',
            index=models.Index(condition=models.Q(('referral__isnull', False)), fields=['referral', '-at'], name='inclusion_referral_openings'),
        ),
        migrations.AddConstraint(
            model_name='caseopening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('safeguarding', 'data_protection')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='inclusion_breaking_glass_has_reason', violation_error_message='Enter why you need emergency access'),
        ),
        migrations.AddConstraint(
            model_name='caseopening',
            constraint=models.CheckConstraint(condition=models.Q(('case', None), ('referral', None), _connector='XOR'), name='inclusion_opening_of_one_record', violation_error_message='Select a case or a referral, not both'),
        ),
        migrations.AddConstraint(
            model_name='caseopening',
            constraint=models.CheckConstraint(condition=models.Q(('ground', ''), ('ground__in', ['harm', 'no_caseworker', 'request', 'breach', 'legal']), _connector='OR'), name='inclusion_glass_ground_known', violation_error_message='Select a reason for access from the list'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseopening',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6e982c274839a810aa55bdd78ac8e8feb7737157', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6a24c', table='inclusion_caseopening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseopening',
            trigger=pgtrigger.compiler.Trigger(name='says_why', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."kind" IN (\'safeguarding\', \'data_protection\'))', func="\n            IF NOT (NEW.kind = 'safeguarding' AND NEW.ground = 'harm' OR NEW.kind = 'safeguarding' AND NEW.ground = 'no_caseworker' OR NEW.kind = 'safeguarding' AND NEW.ground = 'legal' OR NEW.kind = 'data_protection' AND NEW.ground = 'request' OR NEW.kind = 'data_protection' AND NEW.ground = 'breach' OR NEW.kind = 'data_protection' AND NEW.ground = 'legal') THEN\n                RAISE EXCEPTION 'Emergency access names a reason of its role.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF char_length(btrim(regexp_replace(NEW.reason, '\\s+', ' ', 'g'))) < 20\n                OR (SELECT count(DISTINCT sign) FROM\n                    regexp_split_to_table(lower(NEW.reason), '') AS sign\n                    WHERE sign ~ '\\S') < 5 THEN\n                RAISE EXCEPTION 'Emergency access says why.' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='6c93154bfe6ef788b064aefdee8bd003beda2c4b', operation='INSERT', pgid='pgtrigger_says_why_ff3d3', table='inclusion_caseopening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da59e5a9a5f9aa2d9839869029ac5a7b50bf1247', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_80d51', table='inclusion_referralevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('framework', 'number'), name='inclusion_statement_number_once', violation_error_message='Another statement of this framework has this number. Enter another one'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area', 'foundation'), ('level', 'foundation')), models.Q(('area__in', ['foundation', 'communicating', 'information', 'transacting', 'solving', 'safe']), ('level', 'life'), models.Q(('area', 'foundation'), _negated=True)), _connector='OR'), name='inclusion_statement_level_of_area', violation_error_message='Select the Foundation level for First steps and the Life level for other areas'),
        ),
        migrations.AddConstraint(
            model_name='skillanswer',
            constraint=models.UniqueConstraint(fields=('assessment', 'statement'), name='inclusion_statement_answered_once', violation_error_message='This statement already has an answer. Change that one'),
        ),
        migrations.AddConstraint(
            model_name='skillanswer',
            constraint=models.CheckConstraint(condition=models.Q(('can_do__in', ['not_yet', 'with_help', 'alone'])), name='inclusion_can_do_known', violation_error_message='Select not yet, with help or on my own'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillanswer',
            trigger=pgtrigger.compiler.Trigger(name='answers_its_own_framework', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NOT EXISTS (\n            SELECT 1 FROM inclusion_assessment a\n            JOIN inclusion_statement s ON s.framework_id = a.framework_id\n            WHERE a.id = NEW.assessment_id AND s.id = NEW.statement_id)\n        THEN\n            RAISE EXCEPTION 'An assessment answers the statements of its own framework.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='ce709ccf3a3b12923421e1e2d734a8c060235947', operation='INSERT OR UPDATE', pgid='pgtrigger_answers_its_own_framework_b684e', table='inclusion_skillanswer', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['case', 'due_on'], name='inclusion_task_of_case'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['whose', 'due_on'], name='inclusion_task_mine'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), ('done_at__isnull', False), _connector='OR'), name='inclusion_task_done_has_time', violation_error_message='Enter when the task was done'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('need__isnull', False), ('state', 'planned')), fields=['starts_at'], name='inclusion_sessions_to_come'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['case', 'starts_at'], name='inclusion_appointment_of_case'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('state', 'planned')), fields=['whose', 'starts_at'], name='inclusion_appointment_mine'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'kept', 'missed', 'cancelled'])), name='inclusion_appointment_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at', None), ('need', None), ('way', '')), models.Q(('ends_at__gt', models.F('starts_at')), ('need__isnull', False), ('way__in', ['in_person', 'phone', 'online'])), _connector='OR'), name='inclusion_session_has_an_end_and_a_way', violation_error_message='Enter a need, how they meet and an end after the start for a session. Enter none of these for an appointment'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ends_at__isnull', False), ('state__in', ['planned', 'kept']), ('whose__isnull', False)), expressions=[(models.Func(models.F('whose'), models.F('whose'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('starts_at'), models.F('ends_at'), function='tstzrange'), '&&')], name='inclusion_champion_in_one_place', violation_error_message='They have another session at this time. Enter another time or select someone else'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='inclusion_one_default_team', violation_error_message='Another team is already the default team. Change that one first'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='team',
            trigger=pgtrigger.compiler.Trigger(name='two_people_named_them', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.safeguarding_lead_id IS NOT NULL\n                AND (TG_OP = 'INSERT' OR OLD.safeguarding_lead_id IS DISTINCT FROM NEW.safeguarding_lead_id)\n                AND NOT EXISTS (SELECT 1 FROM inclusion_namedlead\n                    WHERE team_id = NEW.id AND duty = 'safeguarding'\n                    AND person_id = NEW.safeguarding_lead_id\n                    AND accepted_at IS NOT NULL AND ended_at IS NULL) THEN\n                RAISE EXCEPTION 'A named lead is named by someone else.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.data_protection_lead_id IS NOT NULL\n                AND (TG_OP = 'INSERT' OR OLD.data_protection_lead_id IS DISTINCT FROM NEW.data_protection_lead_id)\n                AND NOT EXISTS (SELECT 1 FROM inclusion_namedlead\n                    WHERE team_id = NEW.id AND duty = 'data_protection'\n                    AND person_id = NEW.data_protection_lead_id\n                    AND accepted_at IS NOT NULL AND ended_at IS NULL) THEN\n                RAISE EXCEPTION 'A named lead is named by someone else.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;", hash='840b89812664a72ae4f147b308282d2f9523f4ef', operation='INSERT OR UPDATE', pgid='pgtrigger_two_people_named_them_2c677', table='inclusion_team', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.CheckConstraint(condition=models.Q(('given_by', models.F('person')), _negated=True), name='inclusion_named_by_somebody_else', violation_error_message='You cannot name yourself. Ask another lead to name you'),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.CheckConstraint(condition=models.Q(('duty__in', ['safeguarding', 'data_protection'])), name='inclusion_named_lead_duty_known', violation_error_message='Select a role from the list'),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', False), ('ended_at', None)), fields=('team', 'duty'), name='inclusion_one_named_lead_a_duty', violation_error_message='Someone already has this role. Remove them first'),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('ended_at', None)), fields=('team', 'duty'), name='inclusion_one_proposal_a_duty', violation_error_message='Someone is already proposed for this role. Wait for their answer, or withdraw the proposal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='namedlead',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "inclusion_namedleadaudit" ("accepted_at", "duty", "ended_at", "ended_by_id", "given_at", "given_by_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") SELECT new_values."accepted_at", new_values."duty", new_values."ended_at", new_values."ended_by_id", new_values."given_at", new_values."given_by_id", new_values."id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."team_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4ea56fd088eedc53d6fd631f6f97f50ade39553a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0dd55', referencing='REFERENCING NEW TABLE AS new_values ', table='inclusion_namedlead', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='namedlead',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "inclusion_namedleadaudit" ("accepted_at", "duty", "ended_at", "ended_by_id", "given_at", "given_by_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") SELECT new_values."accepted_at", new_values."duty", new_values."ended_at", new_values."ended_by_id", new_values."given_at", new_values."given_by_id", new_values."id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."team_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4f3d2766152a8a0ff6bb42aa1071b8c90f9620cb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2560f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='inclusion_namedlead', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(condition=models.Q(('outcome', '')), fields=['due_on', 'id'], name='inclusion_telling_waiting'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(fields=['case', 'began_at'], name='inclusion_telling_of_case'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(fields=['referral', 'began_at'], name='inclusion_telling_of_referral'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('case', None), ('referral', None), _connector='XOR'), name='inclusion_telling_of_one_record', violation_error_message='Select a case or a referral, not both'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('need', None), ('case__isnull', False), _connector='OR'), name='inclusion_telling_of_need_has_case', violation_error_message='Add the case that the need belongs to'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['received', 'referred', 'withdrawn', 'passed', 'accepted', 'declined', 'supplied', 'not_met', 'closed', 'reopened'])), name='inclusion_telling_step_known', violation_error_message='Select what they are told from the list'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'text', 'letter', 'phone'])), name='inclusion_telling_channel_known', violation_error_message='Select how they are told from the list'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None)), models.Q(('outcome__in', ['sent', 'on_page', 'posted', 'spoke', 'left_word', 'overtaken', 'not_needed']), ('settled_at__isnull', False)), _connector='OR'), name='inclusion_telling_settled_has_time', violation_error_message='Enter the outcome and its time together, or neither'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ('email', 'text')), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='inclusion_telling_by_machine_is_sent', violation_error_message='Select a letter or a call: the portal sends emails and texts'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('last_try_at', None), ('tries', 0)), models.Q(('channel', 'phone'), ('last_try_at__isnull', False), ('tries__gt', 0)), _connector='OR'), name='inclusion_telling_tries_have_a_time', violation_error_message='Enter when someone last called them'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['to', 'offered_at'], name='inclusion_transfer_waiting'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('case',), name='inclusion_one_transfer_at_a_time', violation_error_message='This case is already offered to another organisation. Wait for their answer, or withdraw that transfer'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'accepted', 'declined', 'withdrawn'])), name='inclusion_transfer_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['agreed', 'public_task', 'vital'])), name='inclusion_transfer_has_basis', violation_error_message='Select a lawful basis from the list'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='inclusion_transfer_decided_has_time', violation_error_message='Enter when the transfer was decided. Leave it blank until it is'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), ('new_case__isnull', False)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('new_case', None)), _connector='OR'), name='inclusion_transfer_accepted_has_case', violation_error_message='Add the new case of an accepted transfer, and none for any other'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('new_case', None), models.Q(('new_case', models.F('case')), _negated=True), _connector='OR'), name='inclusion_transfer_is_to_another_case', violation_error_message='Select a new case that is not the case being transferred'),
        ),
        migrations.AddConstraint(
            model_name='wiperecord',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__lte', models.F('recorded_at'))), name='inclusion_wipe_is_past', violation_error_message='Enter a time that is not in the future'),
        ),
        migrations.AddConstraint(
            model_name='wiperecord',
            constraint=models.CheckConstraint(condition=models.Q(('standard', ''), _negated=True), name='inclusion_wipe_names_its_standard', violation_error_message='Enter the wiping standard, such as NIST SP 800-88 Clear'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='about_its_drive', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE medium text; came timestamptz; now_in text;', func="\n        SELECT upper(btrim(regexp_replace(medium_serial, '\\s+', ' ', 'g'))), received_at, state INTO medium, came, now_in\n            FROM inclusion_device WHERE id = NEW.device_id FOR NO KEY UPDATE;\n        IF now_in IN ('issued', 'lost') THEN\n            RAISE EXCEPTION 'A device that is issued is not wiped.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.finished_at < GREATEST(\n                came,\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.device_id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.device_id\n                    AND kind = 'drive' AND NOT is_new)) THEN\n            RAISE EXCEPTION 'A wipe is finished after the device was received.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF medium = '' THEN\n            UPDATE inclusion_device SET medium_serial = btrim(NEW.medium_serial)\n                WHERE id = NEW.device_id AND btrim(NEW.medium_serial) <> '';\n        ELSIF medium <> upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))\n            AND (NEW.passed OR btrim(NEW.medium_serial) <> '') THEN\n            RAISE EXCEPTION 'A wipe is of the drive that is in the device.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='dd55e5918b7387d9b214b6b5ee6c8583c62311ca', operation='INSERT', pgid='pgtrigger_about_its_drive_9327b', table='inclusion_wiperecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='not_ahead', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.recorded_at > clock_timestamp() + interval '5 seconds' OR NEW.finished_at > NEW.recorded_at)", func="\n            RAISE EXCEPTION 'A wipe or test is recorded after it was made, and not ahead of time.'\n                USING ERRCODE = 'check_violation';\n        ", hash='87ab728d8f95dca28aa6e39a9fde232076506588', operation='INSERT', pgid='pgtrigger_not_ahead_ff3bb', table='inclusion_wiperecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d9d1e1e2e556d96a304d244ff102eec08b27fbab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5a3bc', table='inclusion_wiperecord', when='BEFORE')),
        ),
    ]
