"""What makes the suite quick: its order, how tables are emptied, and when memory is swept."""

import gc
import logging
from pathlib import Path

import pgtrigger
import pytest
from django.core.cache import caches
from django.core.files.storage import default_storage, storages
from django.core.management.commands import flush
from django.db import connection
from django.test.client import ClientMixin
from django.urls import URLResolver

from diz_portal.api import pace
from diz_portal.attention import counting
from diz_portal.documents import services as sweeping
from diz_portal.storage import folders
from tests import (
    copied_rows,
    copied_tables,
    examples,  # noqa: F401  what it registers counts for every property
    kept_tables,
    resolving,
    sharing,
    signing_in,
)
from tests.places_for_files import keep_in

count_for = counting.count_for


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What has to stay in one process first: whole portals wait for most of a minute, crowds and
    faults for half of one, and nobody shall wait for them last. The walks that are shared out test
    by test come last, so that all processes end together.

    Between them the order of pytest-django stays, with the browsers' journeys at its end.
    """
    items.sort(
        key=lambda item: (
            not (item.get_closest_marker("first") or item.nodeid.startswith(tuple(sharing.KINDS))),
            item.nodeid.startswith(sharing.TEST_BY_TEST),
        )
    )


def pytest_collection_finish() -> None:
    """Everything imported so far stays to the end: the sweeps need not look at it again."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def pytest_sessionfinish() -> None:
    """Charts are drawn in a process of their own, which would be noticed as left behind."""
    from diz_portal.charts import easel

    easel.stop()


@pytest.fixture(scope="session", autouse=True)
def _nobody_counts_what_waits():
    """The number in the navigation is the sum of what every app has waiting: half of what a page
    of the workspace costs. The list itself, at home, is always the true one."""
    patch = pytest.MonkeyPatch()
    patch.setattr(counting, "count_for", lambda user: 0)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _signing_in_is_quick():
    patch = pytest.MonkeyPatch()
    patch.setattr(ClientMixin, "_login", signing_in.sign_in)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _addresses_are_looked_up_once():
    patch = pytest.MonkeyPatch()
    patch.setattr(URLResolver, "resolve", resolving.resolve)
    yield
    patch.undo()


@pytest.fixture
def counted(monkeypatch):
    """For a test of that number."""
    monkeypatch.setattr(counting, "count_for", count_for)


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Counts, pages and used-up tries of the test before. Drawings stay: each is kept under what
    it shows."""
    for name in ("default", "pages"):
        caches[name].clear()
    pace.forget_all()


@pytest.fixture
def storage(settings, tmp_path):
    """Uploads of one test in a folder of its own."""
    return keep_in(settings, tmp_path)


@pytest.fixture(scope="session", autouse=True)
def _folders_are_prepared():
    """As `manage.py prepare` does it, once."""
    for alias in ("default", "journal"):
        folders.prepare(Path(storages[alias].location))


@pytest.fixture(scope="session", autouse=True)
def _sweeps_stay_in_a_folder_of_their_own():
    """Whoever deletes the files that no row knows asks for `storage`: those that other tests of
    the process have stored are known to rows that this one does not see."""
    common, listed = default_storage.location, sweeping._listed

    def of_their_own(folder: str) -> tuple[list[str], list[str]]:
        assert default_storage.location != common, "a test that sweeps files asks for `storage`"
        return listed(folder)

    patch = pytest.MonkeyPatch()
    patch.setattr(sweeping, "_listed", of_their_own)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _only_tables_with_rows_are_emptied():
    """After a test that commits: TRUNCATE makes new files for all the tables there are, which
    takes most of a second on a busy machine; deleting what a test wrote takes none. Nor are the
    rows that belong to the code looked for and made anew: they have stayed."""

    def sql_flush(ops, style, tables, **_: object) -> list[str]:
        # Rows that belong to the code stay, whatever a test does.
        filled = copied_rows.filled(set(tables) - copied_rows.OF_THE_CODE, ops.connection)
        return [
            # Past the triggers that keep history, as TRUNCATE goes; all of it goes together.
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {ops.quote_name(table)}" for table in filled),
        ]

    patch = pytest.MonkeyPatch()
    # Of every connection: there is another one while the browser's loop runs in this thread.
    patch.setattr(type(connection.ops), "sql_flush", sql_flush)
    patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb, django_db_keepdb, django_db_modify_db_settings) -> bool:
    """With `--reuse-db` the tables of the run before are taken if they are still the same."""
    return django_db_createdb or not (django_db_keepdb and kept_tables.are_described())


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker, django_db_keepdb, django_db_createdb):
    """Tables come from the models (`--nomigrations`), so their triggers are put in here, once."""
    from pghistory.models import Context

    if not django_db_createdb:
        kept_tables.take()
        return
    is_one_of_many = hasattr(request.config, "workerinput")
    with copied_tables.one_at_a_time(), django_db_blocker.unblock():
        if is_one_of_many and copied_tables.take():
            return
        request.getfixturevalue("django_db_setup")
        logging.getLogger("pgtrigger").setLevel(logging.WARNING)
        pgtrigger.install()
        Context.install_pgh_attach_context_func()
        if django_db_keepdb:
            kept_tables.write_down()
        elif is_one_of_many:
            copied_tables.give()
