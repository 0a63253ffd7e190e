"""The first migrations of an app make what Django would have made, step by step."""

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from diz_portal.beginnings import TOO_OLD, Beginning, none_is_half_begun

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


@pytest.fixture
def lines(settings):
    """The migrations themselves, which the tests' tables are made without."""
    settings.MIGRATION_MODULES = {}
    return MigrationLoader(None, ignore_no_migrations=True)


def said_of(applied: list[tuple[str, str]]) -> list:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.flush()
    for one in applied:
        recorder.record_applied(*one)
    return none_is_half_begun(databases=["default"])


def replaced_by(lines, *apps: str) -> list[tuple[str, str]]:
    return [
        one
        for (app, _), first in lines.replacements.items()
        for one in first.replaces
        if not apps or app in apps
    ]


@pytest.mark.django_db
def test_a_database_that_had_all_earlier_migrations_goes_on(lines):
    had = replaced_by(lines)

    assert len(had) > 90
    assert said_of(had) == []
    # What an even earlier beginning left behind, and what came with the new one.
    assert said_of([*had, ("projects", "0001_initial")]) == []
    assert said_of([*had, *lines.replacements]) == []


@pytest.mark.django_db
def test_a_new_database_goes_on_wherever_it_stopped(lines):
    assert said_of([]) == []
    assert said_of([("partners", "0001_squashed_0007")]) == []
    # A later version may have been here.
    assert said_of([*lines.replacements, ("projects", "9999_of_a_later_version")]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["accounts", "partners", "projects", "seminars", "inclusion"])
def test_a_database_that_had_some_of_them_is_too_old(lines, app):
    had = replaced_by(lines)
    of_app = sorted(replaced_by(lines, app))

    assert said_of([one for one in had if one != of_app[-1]]) == [TOO_OLD]
    # One file of an app may stand for the first of them alone.
    assert said_of(of_app[:1]) == [TOO_OLD]


@pytest.mark.django_db
def test_a_database_of_an_earlier_beginning_is_too_old(lines):
    had = [("projects", "0001_initial"), ("projects", "0002_size_of_imports")]

    assert said_of(had) == [TOO_OLD]


def test_each_migration_is_replaced_once_and_by_no_other_of_its_name(lines):
    had = replaced_by(lines)

    assert len(had) == len(set(had))
    assert not set(had) & set(lines.disk_migrations)
    for (app, _), first in lines.replacements.items():
        assert {one[0] for one in first.replaces} == {app}
        assert isinstance(first, Beginning)
