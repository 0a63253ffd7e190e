from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """People are found by postcode and by date of birth, among millions too."""

    # The indexes are built while the portal works.
    atomic = False

    dependencies = [("inclusion", "0011_telling")]

    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["postcode"],
                condition=~models.Q(postcode=""),
                name="inclusion_person_postcode",
            ),
        ),
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["date_of_birth"],
                condition=models.Q(date_of_birth__isnull=False),
                name="inclusion_person_born",
            ),
        ),
    ]
