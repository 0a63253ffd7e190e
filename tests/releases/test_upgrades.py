"""Each migration after a release leaves the code of that release working.

First what the judge says of made-up migrations, then what it says of ours. That real code works on
the tables of the next release is tried by `make deploy-check`.
"""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.releases import upgrades

SIZE = models.CheckConstraint(condition=models.Q(size__gt=0), name="site_has_a_size")
ONE_CODE = models.UniqueConstraint(fields=["code"], name="one_code")


@pytest.fixture(scope="module")
def released() -> ProjectState:
    """A site, its history, and a surveyor, as the last release knows them."""
    state = ProjectState()
    fields = {
        "id": models.BigAutoField(primary_key=True),
        "code": models.CharField(max_length=20),
        "size": models.IntegerField(),
        "cost": models.DecimalField(max_digits=8, decimal_places=2, null=True),
        "is_open": models.BooleanField(db_default=True),
    }
    state.add_model(
        ModelState("app", "Site", list(fields.items()), options={"constraints": [ONE_CODE]})
    )
    state.add_model(
        ModelState("app", "SiteEvent", [("pgh_id", models.AutoField(primary_key=True))])
    )
    state.add_model(ModelState("app", "Surveyor", [("id", models.AutoField(primary_key=True))]))
    return state


@pytest.fixture
def loader(settings) -> MigrationLoader:
    """Of our real migrations: the suite itself makes its tables without."""
    settings.MIGRATION_MODULES = {}
    return MigrationLoader(None, ignore_no_migrations=True)


def migration(*steps, **more):
    made = type("Migration", (migrations.Migration,), {"operations": list(steps), **more})
    return made("0002_next", "app")


def said(released, *steps, **more) -> list[str]:
    return [what for _, what in upgrades.harms([migration(*steps, **more)], released)]


def text(**more):
    return models.CharField(max_length=20, **more)


def forwards(apps, schema_editor): ...


@pytest.mark.parametrize(
    "step",
    [
        migrations.AddField("site", "note", text(null=True)),
        migrations.AddField("site", "note", text(default="", db_default="")),
        migrations.AddField("site", "surveyors", models.ManyToManyField("app.Surveyor")),
        # History is written by triggers, which are replaced together with the table.
        migrations.AddField("siteevent", "note", text(default="")),
        migrations.AlterField("site", "code", models.CharField(max_length=30)),
        migrations.AlterField("site", "code", models.TextField()),
        migrations.AlterField("site", "code", text(help_text="As the supplier has it")),
        migrations.AlterField("site", "size", models.BigIntegerField()),
        migrations.AlterField("site", "size", models.IntegerField(null=True)),
        migrations.AlterField(
            "site", "cost", models.DecimalField(max_digits=12, decimal_places=2, null=True)
        ),
        migrations.CreateModel("Visit", [("id", models.AutoField(primary_key=True))]),
        migrations.AlterModelOptions("site", {"verbose_name": "place"}),
        AddIndexConcurrently("site", models.Index(fields=["size"], name="by_size")),
        # From the code alone; its column stays until the next release.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("site", "size")]
        ),
    ],
    ids=lambda step: step.describe(),
)
def test_what_old_code_does_not_notice_is_let_through(released, step):
    assert said(released, step) == []


