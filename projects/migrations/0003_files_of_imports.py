import contextlib

from django.db import migrations, models


def weigh(apps, schema_editor):
    """What was uploaded before sizes were written down counts with what its file really takes."""
    batches = apps.get_model("projects", "ImportBatch").objects.filter(size=0).exclude(file="")
    for batch in batches.only("file").iterator():
        # One whose file is lost takes nothing.
        with contextlib.suppress(OSError):
            batch.size = batch.file.size
            batch.save(update_fields=["size"])


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0002_size_of_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="file_deleted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(weigh, migrations.RunPython.noop, elidable=True),
    ]
