import diz_portal.documents.models
import diz_portal.references
import diz_portal.search.columns
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("documents", "0001_tables"),
        ("documents", "0002_searched"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=diz_portal.references.new_reference, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('original_name', models.CharField(max_length=150, verbose_name='file name')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('file', models.FileField(max_length=60, upload_to=diz_portal.documents.models.opaque_key)),
                ('guard', models.CharField(help_text='The rule that says who may read it.', max_length=60)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
                'default_permissions': ('view',),
                'indexes': [django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('title'), name='documents_document_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='documents_document_not_empty', violation_error_message='This file is empty. Select another'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='documents_document_sha256', violation_error_message='Upload the file again: its SHA-256 must be 64 digits and letters from a to f')],
            },
        ),
    ]