@pytest.mark.parametrize(
    ("step", "what"),
    [
        (
            # A default of Python's is nothing that old code has.
            migrations.AddField("site", "note", text(default="")),
            "app.site: adds note, which the release does not write",
        ),
        (migrations.RemoveField("site", "size"), "app.site: removes size, which the release reads"),
        (
            migrations.RenameField("site", "size", "area"),
            "app.site: renames size, which the release reads",
        ),
        (
            migrations.AlterField("site", "size", models.IntegerField(db_column="area")),
            "app.site: renames size, which the release reads",
        ),
        (migrations.RenameModel("Site", "Place"), "app.site: renames the table"),
        (migrations.AlterModelTable("site", "place"), "app.site: renames the table"),
        (migrations.DeleteModel("Surveyor"), "app.surveyor: removes the table"),
        (
            migrations.AlterField("site", "code", models.CharField(max_length=10)),
            "app.site: makes code another type (varchar(20) to varchar(10))",
        ),
        (
            migrations.AlterField("site", "size", models.SmallIntegerField()),
            "app.site: makes size another type (integer to smallint)",
        ),
        (
            migrations.AlterField(
                "site", "cost", models.DecimalField(max_digits=8, decimal_places=3, null=True)
            ),
            "app.site: makes cost another type (numeric(8, 2) to numeric(8, 3))",
        ),
        (
            migrations.AlterField(
                "site", "cost", models.DecimalField(max_digits=8, decimal_places=2)
            ),
            "app.site: makes cost required",
        ),
        (migrations.AlterField("site", "code", text(unique=True)), "app.site: makes code unique"),
        (
            migrations.AlterField("site", "is_open", models.BooleanField(default=True)),
            "app.site: no longer fills in is_open",
        ),
        (migrations.AddConstraint("site", SIZE), "app.site: adds site_has_a_size"),
        (migrations.RemoveConstraint("site", "one_code"), "app.site: removes one_code"),
        (
            migrations.AlterUniqueTogether("site", {("code", "size")}),
            "app.site: changes what is unique",
        ),
        (
            migrations.AddIndex("site", models.Index(fields=["size"], name="by_size")),
            "app.site: adds by_size while nobody can write",
        ),
        (migrations.RunPython(forwards), "app: runs forwards"),
        (migrations.RunSQL("ALTER TABLE app_site DROP COLUMN size"), "app: runs SQL"),
        (
            migrations.SeparateDatabaseAndState([migrations.RemoveField("site", "size")]),
            "app.site: removes size, which the release reads",
        ),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_breaks_old_code_is_named(released, step, what):
    assert said(released, step) == [what]


def test_a_table_that_the_release_does_not_know_is_changed_at_will(released):
    """Nor a column of one that it knows."""
    steps = (
        migrations.CreateModel(
            "Visit", [("id", models.AutoField(primary_key=True)), ("size", text())]
        ),
        migrations.RenameField("visit", "size", "length"),
        migrations.RemoveField("visit", "length"),
        migrations.DeleteModel("Visit"),
        migrations.AddField("site", "note", text(null=True)),
        migrations.RenameField("site", "note", "remark"),
        migrations.RemoveField("site", "remark"),
    )

    assert said(released, *steps) == []


def test_what_was_taken_away_and_comes_again_is_judged_as_the_release_knows_it(released):
    steps = (
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("site", "size")]
        ),
        migrations.AddField("site", "size", text()),
    )

    assert said(released, *steps) == ["app.site: adds size, which the release does not write"]


@pytest.mark.parametrize(("reason", "left"), [("1.0 refuses less", []), (" ", ["left"])])
def test_an_author_may_say_why_old_code_survives_it(released, reason, left):
    what = "app.site: adds site_has_a_size"

    found = said(released, migrations.AddConstraint("site", SIZE), survived_because={what: reason})

    assert found == ([what] if left else [])


def test_a_step_that_nobody_has_thought_of_is_named(released):
    class Mystery(migrations.operations.base.Operation):
        model_name = "site"

        def state_forwards(self, app_label, state): ...

    assert said(released, Mystery()) == ["app.site: is not understood (Mystery)"]


def test_our_migrations_since_the_last_release_leave_it_working(loader):
    """Before the first release there is none that could break."""
    down = upgrades.written_down()
    if down["version"] is None:
        assert down["migrations"] == {}
        return

    state, later = upgrades.since(loader, down["migrations"])

    assert [f"{one}: {what}" for one, what in upgrades.harms(later, state)] == []


def test_all_of_ours_since_any_day_can_be_judged(loader):
    """From their first migrations on: each step is understood, and what is named was meant."""
    begun = {
        app: min(name for at, name in loader.graph.nodes if at == app)
        for app in upgrades.ours(loader)
    }

    state, later = upgrades.since(loader, begun)
    found = list(upgrades.harms(later, state))

    assert len(later) > 10
    assert [what for _, what in found if "not understood" in what] == []


def test_a_release_is_written_down(loader, tmp_path, monkeypatch):
    monkeypatch.setattr(upgrades, "RELEASED", tmp_path / "released.json")

    upgrades.write_down("1.0.0")

    down = upgrades.written_down()
    assert down["version"] == "1.0.0"
    assert down["migrations"].keys() >= {"diz_portal", "partners", "projects", "inclusion"}
    state, later = upgrades.since(loader, down["migrations"])
    assert later == []
    assert ("projects", "site") in state.models
