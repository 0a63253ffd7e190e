import diz_portal.references
import diz_portal.search.columns
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("accounts", "0001_tables"),
        ("accounts", "0002_searched"),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email address')),
                ('name', models.CharField(max_length=150)),
                ('is_active', models.BooleanField(default=True, verbose_name='can sign in')),
                ('is_staff', models.BooleanField(default=False, help_text='Set automatically for programme managers of the lead organisation.', verbose_name='admin access')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('signed_out_at', models.DateTimeField(editable=False, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name'), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Rescue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('operator', models.CharField(max_length=150, verbose_name='requested by')),
                ('reason', models.CharField(max_length=500)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rescues', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SingleSignOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=255)),
                ('subject', models.CharField(max_length=255)),
                ('connected_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='single_sign_on', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'single sign-on',
                'verbose_name_plural': 'single sign-ons',
            },
        ),
        migrations.CreateModel(
            name='UnsentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(editable=False, max_length=2000)),
                ('sealed', models.TextField(editable=False)),
                ('kept_at', models.DateTimeField(db_index=True, editable=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unsent_forms', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('account', models.BigIntegerField(null=True)),
                ('has_answers', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('account__isnull', False)), fields=['account'], name='accounts_visits_of_account'), models.Index(condition=models.Q(('has_answers', True)), fields=['session_key'], name='accounts_visits_with_answers')],
            },
        ),
        migrations.AddIndex(
            model_name='user',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('name'), name='accounts_user_words'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('email'), name='text_pattern_ops'), name='accounts_user_email'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_one_user_per_email', violation_error_message='Another account has this email address. Enter a different one'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='accounts_email_lower_case', violation_error_message='Enter the email address in lower case letters'),
        ),
        migrations.AddConstraint(
            model_name='rescue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='accounts_rescue_confirmed_by_whom', violation_error_message='Enter both when this was confirmed and who confirmed it, or neither'),
        ),
        migrations.AddConstraint(
            model_name='rescue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', models.F('person')), _negated=True), models.Q(('second', models.F('person')), _negated=True)), name='accounts_rescue_takes_two', violation_error_message='Ask someone else to confirm this. No one can confirm their own request'),
        ),
        migrations.AddConstraint(
            model_name='singlesignon',
            constraint=models.UniqueConstraint(fields=('issuer', 'subject'), name='accounts_one_account_per_sign_on', violation_error_message='This council sign-in is connected to another account. Ask its owner to disconnect it first'),
        ),
        migrations.AddConstraint(
            model_name='unsentform',
            constraint=models.UniqueConstraint(fields=('person', 'page'), name='accounts_one_unsent_form_a_page', violation_error_message='Wait, then try again: the answers typed on this page are already stored'),
        ),
    ]
