"""What an operator copies from deploy/ fits the portal: each variable, each program, each path."""

import ast
import math
import re
import shlex
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.releases.programs import ROOT

DEPLOY = ROOT / "deploy"
CODE = ("diz_portal", "partners", "projects", "seminars", "inclusion")
ENVIRONMENT = DEPLOY / "portal.env"
# Read by `make run` or by the tests, and by no server.
OF_DEVELOPMENT = {
    *{"DEBUG", "DIZ_EXAMPLE", "EMAIL_BACKEND", "DIZ_LIMITS", "WORKERS"},
    *{"PYTEST_XDIST_WORKER", "PATH"},
}
# Set by systemd, and by the libraries of the portal's own calls.
OF_OTHERS = {"NOTIFY_SOCKET", "PYTHONUNBUFFERED", "PYTHONWARNINGS"}
READ_BY_LIBRARIES = {"REQUESTS_CA_BUNDLE"}
READERS = {"env", "required", "get", "int", "float", "bool", "list", "dict", "getenv"}


def read_in(path: Path) -> set[str]:
    """Names of variables that this file reads from the environment."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            function = node.func
            name = (
                function.attr
                if isinstance(function, ast.Attribute)
                else getattr(function, "id", "")
            )
            owner = ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""
            is_reader = name in READERS and (
                not owner or owner.split(".")[-1] in {"env", "environ", "os"}
            )
            where = node.args[0]
        elif isinstance(node, ast.Assign) and "settings" in path.parts:
            # Names that are read one after another.
            parts = getattr(node.value, "elts", [])
            names = {one.value for one in parts if isinstance(one, ast.Constant)}
            found |= {name for name in names if re.fullmatch(r"S3_[A-Z0-9_]+", str(name))}
            continue
        elif isinstance(node, ast.Subscript):
            is_reader = ast.unparse(node.value) in {"os.environ", "env"}
            where = node.slice
        else:
            continue
        written = str(where.value) if isinstance(where, ast.Constant) else ""
        if is_reader and re.fullmatch(r"[A-Z][A-Z0-9_]+", written):
            found.add(written)
    return found


def read_by_the_portal() -> set[str]:
    files = [ROOT / "gunicorn.conf.py", ROOT / "manage.py"]
    files += [path for app in CODE for path in (ROOT / app).rglob("*.py")]
    return set().union(
        *(
            read_in(path)
            for path in files
            if "environ" in path.read_text() or "settings" in str(path)
        )
    )


def named_in(path: Path) -> dict[str, str]:
    """Each variable of an environment file with the value that it is given, or that applies."""
    lines = re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", path.read_text(), re.MULTILINE)
    return dict(lines)


@pytest.mark.parametrize("file", ["deploy/portal.env", ".env.example"])
def test_each_variable_that_is_named_is_read(file):
    unread = named_in(ROOT / file).keys() - read_by_the_portal() - READ_BY_LIBRARIES

    assert unread == set()


def test_each_variable_that_a_server_reads_is_explained():
    missing = read_by_the_portal() - OF_DEVELOPMENT - OF_OTHERS - named_in(ENVIRONMENT).keys()

    assert missing == set()


def test_each_variable_has_its_explanation_above_it():
    explained = ""
    for line in ENVIRONMENT.read_text().splitlines():
        if re.match(r"#?[A-Z][A-Z0-9_]+=", line):
            assert explained or line.startswith("DJANGO_SETTINGS_MODULE"), line
        else:
            # A line of its own, or those after it, for several that belong together.
            explained = line.removeprefix("#").strip()


def test_what_applies_without_a_variable_is_what_the_file_says():
    """A line that begins with # and has a value promises it."""
    source = "".join(
        (ROOT / path).read_text()
        for path in (
            "diz_portal/settings/base.py",
            "diz_portal/settings/production.py",
            "diz_portal/settings/sign_on.py",
            "gunicorn.conf.py",
        )
    )
    defaults = dict(re.findall(r'"([A-Z_]+)",\s*(?:default=)?"?([^")\n]+)"?\)', source))

    promised = {
        name: value
        for name, value in re.findall(r"^#([A-Z_]+)=(.+)$", ENVIRONMENT.read_text(), re.MULTILINE)
        if value != "off"
    }

    assert promised
    assert {name: plain(defaults.get(name, "")) for name in promised} == promised


def plain(value: str) -> str:
    """A number as an operator writes it: 20_000 and 4 * 60 are for programmers."""
    if re.fullmatch(r"[\d_ *]+", value):
        return str(math.prod(int(part) for part in value.split("*")))
    return value


def test_compose_names_only_what_is_read():
    text = (DEPLOY / "containers" / "compose.yaml").read_text()
    block = re.search(r"^  environment:\n((?:    .*\n)+)", text, re.MULTILINE)[1]

    names = set(re.findall(r"^    ([A-Z_]+):", block, re.MULTILINE))

    assert names == {"BIND", "PORT", "STATIC_SHARED_DIR", "MAINTENANCE_FILE"}
    assert names <= read_by_the_portal()


# The programs ------------------------------------------------------------------------------


def unit(name: str) -> RawConfigParser:
    parsed = RawConfigParser(strict=False)
    parsed.optionxform = str
    parsed.read(DEPLOY / "systemd" / f"diz-{name}.service")
    return parsed


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_a_unit_starts_the_release_that_is_in_use(name):
    service = unit(name)["Service"]
    program, *words = shlex.split(service["ExecStart"])

    assert service["WorkingDirectory"] == "/opt/diz/current"
    assert program.startswith("/opt/diz/current/.venv/bin/")
    assert service["EnvironmentFile"] == "/etc/diz/portal.env"
    assert service["Restart"] == "always"
    # Where settings are the environment's, nothing is said twice.
    assert not [word for word in words if word.startswith(("--bind", "--workers"))]


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_containers_run_the_same_programs_as_units(name):
    text = re.sub(r"\s*>-\s*", " ", (DEPLOY / "containers" / "compose.yaml").read_text())
    written = " ".join(text.split())

    words = unit(name)["Service"]["ExecStart"].removeprefix("/opt/diz/current/")

    assert f"command: {words}" in written


def test_the_proxy_says_what_the_portal_believes():
    """And nothing that a visitor made up: each is replaced, not added to."""
    conf = (DEPLOY / "nginx" / "portal.conf").read_text()
    headers = dict(re.findall(r"proxy_set_header (\S+) (\S+);", conf))

    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["Host"] == "$http_host"
    assert headers["X-Request-ID"] == "$request_id"
    # An inner `proxy_set_header` would silently drop all of these.
    assert conf.count("proxy_set_header") == len(headers)
    assert named_in(ENVIRONMENT)["TRUSTED_PROXY_COUNT"] == "1"


def test_the_proxy_waits_a_little_longer_than_the_portal():
    """So that the portal's own answer comes, and not the proxy's."""
    conf = (DEPLOY / "nginx" / "portal.conf").read_text()
    waits = int(re.search(r"proxy_read_timeout (\d+)s", conf)[1])

    timeout = int(re.search(r"^timeout = (\d+)", (ROOT / "gunicorn.conf.py").read_text(), re.M)[1])

    assert timeout < waits < 2 * timeout


def test_the_proxys_own_page_needs_nothing_else():
    conf = (DEPLOY / "nginx" / "portal.conf").read_text()
    page = (DEPLOY / "nginx" / "away.html").read_text()

    # A named location would keep the method, and a file answers no POST.
    assert "error_page 502 504 =503 /away.html;" in conf
    assert "Anything already saved is safe." in page
    assert not re.search(r"(src|href)=|<script", page)
