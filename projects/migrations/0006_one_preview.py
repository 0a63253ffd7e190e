from django.db import migrations, models


def tidy(apps, schema_editor):
    """What stood in the cells of a file goes with it; of the others, words have one name now."""
    batches = apps.get_model("projects", "ImportBatch").objects.all()
    for batch in batches.only("file", "found").iterator():
        found = {key: value for key, value in batch.found.items() if key != "stage_words"}
        if batch.file and "stage_words" in batch.found:
            found["words"] = batch.found["stage_words"]
        if not batch.file:
            found.pop("examples", None)
        if found != batch.found:
            batch.found = found
            batch.save(update_fields=["found"])


def back(apps, schema_editor):
    batches = apps.get_model("projects", "ImportBatch").objects.filter(found__has_key="words")
    for batch in batches.only("found").iterator():
        batch.found["stage_words"] = batch.found.pop("words")
        batch.save(update_fields=["found"])


def renamed(model, **options):
    return [
        migrations.RenameField(model, "stage_words", "words"),
        migrations.AlterField(
            model, "words", models.JSONField(default=dict, db_column="stage_words", **options)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_reminders_of_returns"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[*renamed("importbatch", blank=True), *renamed("importmapping")]
        ),
        migrations.RunPython(tidy, back, elidable=True),
    ]
