"""The first migrations of an app make what Django would have made, step by step."""

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from diz_portal.beginnings import Beginning

CLUBS = [
    migrations.CreateModel(
        "Club",
        [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))],
    ),
    migrations.CreateModel(
        "Member",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("club", models.ForeignKey("clubs.Club", models.CASCADE)),
            ("age", models.IntegerField()),
        ],
    ),
    migrations.AddField(
        "club", "chair", models.ForeignKey("clubs.Member", models.PROTECT, null=True)
    ),
    migrations.AddField("club", "guests", models.ManyToManyField("clubs.Member", related_name="+")),
    migrations.AddIndex("member", models.Index("age", name="clubs_by_age")),
    migrations.AddConstraint(
        "member", models.CheckConstraint(condition=models.Q(age__gte=0), name="clubs_born")
    ),
    migrations.AlterUniqueTogether("club", {("name", "chair")}),
]
LATER = [
    migrations.CreateModel(
        "Prize",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("to", models.ForeignKey("clubs.Member", models.CASCADE)),
        ],
    ),
    migrations.AddField(
        "member", "best", models.ForeignKey("clubs.Prize", models.PROTECT, null=True)
    ),
    migrations.AddConstraint(
        "member", models.UniqueConstraint("age", "best", name="clubs_one_prize_an_age")
    ),
]
MADE = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text LIKE 'clubs%'
    UNION SELECT tablename, regexp_replace(indexdef, ' INDEX \\S+ ', ' INDEX ') FROM pg_indexes
    WHERE tablename LIKE 'clubs%'
    UNION SELECT table_name, column_name || data_type || is_nullable FROM information_schema.columns
    WHERE table_name LIKE 'clubs%' ORDER BY 1, 2
"""


def made_by(kind: type[migrations.Migration]) -> list[tuple[str, str]]:
    """What stands in the database after both migrations, which are then undone."""
    state = ProjectState()
    with transaction.atomic():
        for name, operations in (("first", CLUBS), ("later", LATER)):
            migration = kind(name, "clubs")
            migration.operations = operations
            with connection.schema_editor(atomic=True) as editor:
                state = migration.apply(state, editor)
        with connection.cursor() as cursor:
            cursor.execute(MADE)
            made = cursor.fetchall()
        transaction.set_rollback(True)
    return made


@pytest.mark.django_db
def test_makes_the_same_tables_as_step_by_step():
    made = made_by(Beginning)

    assert made == made_by(migrations.Migration)
    assert {"clubs_club", "clubs_member", "clubs_prize", "clubs_club_guests"} == {
        table for table, _ in made
    }
