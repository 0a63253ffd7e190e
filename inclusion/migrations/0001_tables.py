from django.conf import settings
import diz_portal.references
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
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("inclusion", "0001_initial"),
        ("inclusion", "0002_initial"),
        ("inclusion", "0003_parts"),
        ("inclusion", "0004_learning"),
        ("inclusion", "0005_numbers_once"),
        ("inclusion", "0006_proof_of_its_own_drive"),
        ("inclusion", "0007_glass_says_why"),
        ("inclusion", "0008_named_leads"),
        ("inclusion", "0009_words_of_constraints"),
        ("inclusion", "0010_reminders"),
        ("inclusion", "0011_telling"),
        ("inclusion", "0012_find_by_home_and_birthday"),
        ("inclusion", "0013_cards_of_the_world"),
        ("inclusion", "0014_lists_on_their_way_in"),
        ("inclusion", "0015_proofs_not_ahead"),
        ("inclusion", "0016_databank_as_it_is"),
        ("inclusion", "0017_confirmed_is_in_use"),
        ("inclusion", "0018_serials_in_any_case"),
        ("inclusion", "0019_batches_have_come"),
        ("inclusion", "0020_basis_is_of_the_record"),
    ]

    dependencies = [
        ('documents', '0001_tables'),
        ('partners', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'Case opened'), ('assigned', 'Given to a caseworker'), ('urgency', 'Urgency or date changed'), ('note', 'Note'), ('contact', 'Contact with the person'), ('need', 'A need moved on'), ('task', 'Task'), ('appointment', 'Appointment'), ('item', 'Device or data'), ('details', 'Details changed'), ('transfer', 'Transfer to another organisation'), ('merged', 'Joined with another record'), ('closed', 'Case closed'), ('reopened', 'Case reopened'), ('correction', 'Correction'), ('erased', 'Personal details erased')], max_length=12)),
                ('summary', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField(blank=True, max_length=5000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('team', 'As a caseworker of the team'), ('safeguarding', 'As safeguarding lead, in an emergency'), ('data_protection', 'As data protection lead'), ('found', 'Found by its reference, not opened')], default='team', max_length=15)),
                ('ground', models.CharField(blank=True, choices=[('harm', 'Someone may be at risk of harm'), ('no_caseworker', 'The person needs help now and no caseworker can be reached'), ('request', 'A request or complaint about personal data'), ('breach', 'Personal data may have been lost or seen by the wrong person'), ('legal', 'A court order or another legal duty')], max_length=15)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Confidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(choices=[('foundation', 'First steps'), ('communicating', 'Keeping in touch'), ('information', 'Finding and keeping information'), ('transacting', 'Paying and using services'), ('solving', 'Solving problems'), ('safe', 'Staying safe and within the law')], max_length=13)),
                ('level', models.PositiveSmallIntegerField(verbose_name='how sure, from 1 to 5')),
            ],
            options={
                'verbose_name_plural': 'confidences',
                'ordering': ['assessment', 'area'],
            },
        ),
        migrations.CreateModel(
            name='DataBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], max_length=9)),
                ('mb', models.BigIntegerField(verbose_name='MB')),
            ],
            options={
                'ordering': ['batch', 'account'],
            },
        ),
        migrations.CreateModel(
            name='DataBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('sim', 'SIM card'), ('voucher', 'Voucher code')], max_length=7)),
                ('network', models.CharField(help_text='Whose mobile network it works on.', max_length=40)),
                ('mb_each', models.PositiveIntegerField(help_text='For the whole time it lasts: 20 GB a month for 6 months is 120000.', verbose_name='MB in each')),
                ('months', models.PositiveSmallIntegerField(default=1, verbose_name='months it lasts')),
                ('expires_on', models.DateField(verbose_name='to be activated by')),
                ('received_on', models.DateField(default=django.utils.timezone.localdate)),
                ('donor', models.CharField(blank=True, help_text='An organisation, or nothing.', max_length=150, verbose_name='given by')),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'batches',
                'ordering': ['expires_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DataEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_account', models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], max_length=9, verbose_name='from')),
                ('to_account', models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], max_length=9, verbose_name='to')),
                ('mb', models.PositiveIntegerField(verbose_name='MB')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DataItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(max_length=40, verbose_name='number or code')),
                ('known_as', models.CharField(default='', editable=False, max_length=100)),
                ('account', models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], default='donor', editable=False, max_length=9)),
            ],
            options={
                'verbose_name': 'SIM or voucher',
                'verbose_name_plural': 'SIMs and vouchers',
                'ordering': ['batch', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DataPledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('gift_code', 'A gift code from my network'), ('voucher', 'A top-up voucher that I buy'), ('sim', 'A SIM card with data on it that I do not use'), ('bulk', 'SIM cards or vouchers from a business or network')], max_length=9)),
                ('network', models.CharField(blank=True, max_length=40)),
                ('mb', models.PositiveIntegerField(verbose_name='MB promised')),
                ('organisation', models.CharField(blank=True, help_text='The business, if it is one.', max_length=150)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('state', models.CharField(choices=[('pledged', 'Promised'), ('received', 'Received'), ('withdrawn', 'Withdrawn')], default='pledged', max_length=9)),
                ('pledged_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'pledge of data',
                'verbose_name_plural': 'pledges of data',
                'ordering': ['-pledged_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('laptop', 'Laptop'), ('tablet', 'Tablet'), ('phone', 'Smartphone'), ('desktop', 'Desktop computer'), ('router', 'Mobile wifi router'), ('monitor', 'Monitor'), ('accessory', 'Keyboard, mouse or other accessory')], max_length=9)),
                ('make', models.CharField(blank=True, max_length=60)),
                ('model', models.CharField(blank=True, max_length=80)),
                ('serial', models.CharField(blank=True, max_length=60, verbose_name='serial number')),
                ('medium_serial', models.CharField(blank=True, help_text='An eraser’s log is matched by it.', max_length=60, verbose_name='serial number of its drive')),
                ('holds_data', models.BooleanField(default=True, verbose_name='can hold data')),
                ('mains_powered', models.BooleanField(default=True, verbose_name='has a charger or mains lead')),
                ('memory_gb', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='memory, GB')),
                ('storage_gb', models.PositiveIntegerField(blank=True, null=True, verbose_name='storage, GB')),
                ('battery_percent', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='battery health, per cent')),
                ('locked_to_user', models.BooleanField(default=False, verbose_name='locked to its former user')),
                ('needs_part', models.CharField(blank=True, max_length=100, verbose_name='part it waits for')),
                ('shelf', models.CharField(blank=True, max_length=60, verbose_name='where it lies')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('quarantined', 'In quarantine'), ('wiped', 'Wiped'), ('wipe_failed', 'Could not be wiped'), ('graded', 'Inspected'), ('repairing', 'Being repaired'), ('ready', 'Ready'), ('reserved', 'Reserved'), ('issued', 'With somebody'), ('lost', 'Lost or stolen'), ('parts', 'Taken apart for parts'), ('recycled', 'Recycled')], default='quarantined', editable=False, max_length=11)),
                ('grade', models.CharField(blank=True, choices=[('a', 'A: like new'), ('b', 'B: signs of use'), ('c', 'C: worn, works well')], max_length=1)),
            ],
            options={
                'ordering': ['received_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DeviceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, choices=[('quarantined', 'In quarantine'), ('wiped', 'Wiped'), ('wipe_failed', 'Could not be wiped'), ('graded', 'Inspected'), ('repairing', 'Being repaired'), ('ready', 'Ready'), ('reserved', 'Reserved'), ('issued', 'With somebody'), ('lost', 'Lost or stolen'), ('parts', 'Taken apart for parts'), ('recycled', 'Recycled')], max_length=11)),
                ('to_state', models.CharField(choices=[('quarantined', 'In quarantine'), ('wiped', 'Wiped'), ('wipe_failed', 'Could not be wiped'), ('graded', 'Inspected'), ('repairing', 'Being repaired'), ('ready', 'Ready'), ('reserved', 'Reserved'), ('issued', 'With somebody'), ('lost', 'Lost or stolen'), ('parts', 'Taken apart for parts'), ('recycled', 'Recycled')], max_length=11)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
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
                ('kind', models.CharField(choices=[('individual', 'I am giving my own'), ('business', 'My organisation is giving them')], max_length=10)),
                ('what', models.TextField(help_text='What they are, how old, what is wrong.', max_length=1000)),
                ('how_many', models.PositiveSmallIntegerField(default=1)),
                ('drop_off', models.BooleanField(default=True, verbose_name='brings it in')),
                ('organisation', models.CharField(blank=True, max_length=150)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('state', models.CharField(choices=[('offered', 'Offered'), ('expected', 'Agreed, on its way'), ('received', 'Received'), ('declined', 'Declined')], default='offered', max_length=8)),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='what the donor is told')),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['-offered_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='EqualityAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.')),
                ('age', models.CharField(blank=True, choices=[('under_25', 'Under 25'), ('25_44', '25 to 44'), ('45_64', '45 to 64'), ('65_79', '65 to 79'), ('80_up', '80 or over')], max_length=8)),
                ('gender', models.CharField(blank=True, choices=[('woman', 'Woman'), ('man', 'Man'), ('other', 'In another way')], max_length=5, verbose_name='describes themselves as')),
                ('ethnic_group', models.CharField(blank=True, choices=[('asian', 'Asian or Asian British'), ('black', 'Black, Black British, Caribbean or African'), ('mixed', 'Mixed or multiple ethnic groups'), ('white', 'White'), ('other', 'Other ethnic group')], max_length=5)),
                ('limited', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], max_length=3, verbose_name='long-term condition that limits daily life')),
            ],
            options={
                'verbose_name': 'equality answers',
                'verbose_name_plural': 'equality answers',
                'ordering': ['-month'],
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
                ('is_current', models.BooleanField(default=False, help_text='New assessments ask this version.', verbose_name='asked now')),
            ],
            options={
                'verbose_name': 'skills framework',
                'ordering': ['name', 'version'],
            },
        ),
        migrations.CreateModel(
            name='HelpPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('library', 'Library'), ('hub', 'Hub'), ('drop_in', 'Drop-in')], max_length=7)),
                ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('computers', 'Computers to use'), ('wifi', 'Free wifi'), ('people', 'People who show you how'), ('courses', 'Courses'), ('data', 'Mobile data'), ('devices', 'Devices to borrow or keep'), ('repair', 'Repairs')], max_length=9), default=list, size=None, verbose_name='what there is')),
                ('opening_times', models.TextField(help_text='One line for each, such as “Monday to Friday, 10am to 4pm”.', max_length=500)),
                ('access', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('step_free', 'Step-free'), ('toilet', 'Accessible toilet'), ('parking', 'Accessible parking'), ('loop', 'Hearing loop'), ('quiet', 'Quiet room'), ('sign', 'Sign language, if you ask before')], max_length=9), blank=True, default=list, size=None)),
                ('notes', models.CharField(blank=True, help_text='Such as “Bring your library card if you have one”.', max_length=200)),
                ('address', models.CharField(max_length=200)),
                ('postcode', models.CharField(max_length=8)),
                ('latitude', models.FloatField(blank=True, editable=False, null=True)),
                ('longitude', models.FloatField(blank=True, editable=False, null=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('website', models.URLField(blank=True)),
                ('is_listed', models.BooleanField(default=True, verbose_name='shown to the public')),
                ('checked_on', models.DateField(default=django.utils.timezone.localdate, help_text='When somebody made sure of it.', verbose_name='last checked')),
            ],
            options={
                'verbose_name': 'place to get help',
                'verbose_name_plural': 'places to get help',
                'ordering': [django.db.models.functions.text.Lower('name'), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('loan', 'Loan'), ('gift', 'Gift')], max_length=4)),
                ('terms', models.TextField(max_length=5000, verbose_name='terms as signed')),
                ('signed_name', models.CharField(blank=True, max_length=150, verbose_name='signed as')),
                ('signed_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='to be returned by')),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['issued_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('supplier', models.CharField(blank=True, max_length=120)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField(db_default=0, default=0, verbose_name='size in bytes')),
                ('file_deleted_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('uploaded', 'Needs column matching'), ('checking', 'Being checked'), ('checked', 'Ready to apply'), ('applying', 'Being applied'), ('applied', 'Applied'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('failed', 'Failed')], default='uploaded', max_length=10)),
                ('found', models.JSONField(blank=True, default=dict)),
                ('headings', models.JSONField(blank=True, default=dict)),
                ('words', models.JSONField(blank=True, default=dict)),
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
                ('kind', models.CharField(choices=[('devices', 'Devices'), ('sims', 'SIM cards'), ('vouchers', 'Voucher codes'), ('places', 'Places to get help')], max_length=12)),
                ('source', models.CharField(choices=[('table', 'Table with a heading row'), ('list', 'List without a heading row')], default='table', max_length=8)),
                ('file', models.FileField(blank=True, max_length=200, upload_to='lists/')),
                ('said', models.JSONField(blank=True, default=dict)),
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
                ('words', models.JSONField(default=dict)),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('devices', 'Devices'), ('sims', 'SIM cards'), ('vouchers', 'Voucher codes'), ('places', 'Places to get help')], max_length=12)),
            ],
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
                ('is_paused', models.BooleanField(default=False, verbose_name='asking is paused')),
                ('weeks', models.PositiveSmallIntegerField(blank=True, help_text='Until somebody who asks now is helped.', null=True, verbose_name='weeks to wait')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'what can be asked for',
                'verbose_name_plural': 'what can be asked for',
                'ordering': ['item'],
            },
        ),
        migrations.CreateModel(
            name='ItemSwitchEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_paused', models.BooleanField()),
                ('weeks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
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
                ('email', models.EmailField(blank=True, help_text='Given to have the link sent again.', max_length=254)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last used')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LearningModule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('area', models.CharField(choices=[('foundation', 'First steps'), ('communicating', 'Keeping in touch'), ('information', 'Finding and keeping information'), ('transacting', 'Paying and using services'), ('solving', 'Solving problems'), ('safe', 'Staying safe and within the law')], default='foundation', max_length=13, verbose_name='area of the framework')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
            ],
            options={
                'verbose_name': 'part of a learning path',
                'verbose_name_plural': 'parts of learning paths',
                'ordering': ['path', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LearningPath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='As they would say it: “See your GP online”.', max_length=80, verbose_name='what somebody will do')),
                ('slug', models.SlugField(help_text='Fixed once the path is published.', max_length=60, unique=True, verbose_name='address')),
                ('promise', models.CharField(help_text='What they can do at the end.', max_length=200, verbose_name='one sentence about it')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
                ('is_published', models.BooleanField(default=False, help_text='Until then only managers see it.', verbose_name='published')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='One small thing: “Turn it on”.', max_length=80)),
                ('slug', models.SlugField(help_text='Fixed once the lesson is published.', max_length=60, unique=True, verbose_name='address')),
                ('words', models.TextField(help_text='Short words. An empty line begins a new paragraph. A line that begins with “- ” is a point of a list, with “1. ” a step, with “## ” a heading. **Two stars** make words bold. An address that begins with https:// becomes a link.', max_length=6000, verbose_name='the lesson')),
                ('minutes', models.PositiveSmallIntegerField(default=5, help_text='For somebody who takes their time.', verbose_name='how many minutes')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
                ('is_published', models.BooleanField(default=False, help_text='Until then only managers see it.', verbose_name='published')),
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
            ],
            options={
                'ordering': ['-given_at', '-pk'],
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
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('device', 'A device'), ('data', 'Mobile data'), ('skills', 'Help to learn'), ('accessibility', 'Making it easier to use')], max_length=13)),
                ('item', models.CharField(blank=True, help_text='What exactly: a tablet, 20 GB a month, video calls.', max_length=60)),
                ('state', models.CharField(choices=[('identified', 'Identified'), ('approved', 'Approved'), ('waiting', 'Waiting for stock'), ('reserved', 'Reserved'), ('supplied', 'Supplied'), ('confirmed', 'Confirmed by the person'), ('declined', 'Declined by the person'), ('not_met', 'Not met'), ('cancelled', 'Entered by mistake')], default='identified', max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('no_stock', 'Nothing suitable in stock in time'), ('not_eligible', 'Not eligible for what there is'), ('no_coverage', 'No signal or line where they live'), ('lost_touch', 'Lost touch with the person'), ('moved', 'Moved away or died'), ('passed_on', 'Passed on to another organisation'), ('other', 'Another reason')], max_length=12)),
                ('identified_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['identified_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('drive', 'Drive (SSD or hard disk)'), ('memory', 'Memory'), ('battery', 'Battery'), ('charger', 'Charger or mains lead'), ('screen', 'Screen'), ('keyboard', 'Keyboard'), ('other', 'Another part')], max_length=8)),
                ('what', models.CharField(blank=True, max_length=80, verbose_name='what exactly')),
                ('serial', models.CharField(blank=True, max_length=60, verbose_name='serial number')),
                ('is_new', models.BooleanField(default=False, verbose_name='never used before')),
                ('came_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('went_at', models.DateTimeField(blank=True, help_text='When it was fitted, or thrown away.', null=True)),
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
            ],
            options={
                'verbose_name': 'electrical test (PAT)',
                'verbose_name_plural': 'electrical tests (PAT)',
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
                ('contact_by', models.CharField(choices=[('phone', 'Telephone call'), ('text', 'Text message'), ('letter', 'Letter'), ('email', 'Email')], default='phone', max_length=6, verbose_name='prefers')),
                ('contact_notes', models.CharField(blank=True, help_text='When it is safe and convenient to get in touch.', max_length=300)),
                ('adjustments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('large_print', 'Large print'), ('easy_read', 'Short words and pictures (Easy Read)'), ('language', 'Another language'), ('hearing', 'Help with hearing'), ('seeing', 'Help with seeing the screen'), ('hands', 'A keyboard, mouse or holder that is easier to use'), ('visit', 'Somebody to come to me: I cannot travel'), ('companion', 'Somebody I trust with me')], max_length=12), blank=True, default=list, size=None, verbose_name='what makes it easier')),
                ('adjustments_words', models.TextField(blank=True, max_length=1000, verbose_name='what else makes it easier')),
                ('name_key', models.CharField(blank=True, editable=False, max_length=150)),
                ('phone_key', models.CharField(blank=True, editable=False, max_length=10)),
                ('email_key', models.CharField(blank=True, editable=False, max_length=254)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='QuizAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=150, verbose_name='answer')),
                ('is_right', models.BooleanField(default=False, verbose_name='right')),
                ('feedback', models.CharField(help_text='In kind words, and why.', max_length=300, verbose_name='what we say to it')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
            ],
            options={
                'verbose_name': 'answer',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='QuizQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200, verbose_name='question')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='order')),
            ],
            options={
                'verbose_name': 'question after a lesson',
                'verbose_name_plural': 'questions after lessons',
                'ordering': ['lesson', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('self', 'Asked for help themselves'), ('caller', 'Asked by telephone; staff filled it in'), ('partner', 'Referred by a partner')], max_length=7)),
                ('their_reference', models.CharField(blank=True, max_length=40, verbose_name="the partner's own reference")),
                ('wanted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('device', 'A device'), ('data', 'Mobile data'), ('skills', 'Help to learn'), ('accessibility', 'Making it easier to use')], max_length=13), blank=True, default=list, size=None, verbose_name='asks for')),
                ('story', models.TextField(blank=True, max_length=2000, verbose_name='in their words')),
                ('urgency', models.CharField(choices=[('urgent', 'Urgent: somebody’s safety or health depends on it'), ('soon', 'Soon: something is due that cannot be done without it'), ('routine', 'Routine')], default='routine', max_length=7)),
                ('lawful_basis', models.CharField(choices=[('public_task', 'Public task: helping residents is our duty'), ('consent', 'The person’s consent'), ('legitimate', 'Legitimate interests'), ('vital', 'Vital interests: to protect somebody’s life')], max_length=11)),
                ('told_by', models.CharField(blank=True, help_text='Who told the person that their details would be passed on, and by what means.', max_length=150, verbose_name='who told the person')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='told on')),
                ('notice', models.CharField(blank=True, choices=[('', 'Asked themselves'), ('sent', 'We wrote to them'), ('by_hand', 'A caseworker tells them')], default='', max_length=7)),
                ('state', models.CharField(choices=[('submitted', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('completed', 'Completed')], default='submitted', max_length=9)),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decline_reason', models.CharField(blank=True, choices=[('outside', 'Lives outside the area'), ('elsewhere', 'Better helped by another service'), ('not_reached', 'Could not be reached'), ('not_wanted', 'The person does not want this help'), ('duplicate', 'Already being helped'), ('other', 'Another reason')], max_length=11)),
                ('decline_words', models.TextField(blank=True, max_length=500, verbose_name='what the referrer is told')),
            ],
            options={
                'ordering': ['submitted_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReferralEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('submitted', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('completed', 'Completed')], max_length=9)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReferringPartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('most_open', models.PositiveSmallIntegerField(default=25, help_text='Counted from sending a referral until it is declined or its case is closed.', verbose_name='open referrals at most')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('organisation__name')],
            },
        ),
        migrations.CreateModel(
            name='SkillAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('can_do', models.CharField(choices=[('not_yet', 'Not yet'), ('with_help', 'With help'), ('alone', 'On my own')], max_length=9)),
            ],
            options={
                'ordering': ['statement__number'],
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
                ('who', models.CharField(help_text='Such as “People who get Universal Credit”.', max_length=200, verbose_name='who can have it')),
                ('website', models.URLField()),
                ('checked_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='last checked')),
                ('is_listed', models.BooleanField(default=True, verbose_name='shown to the public')),
            ],
            options={
                'ordering': ['pounds_a_month', django.db.models.functions.text.Lower('provider'), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(choices=[('foundation', 'First steps'), ('communicating', 'Keeping in touch'), ('information', 'Finding and keeping information'), ('transacting', 'Paying and using services'), ('solving', 'Solving problems'), ('safe', 'Staying safe and within the law')], max_length=13)),
                ('level', models.CharField(choices=[('foundation', 'Foundation'), ('life', 'Life')], max_length=10)),
                ('number', models.PositiveSmallIntegerField(help_text='Its order in the framework.')),
                ('words', models.CharField(help_text='As a person says it, in our own words.', max_length=200)),
            ],
            options={
                'verbose_name': 'skills statement',
                'ordering': ['framework', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(blank=True, max_length=150, verbose_name='what is to be done')),
                ('due_on', models.DateField(verbose_name='by')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_default', models.BooleanField(default=False, help_text='Residents whose district no team serves come here.', verbose_name='takes everybody else')),
                ('takes_referrals', models.BooleanField(default=True)),
                ('phone', models.CharField(blank=True, help_text='For residents who ask.', max_length=40)),
                ('basis', models.CharField(choices=[('public_task', 'Public task: helping residents is our duty'), ('consent', 'The person’s consent'), ('legitimate', 'Legitimate interests'), ('vital', 'Vital interests: to protect somebody’s life')], default='public_task', editable=False, help_text='On what ground the team keeps what residents tell it: shown to them.', max_length=11, verbose_name='lawful basis for requests')),
                ('days_if_urgent', models.PositiveSmallIntegerField(default=2)),
                ('days_if_soon', models.PositiveSmallIntegerField(default=7)),
                ('days_if_routine', models.PositiveSmallIntegerField(default=21)),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('organisation__name')],
            },
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('key', models.CharField(editable=False, max_length=60, unique=True)),
                ('step', models.CharField(choices=[('received', 'We have their request'), ('referred', 'A partner referred them'), ('withdrawn', 'The partner withdrew the referral'), ('passed', 'Another team helps them now'), ('accepted', 'We are helping them'), ('declined', 'We cannot take their request on'), ('supplied', 'They have what they needed'), ('not_met', 'A need could not be met'), ('closed', 'Their case is closed'), ('reopened', 'We are helping them again')], max_length=9, verbose_name='about')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message'), ('letter', 'Letter'), ('phone', 'Phone call')], max_length=6, verbose_name='how')),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_on', models.DateField(verbose_name='by')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='rung without an answer')),
                ('last_try_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('sent', 'Sent by the portal'), ('on_page', 'Told while they asked'), ('posted', 'Posted'), ('spoke', 'Spoke to them'), ('left_word', 'Left a message'), ('overtaken', 'Overtaken by later news'), ('not_needed', 'Not needed any more')], max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['began_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('basis', models.CharField(choices=[('agreed', 'The person agrees'), ('public_task', 'Public task: the other organisation’s duty to help them'), ('vital', 'Vital interests: to protect somebody’s life')], max_length=11)),
                ('basis_words', models.CharField(blank=True, max_length=300)),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='why, without naming the person')),
                ('handover', models.TextField(blank=True, max_length=5000, verbose_name='what the new team must know')),
                ('state', models.CharField(choices=[('offered', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Taken back')], default='offered', max_length=9)),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decline_words', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['offered_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WipeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('overwrite', 'Overwritten'), ('secure_erase', "The drive's own secure erase"), ('crypto', 'Encryption key destroyed'), ('factory_reset', 'Reset of an encrypted device'), ('destroyed', 'Drive taken out and destroyed')], max_length=13)),
                ('standard', models.CharField(help_text='Such as NIST SP 800-88 Clear.', max_length=60)),
                ('medium_serial', models.CharField(blank=True, max_length=60, verbose_name='serial number of the medium')),
                ('operator', models.CharField(blank=True, max_length=100)),
                ('finished_at', models.DateTimeField()),
                ('passed', models.BooleanField()),
                ('log', models.TextField(blank=True, max_length=100000, verbose_name="the eraser's log")),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['finished_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='where')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('kept', 'Took place'), ('missed', 'Missed'), ('cancelled', 'Cancelled')], default='planned', max_length=9)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('way', models.CharField(blank=True, choices=[('in_person', 'In person'), ('phone', 'By telephone'), ('online', 'By video')], max_length=9, verbose_name='how')),
                ('practised', models.TextField(blank=True, max_length=1000, verbose_name='what was practised')),
                ('whose', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='with whom')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('answered_by', models.CharField(choices=[('self', 'The person said so'), ('observed', 'Somebody watched')], default='self', max_length=8, verbose_name='who answered')),
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
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=6)),
                ('urgency', models.CharField(choices=[('urgent', 'Urgent: somebody’s safety or health depends on it'), ('soon', 'Soon: something is due that cannot be done without it'), ('routine', 'Routine')], default='routine', max_length=7)),
                ('target_on', models.DateField(verbose_name='help promised by')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='caseworker')),
            ],
            options={
                'ordering': ['opened_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='handled_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='inclusion.caseevent'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='whom',
            field=models.ForeignKey(help_text='The colleague a case, task or appointment was given to.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseopening',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseopening',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='confidence',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confidences', to='inclusion.assessment'),
        ),
        migrations.AddField(
            model_name='databatch',
            name='kept_by',
            field=models.ForeignKey(blank=True, help_text='Whose caseworkers hand it out; nobody: every team may.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='databalance',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='inclusion.databatch'),
        ),
        migrations.AddField(
            model_name='dataentry',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='inclusion.databatch'),
        ),
        migrations.AddField(
            model_name='dataentry',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dataentry',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='inclusion.dataentry'),
        ),
        migrations.AddField(
            model_name='dataitem',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='inclusion.databatch'),
        ),
        migrations.AddField(
            model_name='dataentry',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='inclusion.dataitem'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='inclusion_one_pledge_per_attempt', violation_error_message='This form was sent already: open the list to see what came of it.'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.CheckConstraint(condition=models.Q(('mb__gt', 0)), name='inclusion_pledge_is_something', violation_error_message='Enter how much data is promised.'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pledged', 'received', 'withdrawn'])), name='inclusion_pledge_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='datapledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'pledged')), models.Q(models.Q(('state', 'pledged'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='inclusion_pledge_settled_has_time', violation_error_message='A pledge that is settled says when; one that waits does not.'),
        ),
        migrations.AddField(
            model_name='databatch',
            name='pledge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='inclusion.datapledge'),
        ),
        migrations.AddField(
            model_name='device',
            name='kept_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='deviceevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deviceevent',
            name='device',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.device'),
        ),
        migrations.AddField(
            model_name='donation',
            name='to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='device',
            name='donation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='inclusion.donation'),
        ),
        migrations.AddConstraint(
            model_name='equalityanswers',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='inclusion_equality_month_only', violation_error_message='Enter the first day of the month.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.UniqueConstraint(fields=('name', 'version'), name='inclusion_framework_version_once', violation_error_message='This version of the framework is here already. Give the new one another version.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='inclusion_one_current_framework', violation_error_message='Another framework is asked now. Untick it there first.'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.framework'),
        ),
        migrations.AddField(
            model_name='helpplace',
            name='district',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.district'),
        ),
        migrations.AddField(
            model_name='helpplace',
            name='run_by',
            field=models.ForeignKey(blank=True, help_text='The partner who runs it, if one does.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='holding',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='holding',
            name='device',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='inclusion.device'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='applied_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='kept_by',
            field=models.ForeignKey(blank=True, help_text='Who keeps what comes in; nobody: it is everybody’s.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='made',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.databatch'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='pledge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.datapledge'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='uploaded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importmapping',
            name='kept_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='batch',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='inclusion.importbatch'),
        ),
        migrations.AddConstraint(
            model_name='itemswitch',
            constraint=models.CheckConstraint(condition=models.Q(('item__in', ['laptop', 'tablet', 'phone', 'desktop', 'router', 'monitor', 'accessory', 'data'])), name='inclusion_switch_item_known', violation_error_message='Choose from the list what can be asked for.'),
        ),
        migrations.AddConstraint(
            model_name='itemswitch',
            constraint=models.CheckConstraint(condition=models.Q(('is_paused', False), ('weeks__isnull', False), _connector='OR'), name='inclusion_paused_says_how_long', violation_error_message='Say how long people who ask have to wait.'),
        ),
        migrations.AddConstraint(
            model_name='itemswitch',
            constraint=models.CheckConstraint(condition=models.Q(('weeks', None), ('weeks__range', (1, 104)), _connector='OR'), name='inclusion_switch_weeks_sensible', violation_error_message='Enter from 1 to 104 weeks.'),
        ),
        migrations.AddField(
            model_name='itemswitchevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='itemswitchevent',
            name='switch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.itemswitch'),
        ),
        migrations.AddField(
            model_name='learner',
            name='account',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessment',
            name='learner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='inclusion.learner'),
        ),
        migrations.AddConstraint(
            model_name='learningpath',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ('mine', 'find', 'skills')), _negated=True), name='inclusion_path_address_is_free', violation_error_message='This address is taken by another page. Choose another.'),
        ),
        migrations.AddField(
            model_name='learningmodule',
            name='path',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='inclusion.learningpath'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='module',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='inclusion.learningmodule', verbose_name='part'),
        ),
        migrations.AddField(
            model_name='lessondone',
            name='learner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons_done', to='inclusion.learner'),
        ),
        migrations.AddField(
            model_name='lessondone',
            name='lesson',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='done_by', to='inclusion.lesson'),
        ),
        migrations.AddField(
            model_name='namedlead',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedlead',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedlead',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedleadaudit',
            name='ended_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedleadaudit',
            name='given_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedleadaudit',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedleadaudit',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='namedleadaudit',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='inclusion.namedlead'),
        ),
        migrations.AddField(
            model_name='need',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='holding',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='device',
            name='reserved_for',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reserved_devices', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='dataitem',
            name='need',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_items', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='dataentry',
            name='need',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_entries', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='need',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='need',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='need',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='part',
            name='came_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='part',
            name='fitted_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts_fitted', to='inclusion.device'),
        ),
        migrations.AddField(
            model_name='part',
            name='kept_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='part',
            name='taken_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts_taken', to='inclusion.device'),
        ),
        migrations.AddField(
            model_name='part',
            name='went_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pattest',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pattest',
            name='device',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pat_tests', to='inclusion.device'),
        ),
        migrations.AddField(
            model_name='person',
            name='district',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.district'),
        ),
        migrations.AddField(
            model_name='person',
            name='kept_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='controller'),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='inclusion.person'),
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
        migrations.AddField(
            model_name='quizquestion',
            name='lesson',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='inclusion.lesson'),
        ),
        migrations.AddField(
            model_name='quizanswer',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='inclusion.quizquestion'),
        ),
        migrations.AddField(
            model_name='referral',
            name='by',
            field=models.ForeignKey(blank=True, help_text='Who filled it in; empty when the person did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referral',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='referral',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referral',
            name='made_by',
            field=models.ForeignKey(blank=True, help_text='The partner; empty when the person asked.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals_made', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='referral',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='inclusion.person'),
        ),
        migrations.AddField(
            model_name='referral',
            name='to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals_received', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='caseopening',
            name='referral',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='inclusion.referral'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='inclusion.referral'),
        ),
        migrations.AddField(
            model_name='referringpartner',
            name='organisation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='referring_terms', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='skillanswer',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='inclusion.assessment'),
        ),
        migrations.AddConstraint(
            model_name='socialtariff',
            constraint=models.UniqueConstraint(fields=('provider', 'name'), name='inclusion_one_tariff_per_name', violation_error_message='This provider’s tariff of this name is here already. Change that one.'),
        ),
        migrations.AddConstraint(
            model_name='socialtariff',
            constraint=models.CheckConstraint(condition=models.Q(('pounds_a_month__gte', 0)), name='inclusion_tariff_costs_something', violation_error_message='Enter a price of £0 or more.'),
        ),
        migrations.AddField(
            model_name='statement',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='inclusion.framework'),
        ),
        migrations.AddField(
            model_name='skillanswer',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.statement'),
        ),
        migrations.AddField(
            model_name='task',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='task',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='done_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='whose',
            field=models.ForeignKey(blank=True, help_text='Empty: whoever has the case.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appointment',
            name='reminding',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.task'),
        ),
        migrations.AddField(
            model_name='team',
            name='data_protection_lead',
            field=models.ForeignKey(blank=True, editable=False, help_text='May open a case of this team to answer for its records, with a reason.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='team',
            name='districts',
            field=models.ManyToManyField(blank=True, help_text='Residents of these districts who ask for help come to this team.', related_name='+', to='places.district'),
        ),
        migrations.AddField(
            model_name='team',
            name='organisation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='team', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='team',
            name='safeguarding_lead',
            field=models.ForeignKey(blank=True, editable=False, help_text='May open a case of this team in an emergency, with a reason.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedleadaudit',
            name='team',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inclusion.team'),
        ),
        migrations.AddField(
            model_name='namedlead',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_leads', to='inclusion.team'),
        ),
        migrations.AddField(
            model_name='telling',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='telling',
            name='need',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inclusion.need'),
        ),
        migrations.AddField(
            model_name='telling',
            name='referral',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='inclusion.referral'),
        ),
        migrations.AddField(
            model_name='telling',
            name='settled_by',
            field=models.ForeignKey(help_text='Who posted the letter or rang; empty when the portal did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transfer',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transfer',
            name='new_case',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='came_by', to='inclusion.case'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='offered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transfer',
            name='to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_received', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='wiperecord',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wiperecord',
            name='device',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wipes', to='inclusion.device'),
        ),
        migrations.AddField(
            model_name='wiperecord',
            name='evidence',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document'),
        ),
        migrations.AddConstraint(
            model_name='confidence',
            constraint=models.UniqueConstraint(fields=('assessment', 'area'), name='inclusion_confidence_of_area_once', violation_error_message='This area is answered already.'),
        ),
        migrations.AddConstraint(
            model_name='confidence',
            constraint=models.CheckConstraint(condition=models.Q(('level__range', (1, 5)), ('area__in', ['foundation', 'communicating', 'information', 'transacting', 'solving', 'safe'])), name='inclusion_confidence_from_1_to_5', violation_error_message='Say how sure they are, from 1 to 5, of an area of the framework.'),
        ),
        migrations.AddConstraint(
            model_name='databalance',
            constraint=models.UniqueConstraint(fields=('batch', 'account'), name='inclusion_one_balance_per_account', violation_error_message='This batch has a balance of this account already.'),
        ),
        migrations.AddConstraint(
            model_name='databalance',
            constraint=models.CheckConstraint(condition=models.Q(('mb__gte', 0), ('account', 'donor'), _connector='OR'), name='inclusion_balance_not_below_nothing', violation_error_message='There is not as much data there as this would take.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databalance',
            trigger=pgtrigger.compiler.Trigger(name='kept_by_entries', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (pg_trigger_depth() < 1)', func="\n        RAISE EXCEPTION 'Only an entry of the ledger changes a balance.'\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='12e402eac9b637a00a4f3c6ab3d5756dd8635091', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_by_entries_f6171', table='inclusion_databalance', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='databatch',
            constraint=models.CheckConstraint(condition=models.Q(('mb_each__gt', 0)), name='inclusion_batch_holds_data', violation_error_message='Enter how many MB each of them holds.'),
        ),
        migrations.AddConstraint(
            model_name='databatch',
            constraint=models.CheckConstraint(condition=models.Q(('months__gt', 0)), name='inclusion_batch_lasts', violation_error_message='Enter for how many months the data lasts.'),
        ),
        migrations.AddConstraint(
            model_name='databatch',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sim', 'voucher'])), name='inclusion_batch_kind_known', violation_error_message='Choose a kind from the list.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databatch',
            trigger=pgtrigger.compiler.Trigger(name='numbers_follow_its_network', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        UPDATE inclusion_dataitem SET code = code WHERE batch_id = NEW.id;\n        RETURN NEW;\n    ', hash='7d666d2d2d455664ad4b9fd421ff599e571db32d', operation='UPDATE OF "network", "kind"', pgid='pgtrigger_numbers_follow_its_network_50a57', table='inclusion_databatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databatch',
            trigger=pgtrigger.compiler.Trigger(name='keeps_its_size', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.mb_each <> OLD.mb_each)', func="\n        IF EXISTS (SELECT 1 FROM inclusion_dataentry WHERE batch_id = OLD.id) THEN\n            RAISE EXCEPTION 'What a batch holds is fixed once it is received.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='f9de29f75df3445cbcd844ce2720e6c030632e9b', operation='UPDATE OF "mb_each"', pgid='pgtrigger_keeps_its_size_a9a20', table='inclusion_databatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databatch',
            trigger=pgtrigger.compiler.Trigger(name='has_come', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.received_on > ((clock_timestamp() + interval '5 seconds') AT TIME ZONE 'Europe/London')::date)", func="\n        RAISE EXCEPTION 'A batch came in today or before.' USING ERRCODE = 'check_violation';\n    ", hash='46dc4d68cdd8464f66989fbbd465cec77751a15a', operation='INSERT OR UPDATE OF "received_on"', pgid='pgtrigger_has_come_7b134', table='inclusion_databatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deviceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='380d3e522b59e038e4caad00763d85850ac23d1f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4aec3', table='inclusion_deviceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='inclusion_one_donation_per_attempt', violation_error_message='This form was sent already: open the list to see what came of it.'),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'expected', 'received', 'declined'])), name='inclusion_donation_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.CheckConstraint(condition=models.Q(('how_many__range', (1, 999))), name='inclusion_donation_is_something', violation_error_message='Say how many things you give, from 1 to 999.'),
        ),
        migrations.AddConstraint(
            model_name='helpplace',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (49, 61)), ('longitude__range', (-9, 2))), _connector='OR'), name='inclusion_place_in_the_uk', violation_error_message='Latitude must be 49 to 61 and longitude -9 to 2.'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed'])), name='inclusion_import_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), models.Q(('found__has_any_keys', ['examples', 'words']), _negated=True), _connector='OR'), name='inclusion_import_examples_go_with_their_file', violation_error_message='Remove what was read from the file: it has been deleted'),
        ),
        migrations.AddConstraint(
            model_name='importmapping',
            constraint=models.UniqueConstraint(fields=('kept_by', 'kind', 'supplier'), name='inclusion_one_mapping_per_supplier', nulls_distinct=False, violation_error_message='The headings of this supplier’s files are matched already. Change that match instead.'),
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
            constraint=models.CheckConstraint(condition=models.Q(('area__in', ['foundation', 'communicating', 'information', 'transacting', 'solving', 'safe'])), name='inclusion_module_area_known', violation_error_message='Choose an area from the list.'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__range', (1, 60))), name='inclusion_lesson_is_short', violation_error_message='A lesson takes from 1 to 60 minutes.'),
        ),
        migrations.AddConstraint(
            model_name='lessondone',
            constraint=models.UniqueConstraint(fields=('learner', 'lesson'), name='inclusion_a_lesson_is_done_once', violation_error_message='This lesson is done already.'),
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
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['device', 'data', 'skills', 'accessibility'])), name='inclusion_need_kind_known', violation_error_message='Choose a kind from the list.'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['identified', 'approved', 'waiting', 'reserved', 'supplied', 'confirmed', 'declined', 'not_met', 'cancelled'])), name='inclusion_need_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('not_met',)), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state__in', ('not_met',)), _negated=True), ('reason', '')), _connector='OR'), name='inclusion_need_not_met_has_reason', violation_error_message='Choose a reason for a need that is not met, and none for any other.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='unsettled_only_in_open_cases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.state IN ('confirmed', 'declined', 'not_met', 'cancelled') THEN\n            RETURN NEW;\n        END IF;\n        -- Whoever closes the case at this moment is waited for.\n        PERFORM 1 FROM inclusion_case WHERE id = NEW.case_id FOR SHARE;\n        IF EXISTS (SELECT 1 FROM inclusion_case WHERE id = NEW.case_id AND state = 'closed') THEN\n            RAISE EXCEPTION 'A closed case has no open needs.' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='22ac2c5e3a97fe7467aaf75b231d6e64ae826399', operation='INSERT OR UPDATE', pgid='pgtrigger_unsettled_only_in_open_cases_e2f01', table='inclusion_need', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(condition=models.Q(('returned_at', None)), fields=['due_on'], name='inclusion_loans_due'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(condition=models.Q(('returned_at', None)), fields=('device',), name='inclusion_one_holder', violation_error_message='Somebody has this device already. Take it back first.'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('kind', 'loan')), models.Q(('due_on', None), ('kind', 'gift')), _connector='OR'), name='inclusion_loans_have_a_day', violation_error_message='Enter a day of return for a loan, and none for a gift.'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('returned_at', None), ('returned_at__gte', models.F('issued_at')), _connector='OR'), name='inclusion_returned_after_issue', violation_error_message='It cannot have come back before it was handed over.'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('terms', ''), _negated=True), name='inclusion_holding_has_terms', violation_error_message='Enter the terms that were signed.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='only_what_is_reserved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.device_id\n            AND state = 'reserved' AND reserved_for_id = NEW.need_id FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'A device is handed over to the need it was reserved for.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        -- A wipe from before it was handed over never counts for what comes back.\n        IF EXISTS (SELECT 1 FROM inclusion_wiperecord\n            WHERE device_id = NEW.device_id AND finished_at > NEW.issued_at) THEN\n            RAISE EXCEPTION 'A device is handed over after it was wiped.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='226d7159a715f406e47476f77a867e90196d52ab', operation='INSERT', pgid='pgtrigger_only_what_is_reserved_eaea5', table='inclusion_holding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='as_signed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        -- A name is blanked when its person is forgotten, and never becomes another.\n        IF TG_OP = 'DELETE' OR NEW.signed_name NOT IN (OLD.signed_name, '')\n            OR (OLD.returned_at IS NOT NULL AND ROW(NEW.returned_at, NEW.due_on, NEW.kind)\n                IS DISTINCT FROM ROW(OLD.returned_at, OLD.due_on, OLD.kind))\n            OR ROW(NEW.device_id, NEW.need_id, NEW.terms, NEW.signed_at, NEW.issued_at, NEW.by_id)\n            IS DISTINCT FROM\n            ROW(OLD.device_id, OLD.need_id, OLD.terms, OLD.signed_at, OLD.issued_at, OLD.by_id) THEN\n            RAISE EXCEPTION 'What was signed stays as it was signed.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='0d5eabf4072e92a7d128cf5d0fcff5bedc44c21b', operation='UPDATE OR DELETE', pgid='pgtrigger_as_signed_9fed5', table='inclusion_holding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='follows_its_holder', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE is_with boolean; now_in text;', func="\n            SELECT state INTO now_in FROM inclusion_device WHERE id = NEW.device_id;\n            SELECT EXISTS (SELECT 1 FROM inclusion_holding\n                WHERE device_id = NEW.device_id AND returned_at IS NULL) INTO is_with;\n            IF is_with <> (now_in IN ('issued', 'lost')) THEN\n                RAISE EXCEPTION 'A device is with somebody while, and only while, they hold it.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='015df720ac5ac0598a37711a815c0261856480f4', operation='INSERT OR UPDATE', pgid='pgtrigger_follows_its_holder_04d0c', table='inclusion_holding', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='device',
            index=models.Index(fields=['kept_by', 'state'], name='inclusion_devices_by_state'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(models.F('kept_by'), inclusion.devices.models.device.Compared('serial'), condition=models.Q(('serial', ''), _negated=True), name='inclusion_one_device_per_serial', violation_error_message='A device with this serial number is here already.'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'reserved')), fields=('reserved_for',), name='inclusion_one_device_reserved_per_need', violation_error_message='A device is reserved for this need already. Put that one back first.'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['quarantined', 'wiped', 'wipe_failed', 'graded', 'repairing', 'ready', 'reserved', 'issued', 'lost', 'parts', 'recycled'])), name='inclusion_device_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('laptop', 'tablet', 'phone', 'desktop', 'router')), _negated=True), ('holds_data', True), _connector='OR'), name='inclusion_device_kind_holds_data', violation_error_message='This kind of device always counts as holding data.'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reserved_for__isnull', False), ('state', 'reserved')), models.Q(models.Q(('state', 'reserved'), _negated=True), ('reserved_for', None)), _connector='OR'), name='inclusion_device_reserved_for_a_need', violation_error_message='A reserved device names the need it is kept for; any other names none.'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('needs_part', ''), ('state', 'repairing'), _connector='OR'), name='inclusion_waits_for_a_part_on_the_bench', violation_error_message='Only a device that is being repaired waits for a part. Leave this empty.'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('battery_percent', None), ('battery_percent__range', (0, 100)), _connector='OR'), name='inclusion_battery_per_cent', violation_error_message='Enter the battery’s health from 0 to 100 per cent.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='wipe_gate', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.state IN ('ready', 'reserved', 'issued', 'parts', 'recycled'))", declare='DECLARE proof boolean;', func="\n        IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN\n            RETURN NEW;\n        END IF;\n        IF NEW.holds_data THEN\n            \n        SELECT passed INTO proof FROM inclusion_wiperecord w\n            WHERE w.device_id = NEW.id AND w.finished_at >= GREATEST(\n                NEW.received_at,\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.id\n                    AND kind = 'drive' AND NOT is_new))\n            AND (NOT w.passed\n                OR upper(btrim(regexp_replace(w.medium_serial, '\\s+', ' ', 'g'))) = upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))\n                OR EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.fitted_to_id = NEW.id AND p.kind = 'drive' AND p.is_new\n                    AND p.went_at >= w.finished_at\n                    AND upper(btrim(regexp_replace(p.serial, '\\s+', ' ', 'g'))) IN ('', upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))))\n                OR (upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g'))) = '' AND EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.taken_from_id = NEW.id AND p.kind = 'drive'\n                    AND p.came_at >= w.finished_at)))\n            ORDER BY w.finished_at DESC, w.id DESC LIMIT 1;\n    \n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION\n                    'A device that holds data is wiped before anybody gets it or throws it away.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        IF NEW.mains_powered AND NEW.state NOT IN ('parts', 'recycled') THEN\n            SELECT passed AND next_due_on >= (now() AT TIME ZONE 'Europe/London')::date\n                INTO proof FROM inclusion_pattest\n                WHERE device_id = NEW.id ORDER BY tested_on DESC, id DESC LIMIT 1;\n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION 'A mains-powered device has an electrical test in date.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ", hash='fc948fb0a5898015564efab074aa2a428076f1a3', operation='INSERT OR UPDATE', pgid='pgtrigger_wipe_gate_b4c75', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='known_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (ROW(NEW.holds_data, NEW.mains_powered, NEW.received_at) IS DISTINCT FROM ROW(OLD.holds_data, OLD.mains_powered, OLD.received_at))', func="\n        IF (OLD.holds_data AND NOT NEW.holds_data)\n            OR OLD.state <> 'quarantined'\n            OR EXISTS (SELECT 1 FROM inclusion_wiperecord WHERE device_id = OLD.id)\n            OR EXISTS (SELECT 1 FROM inclusion_pattest WHERE device_id = OLD.id)\n            OR EXISTS (SELECT 1 FROM inclusion_holding WHERE device_id = OLD.id) THEN\n            RAISE EXCEPTION\n                'Whether a device holds data or mains power is fixed once it is worked on.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='b71718919badb627a9431c2e1c6fa49eec32293c', operation='UPDATE', pgid='pgtrigger_known_for_good_4034a', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='has_come', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.received_at > clock_timestamp() + interval '5 seconds')", func="\n        RAISE EXCEPTION 'A device came in today or before.' USING ERRCODE = 'check_violation';\n    ", hash='2e687aae5e3a83a6135c06dcbbe0f77f1fd38516', operation='INSERT OR UPDATE OF "received_at"', pgid='pgtrigger_has_come_2b43d', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='stays_with_its_keeper', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state IN ('reserved', 'issued', 'lost') AND NEW.kept_by_id IS DISTINCT FROM OLD.kept_by_id)", func="\n        RAISE EXCEPTION 'A device that is reserved or with somebody stays with its keeper.'\n            USING ERRCODE = 'check_violation';\n    ", hash='27a3ae534d9e74e31a84091ffe00f6b42b697179', operation='UPDATE OF "kept_by_id"', pgid='pgtrigger_stays_with_its_keeper_64dea', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='one_need_at_a_time', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state = 'reserved' AND NEW.state = 'reserved' AND OLD.reserved_for_id IS DISTINCT FROM NEW.reserved_for_id)", func="\n        RAISE EXCEPTION 'A device that is reserved is put back before another need has it.'\n            USING ERRCODE = 'check_violation';\n    ", hash='ef59f3f97c3fa122576dda6d7202170c79b63fa2', operation='UPDATE', pgid='pgtrigger_one_need_at_a_time_e7b4a', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='follows_its_holder', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE is_with boolean; now_in text;', func="\n            SELECT state INTO now_in FROM inclusion_device WHERE id = NEW.id;\n            SELECT EXISTS (SELECT 1 FROM inclusion_holding\n                WHERE device_id = NEW.id AND returned_at IS NULL) INTO is_with;\n            IF is_with <> (now_in IN ('issued', 'lost')) THEN\n                RAISE EXCEPTION 'A device is with somebody while, and only while, they hold it.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='bb507f427a3770602917961edeedf7ede3ea1844', operation='INSERT OR UPDATE', pgid='pgtrigger_follows_its_holder_84f1c', table='inclusion_device', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
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
            constraint=models.UniqueConstraint(fields=('batch', 'code'), name='inclusion_one_item_per_code', violation_error_message='This number is in the batch already.'),
        ),
        migrations.AddConstraint(
            model_name='dataitem',
            constraint=models.UniqueConstraint(condition=models.Q(('account__in', ('void', 'withdrawn')), _negated=True), fields=('known_as',), name='inclusion_one_item_per_number', violation_error_message='A SIM card with this number, or a voucher of this network with this code, is here already.'),
        ),
        migrations.AddConstraint(
            model_name='dataitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__in', ('reserved', 'issued', 'activated')), ('need__isnull', False)), models.Q(models.Q(('account__in', ('reserved', 'issued', 'activated')), _negated=True), ('need', None)), _connector='OR'), name='inclusion_held_items_have_a_need', violation_error_message='What is reserved or handed out names a need; what is in stock names none.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dataitem',
            trigger=pgtrigger.compiler.Trigger(name='kept_by_entries', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (pg_trigger_depth() < 1)', func="\n        IF TG_OP = 'INSERT' AND NEW.account = 'donor' AND NEW.need_id IS NULL THEN\n            RETURN NEW;\n        END IF;\n        IF TG_OP = 'UPDATE' AND NEW.account = OLD.account AND NEW.batch_id = OLD.batch_id\n            AND NEW.need_id IS NOT DISTINCT FROM OLD.need_id THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'Only an entry of the ledger moves an item.'\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='bd84fa4e5d59b1d009949904306fac609bd632cc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_by_entries_37594', table='inclusion_dataitem', when='BEFORE')),
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
            constraint=models.CheckConstraint(condition=models.Q(('from_account', models.F('to_account')), _negated=True), name='inclusion_entry_moves', violation_error_message='Choose two different accounts.'),
        ),
        migrations.AddConstraint(
            model_name='dataentry',
            constraint=models.CheckConstraint(condition=models.Q(('from_account__in', ['donor', 'stock', 'reserved', 'issued', 'activated', 'expired', 'void', 'withdrawn']), ('to_account__in', ['donor', 'stock', 'reserved', 'issued', 'activated', 'expired', 'void', 'withdrawn'])), name='inclusion_entry_accounts_known', violation_error_message='Choose accounts from the list.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dataentry',
            trigger=pgtrigger.compiler.Trigger(name='posts', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE lies_in text; of_batch bigint; size bigint;', func="\n        SELECT i.account, i.batch_id, b.mb_each INTO lies_in, of_batch, size\n            FROM inclusion_dataitem i JOIN inclusion_databatch b ON b.id = i.batch_id\n            WHERE i.id = NEW.item_id FOR NO KEY UPDATE OF i;\n        IF lies_in IS DISTINCT FROM NEW.from_account OR of_batch <> NEW.batch_id\n            OR size <> NEW.mb THEN\n            RAISE EXCEPTION 'The item does not lie in that account.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.from_account = 'issued' AND NEW.to_account = 'expired' AND EXISTS (\n            SELECT 1 FROM inclusion_need n JOIN inclusion_dataitem i ON i.need_id = n.id\n            WHERE i.id = NEW.item_id AND n.state = 'confirmed') THEN\n            RAISE EXCEPTION 'What somebody says they use never runs out.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.corrects_id IS NULL\n            AND (NEW.from_account || '>' || NEW.to_account) NOT IN ('donor>stock', 'stock>expired', 'stock>issued', 'stock>reserved', 'stock>void', 'stock>withdrawn', 'reserved>expired', 'reserved>issued', 'reserved>stock', 'reserved>void', 'issued>activated', 'issued>expired', 'issued>stock', 'issued>void') THEN\n            RAISE EXCEPTION 'Data does not move from that account to the other.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        UPDATE inclusion_dataitem SET account = NEW.to_account,\n            need_id = CASE WHEN NEW.to_account IN ('reserved', 'issued', 'activated') THEN NEW.need_id END\n            WHERE id = NEW.item_id;\n        INSERT INTO inclusion_databalance (batch_id, account, mb)\n            VALUES (NEW.batch_id, NEW.from_account, 0), (NEW.batch_id, NEW.to_account, 0)\n            ON CONFLICT (batch_id, account) DO NOTHING;\n        -- Both in one order: a move there and a move back never wait for each other.\n        PERFORM 1 FROM inclusion_databalance WHERE batch_id = NEW.batch_id\n            AND account IN (NEW.from_account, NEW.to_account) ORDER BY account FOR UPDATE;\n        UPDATE inclusion_databalance\n            SET mb = mb + CASE account WHEN NEW.from_account THEN -NEW.mb ELSE NEW.mb END\n            WHERE batch_id = NEW.batch_id AND account IN (NEW.from_account, NEW.to_account);\n        RETURN NEW;\n    ", hash='e5e88a89897b7475d654fef0f4894bc5aea79cf2', operation='INSERT', pgid='pgtrigger_posts_6b517', table='inclusion_dataentry', when='BEFORE')),
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
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['drive', 'memory', 'battery', 'charger', 'screen', 'keyboard', 'other'])), name='inclusion_part_kind_known', violation_error_message='Choose a kind from the list.'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(('is_new', False), ('taken_from', None), _connector='OR'), name='inclusion_new_part_is_new', violation_error_message='A part that was taken out of a device is not new. Untick “never used before”.'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'drive'), _negated=True), ('is_new', True), ('taken_from__isnull', False), _connector='OR'), name='inclusion_drive_has_a_past', violation_error_message='Take a used drive out of its device here, so that its wipe is known.'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(('fitted_to', None), ('taken_from', None), models.Q(('fitted_to', models.F('taken_from')), _negated=True), _connector='OR'), name='inclusion_part_goes_elsewhere', violation_error_message='Choose another device: the part was taken out of this one.'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fitted_to', None), ('went_at', None), ('went_by', None)), models.Q(('went_at__gte', models.F('came_at')), ('went_by__isnull', False)), _connector='OR'), name='inclusion_part_went_by_somebody', violation_error_message='A part that has gone says when, after it came, and by whom; one on the shelf says neither.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='part',
            trigger=pgtrigger.compiler.Trigger(name='taken_out', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.taken_from_id IS NOT NULL)', declare='DECLARE proof boolean;', func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.taken_from_id\n            AND kept_by_id = NEW.kept_by_id\n            AND state IN ('quarantined', 'wiped', 'wipe_failed', 'graded', 'repairing', 'parts')\n            FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'A part is taken out of a device that is here, by its keeper.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.kind = 'drive' THEN\n            \n        SELECT passed INTO proof FROM inclusion_wiperecord w\n            WHERE w.device_id = NEW.taken_from_id AND w.finished_at >= GREATEST(\n                (SELECT received_at FROM inclusion_device WHERE id = NEW.taken_from_id),\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.taken_from_id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.taken_from_id\n                    AND kind = 'drive' AND NOT is_new))\n            AND (NOT w.passed\n                OR upper(btrim(regexp_replace(w.medium_serial, '\\s+', ' ', 'g'))) = upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g')))\n                OR EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.fitted_to_id = NEW.taken_from_id AND p.kind = 'drive' AND p.is_new\n                    AND p.went_at >= w.finished_at\n                    AND upper(btrim(regexp_replace(p.serial, '\\s+', ' ', 'g'))) IN ('', upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g')))))\n                OR (upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g'))) = '' AND EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.taken_from_id = NEW.taken_from_id AND p.kind = 'drive'\n                    AND p.came_at >= w.finished_at)))\n            ORDER BY w.finished_at DESC, w.id DESC LIMIT 1;\n    \n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION 'A drive is taken out of a device that was wiped.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g'))) NOT IN ('', upper(btrim(regexp_replace(NEW.serial, '\\s+', ' ', 'g')))) THEN\n                RAISE EXCEPTION 'The drive that is taken out is the one that was wiped.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ", hash='d0a6d6903dff82a929e4f60993329e63393c1ac3', operation='INSERT', pgid='pgtrigger_taken_out_0dd27', table='inclusion_part', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='part',
            trigger=pgtrigger.compiler.Trigger(name='fitted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.fitted_to_id IS NOT NULL)', func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.fitted_to_id\n            AND kept_by_id = NEW.kept_by_id AND state = 'repairing' FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'A part is fitted into a device that is being repaired, by its keeper.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='c69276571f53118f5d6cf01fe71cb427f8ec73a9', operation='INSERT OR UPDATE', pgid='pgtrigger_fitted_1de6d', table='inclusion_part', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='part',
            trigger=pgtrigger.compiler.Trigger(name='used_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'DELETE' OR OLD.went_at IS NOT NULL\n            OR ROW(NEW.kept_by_id, NEW.kind, NEW.what, NEW.serial, NEW.is_new, NEW.taken_from_id,\n                NEW.came_at, NEW.came_by_id) IS DISTINCT FROM\n            ROW(OLD.kept_by_id, OLD.kind, OLD.what, OLD.serial, OLD.is_new, OLD.taken_from_id,\n                OLD.came_at, OLD.came_by_id) THEN\n            RAISE EXCEPTION 'Where a part came from and where it went stays as it was written.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='0f1060463fc4ef683d32bf223b9eba9dec27d5ff', operation='UPDATE OR DELETE', pgid='pgtrigger_used_once_de312', table='inclusion_part', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pattest',
            constraint=models.CheckConstraint(condition=models.Q(('next_due_on', None), ('next_due_on__gt', models.F('tested_on')), _connector='OR'), name='inclusion_pat_due_after_test', violation_error_message='The next test is due after the day of this one. Choose a later day.'),
        ),
        migrations.AddConstraint(
            model_name='pattest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_due_on__isnull', False), ('passed', True)), models.Q(('next_due_on', None), ('passed', False)), _connector='OR'), name='inclusion_pat_due_again_when_passed', violation_error_message='Enter when a test that was passed is due again. One that was failed has no such day.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pattest',
            trigger=pgtrigger.compiler.Trigger(name='not_ahead', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.recorded_at > clock_timestamp() + interval '5 seconds' OR NEW.tested_on > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)", func="\n            RAISE EXCEPTION 'A proof is recorded after it was made, and not ahead of time.'\n                USING ERRCODE = 'check_violation';\n        ", hash='204cc43d49bc41c25e0ba27642fdd470cece3b3c', operation='INSERT', pgid='pgtrigger_not_ahead_ebbb4', table='inclusion_pattest', when='BEFORE')),
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
            constraint=models.CheckConstraint(condition=models.Q(('contact_by__in', ['phone', 'text', 'letter', 'email'])), name='inclusion_contact_known', violation_error_message='Choose from the list how to get in touch.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='inclusion_person_not_merged_into_itself', violation_error_message='Choose another record: this one cannot be joined with itself.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('address', ''), ('date_of_birth', None), ('email', ''), ('name', ''), ('phone', ''), ('postcode', '')), _connector='OR'), name='inclusion_erased_person_is_empty', violation_error_message='Remove the person’s details before you say that they are erased.'),
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
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed'])), name='inclusion_case_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state', 'closed')), _connector='OR'), name='inclusion_case_closed_has_time', violation_error_message='A closed case says when it was closed; an open one does not.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='closes_when_every_need_is_settled', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'closed\')', func="\n        IF EXISTS (SELECT 1 FROM inclusion_need WHERE case_id = NEW.id\n            AND state NOT IN ('confirmed', 'declined', 'not_met', 'cancelled'))\n        THEN\n            RAISE EXCEPTION 'A case closes when every need is settled.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='a5f8fb3117440840ee7b7e2f702b6a20b771f944', operation='INSERT OR UPDATE', pgid='pgtrigger_closes_when_every_need_is_settled_ffdf2', table='inclusion_case', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['framework', 'taken_on'], name='inclusion_assessments_done'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), ('learner__isnull', False), _connector='OR'), name='inclusion_assessment_of_somebody', violation_error_message='Say whose assessment it is.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_by', 'observed'), _negated=True), ('by__isnull', False), _connector='OR'), name='inclusion_assessment_observed_by_somebody', violation_error_message='Say who watched.'),
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
            constraint=models.UniqueConstraint(condition=models.Q(('attempt', ''), _negated=True), fields=('attempt',), name='inclusion_one_referral_per_attempt', violation_error_message='This form was sent already: open the list to see what came of it.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'accepted', 'declined', 'withdrawn', 'completed'])), name='inclusion_referral_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('lawful_basis__in', ['public_task', 'consent', 'legitimate', 'vital'])), name='inclusion_referral_has_basis', violation_error_message='Choose a lawful basis from the list.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'partner'), _negated=True), models.Q(('made_by__isnull', False), ('told_on__isnull', False)), _connector='OR'), name='inclusion_partner_told_the_person', violation_error_message='Name the partner, and the day on which the person was told.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), ('decided_at', None)), models.Q(models.Q(('state', 'submitted'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='inclusion_referral_decided_has_time', violation_error_message='A referral that is answered says when; one that waits does not.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='inclusion_declined_has_reason', violation_error_message='Choose why the referral is declined.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'completed']), _negated=True), ('case__isnull', False), _connector='OR'), name='inclusion_accepted_has_case', violation_error_message='Open a case for a referral that is accepted.'),
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('safeguarding', 'data_protection')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='inclusion_breaking_glass_has_reason', violation_error_message='Say why you must read this case.'),
        ),
        migrations.AddConstraint(
            model_name='caseopening',
            constraint=models.CheckConstraint(condition=models.Q(('case', None), ('referral', None), _connector='XOR'), name='inclusion_opening_of_one_record', violation_error_message='Open a case or a referral: one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='caseopening',
            constraint=models.CheckConstraint(condition=models.Q(('ground', ''), ('ground__in', ['harm', 'no_caseworker', 'request', 'breach', 'legal']), _connector='OR'), name='inclusion_glass_ground_known', violation_error_message='Choose a ground from the list.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseopening',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6e982c274839a810aa55bdd78ac8e8feb7737157', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6a24c', table='inclusion_caseopening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseopening',
            trigger=pgtrigger.compiler.Trigger(name='says_why', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."kind" IN (\'safeguarding\', \'data_protection\'))', func="\n            IF NOT (NEW.kind = 'safeguarding' AND NEW.ground = 'harm' OR NEW.kind = 'safeguarding' AND NEW.ground = 'no_caseworker' OR NEW.kind = 'safeguarding' AND NEW.ground = 'legal' OR NEW.kind = 'data_protection' AND NEW.ground = 'request' OR NEW.kind = 'data_protection' AND NEW.ground = 'breach' OR NEW.kind = 'data_protection' AND NEW.ground = 'legal') THEN\n                RAISE EXCEPTION 'Breaking the glass names a ground of its right.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF char_length(btrim(regexp_replace(NEW.reason, '\\s+', ' ', 'g'))) < 20\n                OR (SELECT count(DISTINCT sign) FROM\n                    regexp_split_to_table(lower(NEW.reason), '') AS sign\n                    WHERE sign ~ '\\S') < 5 THEN\n                RAISE EXCEPTION 'Breaking the glass says why.' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='7317d6f36c088a5b657b336a9a1e1b7ac29cbc01', operation='INSERT', pgid='pgtrigger_says_why_ff3d3', table='inclusion_caseopening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da59e5a9a5f9aa2d9839869029ac5a7b50bf1247', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_80d51', table='inclusion_referralevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('framework', 'number'), name='inclusion_statement_number_once', violation_error_message='Another statement of this framework has this number. Choose another.'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area', 'foundation'), ('level', 'foundation')), models.Q(('area__in', ['foundation', 'communicating', 'information', 'transacting', 'solving', 'safe']), ('level', 'life'), models.Q(('area', 'foundation'), _negated=True)), _connector='OR'), name='inclusion_statement_level_of_area', violation_error_message='First steps are at foundation level, and every other area at life level.'),
        ),
        migrations.AddConstraint(
            model_name='skillanswer',
            constraint=models.UniqueConstraint(fields=('assessment', 'statement'), name='inclusion_statement_answered_once', violation_error_message='This statement is answered already.'),
        ),
        migrations.AddConstraint(
            model_name='skillanswer',
            constraint=models.CheckConstraint(condition=models.Q(('can_do__in', ['not_yet', 'with_help', 'alone'])), name='inclusion_can_do_known', violation_error_message='Choose not yet, with help or on my own.'),
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), ('done_at__isnull', False), _connector='OR'), name='inclusion_task_done_has_time', violation_error_message='Say when the task was done.'),
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
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'kept', 'missed', 'cancelled'])), name='inclusion_appointment_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at', None), ('need', None), ('way', '')), models.Q(('ends_at__gt', models.F('starts_at')), ('need__isnull', False), ('way__in', ['in_person', 'phone', 'online'])), _connector='OR'), name='inclusion_session_has_an_end_and_a_way', violation_error_message='A session has a need, an end after its start and a way of meeting; a plain appointment has none of these.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ends_at__isnull', False), ('state__in', ['planned', 'kept']), ('whose__isnull', False)), expressions=[(models.Func(models.F('whose'), models.F('whose'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('starts_at'), models.F('ends_at'), function='tstzrange'), '&&')], name='inclusion_champion_in_one_place', violation_error_message='They have another session at this time. Choose another time, or somebody else.'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='inclusion_one_default_team', violation_error_message='Another team takes everybody else already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='team',
            trigger=pgtrigger.compiler.Trigger(name='two_people_named_them', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.safeguarding_lead_id IS NOT NULL\n                AND (TG_OP = 'INSERT' OR OLD.safeguarding_lead_id IS DISTINCT FROM NEW.safeguarding_lead_id)\n                AND NOT EXISTS (SELECT 1 FROM inclusion_namedlead\n                    WHERE team_id = NEW.id AND duty = 'safeguarding'\n                    AND person_id = NEW.safeguarding_lead_id\n                    AND accepted_at IS NOT NULL AND ended_at IS NULL) THEN\n                RAISE EXCEPTION 'A named lead is named by somebody else.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.data_protection_lead_id IS NOT NULL\n                AND (TG_OP = 'INSERT' OR OLD.data_protection_lead_id IS DISTINCT FROM NEW.data_protection_lead_id)\n                AND NOT EXISTS (SELECT 1 FROM inclusion_namedlead\n                    WHERE team_id = NEW.id AND duty = 'data_protection'\n                    AND person_id = NEW.data_protection_lead_id\n                    AND accepted_at IS NOT NULL AND ended_at IS NULL) THEN\n                RAISE EXCEPTION 'A named lead is named by somebody else.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;", hash='5274e56e5bd78d48da8dc2ea5be0947766dacd28', operation='INSERT OR UPDATE', pgid='pgtrigger_two_people_named_them_2c677', table='inclusion_team', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.CheckConstraint(condition=models.Q(('given_by', models.F('person')), _negated=True), name='inclusion_named_by_somebody_else', violation_error_message='Nobody names themselves. Ask another lead to name you.'),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.CheckConstraint(condition=models.Q(('duty__in', ['safeguarding', 'data_protection'])), name='inclusion_named_lead_duty_known', violation_error_message='Choose a duty from the list.'),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', False), ('ended_at', None)), fields=('team', 'duty'), name='inclusion_one_named_lead_a_duty', violation_error_message='Somebody is named for this duty already. End that first.'),
        ),
        migrations.AddConstraint(
            model_name='namedlead',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('ended_at', None)), fields=('team', 'duty'), name='inclusion_one_proposal_a_duty', violation_error_message='Somebody is proposed for this duty already. Wait for their answer, or take it back.'),
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
            constraint=models.CheckConstraint(condition=models.Q(('case', None), ('referral', None), _connector='XOR'), name='inclusion_telling_of_one_record', violation_error_message='Tell somebody about a case or a referral: one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('need', None), ('case__isnull', False), _connector='OR'), name='inclusion_telling_of_need_has_case', violation_error_message='Name the case of the need.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['received', 'referred', 'withdrawn', 'passed', 'accepted', 'declined', 'supplied', 'not_met', 'closed', 'reopened'])), name='inclusion_telling_step_known', violation_error_message='Choose from the list what they are told.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'text', 'letter', 'phone'])), name='inclusion_telling_channel_known', violation_error_message='Choose from the list how they are told.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None)), models.Q(('outcome__in', ['sent', 'on_page', 'posted', 'spoke', 'left_word', 'overtaken', 'not_needed']), ('settled_at__isnull', False)), _connector='OR'), name='inclusion_telling_settled_has_time', violation_error_message='A telling that is done says how and when; one that waits does not.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ('email', 'text')), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='inclusion_telling_by_machine_is_sent', violation_error_message='Emails and texts are sent by the portal, not by staff.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('last_try_at', None), ('tries', 0)), models.Q(('channel', 'phone'), ('last_try_at__isnull', False), ('tries__gt', 0)), _connector='OR'), name='inclusion_telling_tries_have_a_time', violation_error_message='Say when they were last rung.'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['to', 'offered_at'], name='inclusion_transfer_waiting'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('case',), name='inclusion_one_transfer_at_a_time', violation_error_message='This case is offered to another organisation already. Take that offer back first.'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'accepted', 'declined', 'withdrawn'])), name='inclusion_transfer_state_known', violation_error_message='Choose a state from the list.'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['agreed', 'public_task', 'vital'])), name='inclusion_transfer_has_basis', violation_error_message='Choose from the list why the details may go there.'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='inclusion_transfer_decided_has_time', violation_error_message='A transfer that is answered says when; one that waits does not.'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), ('new_case__isnull', False)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('new_case', None)), _connector='OR'), name='inclusion_transfer_accepted_has_case', violation_error_message='A transfer that is accepted has a new case; any other has none.'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('new_case', None), models.Q(('new_case', models.F('case')), _negated=True), _connector='OR'), name='inclusion_transfer_is_to_another_case', violation_error_message='A transfer ends in another case than the one it came from.'),
        ),
        migrations.AddConstraint(
            model_name='wiperecord',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__lte', models.F('recorded_at'))), name='inclusion_wipe_is_past', violation_error_message='The wipe cannot have finished in the future.'),
        ),
        migrations.AddConstraint(
            model_name='wiperecord',
            constraint=models.CheckConstraint(condition=models.Q(('standard', ''), _negated=True), name='inclusion_wipe_names_its_standard', violation_error_message='Name the standard that the wipe followed, such as NIST SP 800-88 Clear.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='about_its_drive', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE medium text; came timestamptz; now_in text;', func="\n        SELECT upper(btrim(regexp_replace(medium_serial, '\\s+', ' ', 'g'))), received_at, state INTO medium, came, now_in\n            FROM inclusion_device WHERE id = NEW.device_id FOR NO KEY UPDATE;\n        IF now_in IN ('issued', 'lost') THEN\n            RAISE EXCEPTION 'Nobody wipes what is with somebody.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.finished_at < GREATEST(\n                came,\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.device_id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.device_id\n                    AND kind = 'drive' AND NOT is_new)) THEN\n            RAISE EXCEPTION 'A wipe is finished after the device came in.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF medium = '' THEN\n            UPDATE inclusion_device SET medium_serial = btrim(NEW.medium_serial)\n                WHERE id = NEW.device_id AND btrim(NEW.medium_serial) <> '';\n        ELSIF medium <> upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))\n            AND (NEW.passed OR btrim(NEW.medium_serial) <> '') THEN\n            RAISE EXCEPTION 'A wipe is of the drive that is in the device.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='e2679e17b4881086e4fb5562628518670c374cc9', operation='INSERT', pgid='pgtrigger_about_its_drive_9327b', table='inclusion_wiperecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='not_ahead', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.recorded_at > clock_timestamp() + interval '5 seconds' OR NEW.finished_at > NEW.recorded_at)", func="\n            RAISE EXCEPTION 'A proof is recorded after it was made, and not ahead of time.'\n                USING ERRCODE = 'check_violation';\n        ", hash='97b89df526e33ac170f88890c197b63414793a79', operation='INSERT', pgid='pgtrigger_not_ahead_ff3bb', table='inclusion_wiperecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d9d1e1e2e556d96a304d244ff102eec08b27fbab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5a3bc', table='inclusion_wiperecord', when='BEFORE')),
        ),
    ]
