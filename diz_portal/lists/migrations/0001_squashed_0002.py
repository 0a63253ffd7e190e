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
        ("lists", "0001_tables"),
        ("lists", "0002_field_words"),
    ]

    dependencies = [
        ('partners', '0001_squashed_0007'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('of_list', models.SlugField(db_index=False, max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('filters', models.JSONField(default=dict)),
                ('columns', models.JSONField(default=list)),
                ('order', models.CharField(blank=True, max_length=60)),
                ('shared', models.CharField(choices=[('own', 'Only me'), ('organisation', 'My organisation'), ('everyone', 'Everyone in the partnership')], default='own', max_length=12)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name'), 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='DefaultView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_list', models.SlugField(db_index=False, max_length=40)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='default_views', to=settings.AUTH_USER_MODEL)),
                ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='defaults', to='lists.savedview')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='savedview',
            index=models.Index(fields=['of_list', 'shared'], name='lists_view_of_list'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(models.F('owner'), models.F('of_list'), django.db.models.functions.text.Lower('name'), name='lists_view_name_once', violation_error_message='Enter another name: you already have a view of this list with this name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='lists_view_has_a_name', violation_error_message='Enter a name for the view'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('shared', 'organisation')), models.Q(('organisation', None), ('shared__in', ['own', 'everyone'])), _connector='OR'), name='lists_view_shared_with_whom', violation_error_message='Select an organisation if the view is shared with one, and none otherwise'),
        ),
        migrations.AddConstraint(
            model_name='defaultview',
            constraint=models.UniqueConstraint(fields=('person', 'of_list'), name='lists_default_one_a_list', violation_error_message='Select one default view for this list'),
        ),
    ]
