import diz_portal.references
import diz_portal.search.columns
import diz_portal.sql
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("seminars", "0001_tables"),
        ("seminars", "0002_phone_numbers"),
        ("seminars", "0003_searched"),
        ("seminars", "0004_labels_of_the_field"),
        ("seminars", "0005_labels_of_events"),
        ("seminars", "0006_field_words"),
    ]

    dependencies = [
        ('documents', '0001_squashed_0002'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Seminar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='You cannot change it after publishing.', max_length=80, unique=True, verbose_name='web address (slug)')),
                ('title', models.CharField(max_length=150)),
                ('promise', models.CharField(blank=True, help_text='What people will get from it, in one sentence.', max_length=200, verbose_name='summary')),
                ('description', models.TextField(blank=True, max_length=5000)),
                ('speakers', models.TextField(blank=True, help_text='One on each line, with their role.', max_length=2000)),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online'), ('hybrid', 'In person and online')], max_length=10, verbose_name='format')),
                ('capacity_in_person', models.PositiveIntegerField(default=0, verbose_name='places in person')),
                ('capacity_online', models.PositiveIntegerField(default=0, verbose_name='places online')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('venue_name', models.CharField(blank=True, max_length=150, verbose_name='venue')),
                ('venue_address', models.CharField(blank=True, max_length=300, verbose_name='address of the venue')),
                ('access', models.TextField(blank=True, help_text='For example, steps, lifts, parking, captions, a hearing loop, breaks.', max_length=2000, verbose_name='access and support')),
                ('joining_link', models.URLField(blank=True, help_text='Shown only to people who have a place online.', max_length=500)),
                ('confirm_places', models.BooleanField(db_default=False, default=False, help_text='For popular seminars. If someone does not confirm, their place goes to the next person.', verbose_name='people must confirm their place from an email within 24 hours')),
                ('people_per_address', models.PositiveSmallIntegerField(db_default=2, default=2, help_text='Each person has their own place and can bring a guest.', verbose_name='how many people can register with one email address')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Open for registration'), ('closed', 'Registration closed'), ('held', 'Finished'), ('cancelled', 'Cancelled')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('calendar_sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('schedule_version', models.PositiveIntegerField(default=1, editable=False)),
                ('list_closed_in_person_at', models.DateTimeField(editable=False, null=True)),
                ('list_closed_online_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('materials_since', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['-starts_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address (slug)')),
                ('title', models.CharField(max_length=150, unique=True)),
                ('summary', models.TextField(blank=True, max_length=1000)),
            ],
            options={
                'verbose_name_plural': 'series',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='web address (slug)')),
                ('title', models.CharField(max_length=100, unique=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('attempt', models.CharField(blank=True, editable=False, max_length=12)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('channel', models.CharField(blank=True, choices=[('email', 'Email'), ('text', 'Text message'), ('letter', 'Letter'), ('phone', 'Phone call')], max_length=6, verbose_name='contact by')),
                ('phone', models.CharField(blank=True, max_length=24, verbose_name='phone number')),
                ('postal_address', models.TextField(blank=True, max_length=400)),
                ('organisation', models.CharField(blank=True, max_length=150)),
                ('guest_name', models.CharField(blank=True, max_length=150)),
                ('access_needs', models.TextField(blank=True, max_length=1000)),
                ('place', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online')], max_length=10, verbose_name='attending')),
                ('seats', models.PositiveSmallIntegerField(default=1, verbose_name='places')),
                ('listing_consent', models.BooleanField(default=False, verbose_name='name shown to others')),
                ('newsletter', models.BooleanField(default=False, verbose_name='on the mailing list')),
                ('newsletter_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='date agreed')),
                ('state', models.CharField(choices=[('confirmed', 'Has a place'), ('waiting', 'On the waiting list'), ('offered', 'Offered a place'), ('to_confirm', 'Not yet confirmed'), ('cancelled', 'Cancelled')], max_length=10, verbose_name='status')),
                ('number', models.PositiveIntegerField()),
                ('offer_expires_at', models.DateTimeField(blank=True, null=True)),
                ('must_confirm', models.BooleanField(db_default=False, default=False, editable=False)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('origin', models.CharField(blank=True, db_default='', default='', editable=False, max_length=40)),
                ('calendar_changes', models.PositiveIntegerField(default=0, editable=False)),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('attendance', models.CharField(blank=True, choices=[('', 'Not recorded'), ('attended', 'Attended'), ('no_show', 'Did not attend')], default='', editable=False, max_length=8)),
                ('guest_attendance', models.CharField(blank=True, choices=[('', 'Not recorded'), ('attended', 'Attended'), ('no_show', 'Did not attend')], default='', editable=False, max_length=8)),
                ('materials_told', models.BooleanField(default=False, editable=False)),
                ('feedback_asked', models.BooleanField(default=False, editable=False)),
                ('feedback_given', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='seminars.seminar')),
            ],
            options={
                'ordering': ['seminar', 'number'],
            },
        ),
        migrations.CreateModel(
            name='RegistrationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('registered', 'Registered'), ('queued', 'Joined the waiting list'), ('promoted', 'Given a place from the waiting list'), ('offered', 'Offered a place'), ('to_confirm', 'Registered, not yet confirmed'), ('confirmed', 'Confirmed from the email'), ('accepted', 'Accepted the offer'), ('declined', 'Declined the offer'), ('lapsed', 'Offer expired'), ('changed', 'Details changed'), ('given_back', 'Cancelled'), ('left', 'Left the waiting list'), ('asked_again', 'Registered again (no change)'), ('address_full', 'Another person not registered: email address limit reached'), ('corrected', 'Email address corrected'), ('called_off', 'Seminar cancelled'), ('erased', 'Personal details erased'), ('walked_in', 'Walk-in'), ('let_in', 'Admitted from waiting list')], max_length=12, verbose_name='type of entry')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('state', models.CharField(choices=[('confirmed', 'Has a place'), ('waiting', 'On the waiting list'), ('offered', 'Offered a place'), ('to_confirm', 'Not yet confirmed'), ('cancelled', 'Cancelled')], max_length=10, verbose_name='status afterwards')),
                ('place', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online')], max_length=10, verbose_name='attending afterwards')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='places afterwards')),
                ('reference', models.CharField(blank=True, db_default='', db_index=True, default='', max_length=12)),
                ('by', models.ForeignKey(help_text='The member of staff. Empty if the person or the portal did it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='seminars.registration')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReminderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('before', models.PositiveSmallIntegerField(verbose_name='how long before the start')),
                ('unit', models.CharField(choices=[('days', 'days before'), ('hours', 'hours before')], max_length=5, verbose_name='counted in')),
                ('subject', models.CharField(max_length=150)),
                ('text', models.TextField(max_length=3000)),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_steps', to='seminars.seminar')),
            ],
            options={
                'verbose_name': 'reminder setting',
                'verbose_name_plural': 'reminder settings',
                'ordering': ['seminar', 'unit', '-before', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(max_length=150)),
                ('kind', models.CharField(choices=[('slides', 'Slides'), ('handout', 'Handout'), ('recording', 'Recording'), ('transcript', 'Transcript'), ('reading', 'Further reading')], max_length=10, verbose_name='type of material')),
                ('audience', models.CharField(choices=[('public', 'Everyone, on the seminar’s page'), ('registered', 'Only people who have a place, with their personal link')], max_length=10, verbose_name='who can see it')),
                ('link', models.URLField(blank=True, max_length=500)),
                ('has_captions', models.BooleanField(default=False, verbose_name='the recording shows captions')),
                ('captions_link', models.URLField(blank=True, max_length=500)),
                ('transcript_link', models.URLField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seminar_material', to='documents.document')),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='seminars.seminar')),
            ],
            options={
                'ordering': ['seminar', 'added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FeedbackAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('useful', models.PositiveSmallIntegerField(verbose_name='how useful it was, 1 to 5')),
                ('again', models.CharField(blank=True, choices=[('yes', 'Yes'), ('perhaps', 'Maybe'), ('no', 'No')], max_length=7, verbose_name='would come again')),
                ('keep', models.TextField(blank=True, max_length=1000, verbose_name='liked most')),
                ('change', models.TextField(blank=True, max_length=1000, verbose_name='should change')),
                ('access', models.TextField(blank=True, max_length=1000, verbose_name='access and support')),
                ('may_contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='seminars.registration')),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='seminars.seminar')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SeminarEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('created', 'Created'), ('published', 'Published'), ('closed', 'Registration closed'), ('reopened', 'Registration reopened'), ('moved', 'Date or venue changed'), ('joining', 'Joining link changed'), ('capacity', 'Number of places changed'), ('held', 'Finished'), ('cancelled', 'Cancelled'), ('list', 'Attendance closed')], max_length=10, verbose_name='type of entry')),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('capacity_in_person', models.PositiveIntegerField(null=True, verbose_name='places in person')),
                ('capacity_online', models.PositiveIntegerField(null=True, verbose_name='places online')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='seminars.seminar')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SeminarMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('subject', models.CharField(max_length=150)),
                ('text', models.TextField(max_length=5000)),
                ('to_whom', models.CharField(max_length=200, verbose_name='sent to')),
                ('recipients', models.PositiveIntegerField(verbose_name='messages sent')),
                ('unreached', models.PositiveIntegerField(default=0, verbose_name='people without contact details')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='seminars.seminar')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message to registrants',
                'verbose_name_plural': 'messages to registrants',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='seminar',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seminars', to='seminars.series'),
        ),
        migrations.AddField(
            model_name='seminar',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seminars', to='seminars.topic'),
        ),
        migrations.CreateModel(
            name='AttendanceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(choices=[('person', 'Person who registered'), ('guest', 'Guest')], max_length=9)),
                ('kind', models.CharField(choices=[('attended', 'Checked in'), ('undone', 'Check-in undone'), ('no_show', 'Did not attend')], max_length=8, verbose_name='type of entry')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by', models.ForeignKey(help_text='Empty if the portal closed attendance.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance_events', to='seminars.registration')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['attended', 'undone', 'no_show'])), name='seminars_attendance_kind_known', violation_error_message='Select whether they attended'), models.CheckConstraint(condition=models.Q(('who__in', ['person', 'guest'])), name='seminars_attendance_who_known', violation_error_message='Select the person who registered or their guest')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendanceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8503d1d65321b1d925b39e5611f565ced7ddf955', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b3597', table='seminars_attendanceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendanceevent',
            trigger=pgtrigger.compiler.Trigger(name='registrations_follow_events', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        UPDATE seminars_registration AS registration SET\n            attendance = COALESCE(latest.person, registration.attendance),\n            guest_attendance = COALESCE(latest.guest, registration.guest_attendance)\n        FROM (\n            SELECT registration_id,\n                MAX(state) FILTER (WHERE who = 'person') AS person,\n                MAX(state) FILTER (WHERE who = 'guest') AS guest\n            FROM (\n                SELECT DISTINCT ON (registration_id, who) registration_id, who,\n                    CASE kind WHEN 'undone' THEN '' ELSE kind END AS state\n                FROM new_rows ORDER BY registration_id, who, id DESC\n            ) AS last GROUP BY registration_id\n        ) AS latest\n        WHERE registration.id = latest.registration_id;\n        RETURN NULL;\n    ", hash='db71ef2e865fa9e9a98815b7f1d14149576b0819', level='STATEMENT', operation='INSERT', pgid='pgtrigger_registrations_follow_events_cfd27', referencing='REFERENCING NEW TABLE AS new_rows ', table='seminars_attendanceevent', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='registrationevent',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'waiting', 'offered', 'to_confirm', 'cancelled']), ('place__in', ['in_person', 'online']), ('seats__range', (1, 2))), name='seminars_event_says_how_it_stood', violation_error_message='Enter a status, in person or online, and 1 or 2 places'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bbd1954675585b8b1d72e7e0a1b8f6c184483fac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cdd1f', table='seminars_registrationevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'hours'])), name='seminars_step_unit_known', violation_error_message='Select days or hours'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(('before__range', (1, 90))), name='seminars_step_before_start', violation_error_message='Enter 1 to 90 days or hours before the start'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='seminars_step_has_words', violation_error_message='Enter a subject and a message'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('seminar', 'unit', 'before'), name='seminars_step_one_at_a_time', violation_error_message='There is already a reminder at this time. Change that one'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['seminar', 'place', 'state'], name='seminars_held'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('name', 'guest_name', 'organisation'), name='seminars_registration_words'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('email'), name='text_pattern_ops'), name='seminars_registration_email'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(condition=models.Q(('state__in', ('offered', 'to_confirm'))), fields=['offer_expires_at'], name='seminars_offers'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(django.db.models.functions.text.Lower('email'), condition=models.Q(('newsletter', True)), name='seminars_newsletter'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(models.F('seminar'), django.db.models.functions.text.Lower('email'), diz_portal.sql.Folded('name'), condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('email', ''), _negated=True)), name='seminars_one_live_registration', violation_error_message='Someone with this name and email address is already registered for this seminar. Search for them instead'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('seminar', 'number'), name='seminars_one_number_each', violation_error_message='Save again to get the next number'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'waiting', 'offered', 'to_confirm', 'cancelled'])), name='seminars_registration_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('channel', ''), models.Q(('channel', 'email'), models.Q(('email', ''), _negated=True)), models.Q(('channel', 'text'), ('phone__startswith', '+447')), models.Q(('channel', 'phone'), models.Q(('phone', ''), _negated=True)), models.Q(('channel', 'letter'), models.Q(('postal_address', ''), _negated=True)), _connector='OR'), name='seminars_registration_can_be_told', violation_error_message='Enter how to contact them: an email address, a mobile number for texts, a phone number or a postal address'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^\\+44[1-378][0-9]{8,9}(;ext=[0-9]{1,6})?$'), _connector='OR'), name='seminars_registration_phone_form', violation_error_message='Enter a UK phone number, such as 01632 960 001'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('place__in', ['in_person', 'online'])), name='seminars_registration_place_known', violation_error_message='Select in person or online'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('seats__range', (1, 2))), name='seminars_registration_one_guest', violation_error_message='Enter 1 place, or 2 with a guest'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('feedback_given__lte', models.F('seats'))), name='seminars_feedback_once_each', violation_error_message='Enter no more answers than there are people on this registration'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('guest_name', ''), ('seats', 2), _connector='OR'), name='seminars_registration_guest_has_seat', violation_error_message='Enter 2 places if there is a guest'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offer_expires_at__isnull', False), ('state__in', ('offered', 'to_confirm'))), models.Q(models.Q(('state__in', ('offered', 'to_confirm')), _negated=True), ('offer_expires_at', None)), _connector='OR'), name='seminars_offer_has_deadline', violation_error_message='Enter when the offer expires. Leave it blank if there is no offer'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('newsletter', True), ('newsletter_at__isnull', False)), models.Q(('newsletter', False), ('newsletter_at', None)), _connector='OR'), name='seminars_newsletter_has_date', violation_error_message='Enter when they agreed to be on the mailing list. Leave it blank if they did not'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('attendance__in', ['', 'attended', 'no_show']), ('guest_attendance__in', ['', 'attended', 'no_show'])), name='seminars_attendance_known', violation_error_message='Select whether they attended'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'confirmed'), models.Q(('attendance', ''), ('guest_attendance', '')), _connector='OR'), name='seminars_attendance_needs_a_place', violation_error_message='Give them a place, then check them in'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('guest_attendance', ''), ('seats', 2), _connector='OR'), name='seminars_attendance_of_a_guest', violation_error_message='Add a place for the guest, then check them in'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='never_oversold_by_new_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    -- Whoever takes places takes the seminar's row first: two writers never both see the last one.\n    PERFORM 1 FROM seminars_seminar WHERE id IN (SELECT seminar_id FROM new_rows)\n        ORDER BY id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM (\n    SELECT seminar_id, place, SUM(seats) AS held FROM new_rows\n    WHERE state IN ('confirmed', 'offered') GROUP BY seminar_id, place\n) AS after\n        LEFT JOIN (SELECT NULL::bigint AS seminar_id, ''::text AS place, 0 AS held) AS before\n            ON before.seminar_id = after.seminar_id AND before.place = after.place\n        JOIN seminars_seminar AS seminar ON seminar.id = after.seminar_id\n        -- A lowered capacity removes nobody: what holds its place keeps it, more is refused.\n        WHERE after.held > COALESCE(before.held, 0)\n            AND (SELECT SUM(seats) FROM seminars_registration AS every\n                 WHERE every.seminar_id = after.seminar_id AND every.place = after.place\n                    AND every.state IN ('confirmed', 'offered'))\n                > CASE after.place WHEN 'in_person' THEN seminar.capacity_in_person\n                    ELSE seminar.capacity_online END\n    ) THEN\n        RAISE EXCEPTION 'A seminar has no more places than its capacity.'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='dc8675108e5579f162a93f1172f651fa4641d6ac', level='STATEMENT', operation='INSERT', pgid='pgtrigger_never_oversold_by_new_rows_efdfe', referencing='REFERENCING NEW TABLE AS new_rows ', table='seminars_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='never_oversold_by_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    -- Whoever takes places takes the seminar's row first: two writers never both see the last one.\n    PERFORM 1 FROM seminars_seminar WHERE id IN (SELECT seminar_id FROM new_rows)\n        ORDER BY id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM (\n    SELECT seminar_id, place, SUM(seats) AS held FROM new_rows\n    WHERE state IN ('confirmed', 'offered') GROUP BY seminar_id, place\n) AS after\n        LEFT JOIN (\n    SELECT seminar_id, place, SUM(seats) AS held FROM old_rows\n    WHERE state IN ('confirmed', 'offered') GROUP BY seminar_id, place\n) AS before\n            ON before.seminar_id = after.seminar_id AND before.place = after.place\n        JOIN seminars_seminar AS seminar ON seminar.id = after.seminar_id\n        -- A lowered capacity removes nobody: what holds its place keeps it, more is refused.\n        WHERE after.held > COALESCE(before.held, 0)\n            AND (SELECT SUM(seats) FROM seminars_registration AS every\n                 WHERE every.seminar_id = after.seminar_id AND every.place = after.place\n                    AND every.state IN ('confirmed', 'offered'))\n                > CASE after.place WHEN 'in_person' THEN seminar.capacity_in_person\n                    ELSE seminar.capacity_online END\n    ) THEN\n        RAISE EXCEPTION 'A seminar has no more places than its capacity.'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='81b8f91dbaf8840f5b7ed8f0fd58c607a2e5f132', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_never_oversold_by_changes_1c04a', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='seminars_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='few_at_an_address_by_new_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM seminars_seminar WHERE id IN (SELECT seminar_id FROM (\n    SELECT seminar_id, lower(email) AS address FROM new_rows\n    WHERE email <> '' AND state <> 'cancelled'\n) AS now)\n        ORDER BY id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM (\n    SELECT seminar_id, lower(email) AS address FROM new_rows\n    WHERE email <> '' AND state <> 'cancelled'\n) AS now\n        JOIN seminars_seminar AS seminar ON seminar.id = now.seminar_id\n        -- A lowered number removes nobody: only more is refused.\n        WHERE (SELECT COUNT(*) FROM seminars_registration AS every\n               WHERE every.seminar_id = now.seminar_id AND every.email <> ''\n                  AND lower(every.email) = now.address AND every.state <> 'cancelled')\n            > seminar.people_per_address\n    ) THEN\n        RAISE EXCEPTION 'More people are registered with one email address than the seminar allows.'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='6e57e058ff7a6bfd0350d7de964ef31bc6b45188', level='STATEMENT', operation='INSERT', pgid='pgtrigger_few_at_an_address_by_new_rows_f2be5', referencing='REFERENCING NEW TABLE AS new_rows ', table='seminars_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='few_at_an_address_by_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM seminars_seminar WHERE id IN (SELECT seminar_id FROM (\n    SELECT after.seminar_id, lower(after.email) AS address\n    FROM new_rows AS after JOIN old_rows AS before ON before.id = after.id\n    WHERE after.email <> '' AND after.state <> 'cancelled'\n        AND (before.state = 'cancelled' OR lower(before.email) <> lower(after.email)\n             OR before.seminar_id <> after.seminar_id)\n) AS now)\n        ORDER BY id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM (\n    SELECT after.seminar_id, lower(after.email) AS address\n    FROM new_rows AS after JOIN old_rows AS before ON before.id = after.id\n    WHERE after.email <> '' AND after.state <> 'cancelled'\n        AND (before.state = 'cancelled' OR lower(before.email) <> lower(after.email)\n             OR before.seminar_id <> after.seminar_id)\n) AS now\n        JOIN seminars_seminar AS seminar ON seminar.id = now.seminar_id\n        -- A lowered number removes nobody: only more is refused.\n        WHERE (SELECT COUNT(*) FROM seminars_registration AS every\n               WHERE every.seminar_id = now.seminar_id AND every.email <> ''\n                  AND lower(every.email) = now.address AND every.state <> 'cancelled')\n            > seminar.people_per_address\n    ) THEN\n        RAISE EXCEPTION 'More people are registered with one email address than the seminar allows.'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='472496954a664b8385df8b46c8a53bfc75ff4eb0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_few_at_an_address_by_changes_ef1cc', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='seminars_registration', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='material',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('title'), name='seminars_material_words'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['slides', 'handout', 'recording', 'transcript', 'reading'])), name='seminars_material_kind_known', violation_error_message='Select a type from the list'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['public', 'registered'])), name='seminars_material_audience_known', violation_error_message='Select who can see it'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document', None), models.Q(('link', ''), _negated=True)), models.Q(('document__isnull', False), ('link', '')), _connector='OR'), name='seminars_material_is_file_or_link', violation_error_message='Add either a file or a link'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'recording'), _negated=True), ('has_captions', True), models.Q(('captions_link', ''), _negated=True), models.Q(('transcript_link', ''), _negated=True), _connector='OR'), name='seminars_recording_can_be_read', violation_error_message='Select that the recording shows captions, or add a link to captions or a transcript'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.CheckConstraint(condition=models.Q(('useful__range', (1, 5))), name='seminars_feedback_useful_1_to_5', violation_error_message='Select how useful it was, from 1 to 5'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.CheckConstraint(condition=models.Q(('again__in', ['yes', 'perhaps', 'no', ''])), name='seminars_feedback_again_known', violation_error_message='Select yes, maybe or no, or leave it blank'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seminarevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='62aeb3c2b283619f77f6d9fc7f0912f66c292127', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_91c29', table='seminars_seminarevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='seminarmessage',
            constraint=models.CheckConstraint(condition=models.Q(('reference__regex', '^[a-z0-9]{10}$')), name='seminars_message_has_reference', violation_error_message='Open the page again, then write your message'),
        ),
        migrations.AddConstraint(
            model_name='seminarmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='seminars_message_has_words', violation_error_message='Enter a subject and a message'),
        ),
        migrations.AddConstraint(
            model_name='seminarmessage',
            constraint=models.CheckConstraint(condition=models.Q(('recipients__gt', 0)), name='seminars_message_has_readers', violation_error_message='No one would get this message. Select other people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seminarmessage',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='33914d44461c5732488f6cf4965b15dbcb801e76', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cc41a', table='seminars_seminarmessage', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='seminar',
            index=models.Index(fields=['starts_at'], name='seminars_starts'),
        ),
        migrations.AddIndex(
            model_name='seminar',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('title', 'venue_name'), name='seminars_seminar_words'),
        ),
        migrations.AddConstraint(
            model_name='seminar',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'closed', 'held', 'cancelled'])), name='seminars_seminar_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='seminar',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['in_person', 'online', 'hybrid'])), name='seminars_seminar_mode_known', violation_error_message='Select a format'),
        ),
        migrations.AddConstraint(
            model_name='seminar',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='seminars_seminar_ends_after_start', violation_error_message='Enter an end that is after the start'),
        ),
        migrations.AddConstraint(
            model_name='seminar',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mode', 'in_person'), _negated=True), ('capacity_online', 0), _connector='OR'), name='seminars_in_person_has_none_online', violation_error_message='Enter 0 places online, or select “In person and online”'),
        ),
        migrations.AddConstraint(
            model_name='seminar',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mode', 'online'), _negated=True), ('capacity_in_person', 0), _connector='OR'), name='seminars_online_has_none_in_person', violation_error_message='Enter 0 places in person, or select “In person and online”'),
        ),
        migrations.AddConstraint(
            model_name='seminar',
            constraint=models.CheckConstraint(condition=models.Q(('people_per_address__range', (1, 50))), name='seminars_people_per_address', violation_error_message='Enter a number from 1 to 50: how many people can register with one email address'),
        ),
        migrations.AddConstraint(
            model_name='seminar',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('published_at__isnull', False), _connector='OR'), name='seminars_published_has_time', violation_error_message='Enter when the seminar was published'),
        ),
    ]
