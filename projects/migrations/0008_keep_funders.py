"""Each project's funder, so far a text, becomes its first funding source: a grant of no amount yet,
named on the public page as the text was. Back again it stays a row: the text is gone by then."""

import secrets

from django.db import migrations

LETTERS = "23456789bcdfghjkmnpqrstvwxyz"


def keep(apps, schema_editor):
    project_of = apps.get_model("projects.Project").objects
    source_of = apps.get_model("projects.FundingSource").objects
    for project in project_of.exclude(funder="").order_by("pk"):
        source_of.get_or_create(
            project=project,
            title=project.funder,
            defaults={
                "reference": "".join(secrets.choice(LETTERS) for _ in range(10)),
                "kind": "grant",
                "funder": project.funder,
                "is_public": True,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_money")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop, elidable=True)]
