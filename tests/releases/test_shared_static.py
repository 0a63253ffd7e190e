"""While hosts are restarted one after another, no page goes without its styles.

A page of the old release asks a host that runs the new one, and a page of the new release asks one
that still runs the old. Each host serves the files of the last three releases.
"""

import json
import os
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from diz_portal.static_files import StaticFiles
from tests.releases.programs import installing

OLD, NEW = "css/portal.aaaaaaaaaaaa.css", "css/portal.bbbbbbbbbbbb.css"


def release(folder: Path, version: str, *names: str) -> Path:
    """An unpacked release with these files, each with what is in it as its content."""
    collected = folder / version / ".build" / "collected"
    for name in ("css/portal.css", "staticfiles.json", *names):
        path = collected / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} of {version}")
    (folder / version / "release.json").write_text(json.dumps({"version": version}))
    return folder / version


@pytest.fixture
def shared(tmp_path) -> Path:
    return tmp_path / "static"


@pytest.fixture
def host(settings, shared):
    """Ask a host that runs this release, as it has been running for a while."""
    settings.WHITENOISE_AUTOREFRESH = False
    settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_SHARED_DIR = str(shared)

    def running(place: Path):
        settings.STATIC_ROOT = place / ".build" / "collected"
        serves = StaticFiles(lambda request: HttpResponse("no such page", status=404))

        def ask(path: str):
            response = serves(RequestFactory().get(path))
            content = b"".join(response.streaming_content) if response.streaming else b""
            if response.streaming:
                response.file_to_stream.close()  # not `close`, which looks after a database
            return response.status_code, content.decode(), response.headers.get("Cache-Control")

        return ask

    return running


def test_an_old_page_finds_its_styles_on_a_host_that_runs_the_new_release(tmp_path, shared, host):
    old, new = release(tmp_path, "1.0.0", OLD), release(tmp_path, "1.1.0", NEW)
    installing.share(old, shared)
    installing.share(new, shared)

    ask = host(new)

    assert ask(f"/static/{OLD}")[:2] == (200, f"{OLD} of 1.0.0")
    assert ask(f"/static/{NEW}")[:2] == (200, f"{NEW} of 1.1.0")
    # It never changes, so no browser asks twice.
    assert "immutable" in ask(f"/static/{OLD}")[2]


def test_a_new_page_finds_its_styles_on_a_host_that_still_runs_the_old_release(
    tmp_path, shared, host
):
    """The new release is installed on each host before the first one is restarted."""
    old, new = release(tmp_path, "1.0.0", OLD), release(tmp_path, "1.1.0", NEW)
    installing.share(old, shared)
    ask = host(old)
    assert ask(f"/static/{NEW}")[0] == 404

    installing.share(new, shared)

    assert ask(f"/static/{NEW}")[:2] == (200, f"{NEW} of 1.1.0")


def test_without_such_a_folder_a_host_serves_what_it_has(tmp_path, host, settings):
    old = release(tmp_path, "1.0.0", OLD)
    settings.STATIC_SHARED_DIR = ""

    ask = host(old)

    assert ask(f"/static/{OLD}")[0] == 200
    assert ask(f"/static/{NEW}")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "css/portal.css",
        ".releases/1.0.0",
        "../secret.aaaaaaaaaaaa.txt",
        "css/../../secret.aaaaaaaaaaaa.txt",
        "css//portal.aaaaaaaaaaaa.css",
        "css",
        "css/portal.aaaaaaaaaaaa.css/",
        "css/portal.aaaaaaaaaaaa.css.gz",
    ],
)
def test_nothing_else_of_that_folder_is_served(tmp_path, shared, host, path):
    """Only what is named by its content, and nothing beside the folder."""
    (tmp_path / "secret.aaaaaaaaaaaa.txt").write_text("secret")
    old, new = release(tmp_path, "1.0.0", OLD, f"{OLD}.gz"), release(tmp_path, "1.1.0", NEW)
    installing.share(old, shared)
    (shared / "css" / "portal.css").write_text("of nobody knows which release")

    status, content, _ = host(new)(f"/static/{path}")

    assert status == 404 or content == f"{path} of 1.1.0"


def names(shared: Path) -> set[str]:
    found = (path.relative_to(shared) for path in shared.rglob("*") if path.is_file())
    return {str(name) for name in found if not str(name).startswith(".")}


def test_files_of_the_last_three_releases_are_kept(tmp_path, shared):
    common = "img/mark.cccccccccccc.svg"
    for number in range(1, 5):
        own = f"css/portal.{number:012}.css"
        installing.share(release(tmp_path, f"1.{number}.0", own, common), shared)

    assert names(shared) == {common, *(f"css/portal.{number:012}.css" for number in (2, 3, 4))}


def test_a_release_that_is_used_again_is_among_the_last(tmp_path, shared):
    """Whoever rolls back does not lose the styles of what runs now."""
    places = [
        release(tmp_path, f"1.{number}.0", f"css/portal.{number:012}.css") for number in range(1, 5)
    ]
    for place in places[:3]:
        installing.share(place, shared)

    installing.share(places[0], shared)
    installing.share(places[3], shared)

    assert names(shared) == {f"css/portal.{number:012}.css" for number in (1, 3, 4)}


def test_sharing_twice_changes_nothing_and_leaves_nothing_half_written(tmp_path, shared):
    place = release(tmp_path, "1.0.0", OLD)
    installing.share(place, shared)
    before = {path: os.stat(shared / path).st_ino for path in names(shared)}
    # A neighbour's file on its way.
    (shared / "css" / ".portal.bbbbbbbbbbbb.css.77").write_text("half")

    installing.share(place, shared)

    assert {path: os.stat(shared / path).st_ino for path in before} == before
    assert (shared / "css" / ".portal.bbbbbbbbbbbb.css.77").exists()
