"""What the shell has once is written nowhere again: each line names what to use instead."""

import ast
import re

import pytest
from django.conf import settings

APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
SOURCES = {
    str(path.relative_to(settings.BASE_DIR)): path.read_text()
    for app in APPS
    for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
    if "migrations" not in path.parts
}

# What it looks like where it is written again, and who alone may write it.
WRITTEN_ONCE = {
    "diz_portal.pages.posted": (
        r'request\.(POST|FILES) if request\.method == "POST" else (None|\(\))',
        {"diz_portal/pages/answering.py"},
    ),
    "diz_portal.pages.acts": (r'"GET", "HEAD", "POST"', {"diz_portal/pages/answering.py"}),
    "diz_portal.pages.page_of": (
        r'\.get_page\(request\.GET\.get\("page"\)\)',
        # The sheet of ticks comes back to the page of it that was sent.
        {"diz_portal/pages/listing.py", "seminars/views/door.py"},
    ),
    # What an address asks for goes into no query as it came: no text of the database holds a NUL.
    "diz_portal.pages.chosen_of": (
        r"request\.GET\.get\([^)]*\)\[:|\w=request\.GET\.get\(",
        set(),
    ),
    "diz_portal.layout.laid_out": (r"FormHelper\(\)", {"diz_portal/layout.py"}),
    "diz_portal.fields.EmailField": (r"forms\.EmailField\(", set()),
    "diz_portal.fields.WordsField": (
        r"forms\.CharField\((?:[^()]|\([^()]*\))*forms\.Textarea",
        set(),
    ),
    "diz_portal.links": (r"(?<!import )\bSigner\(", {"diz_portal/links.py"}),
    "diz_portal.square_codes": (r"^ *import segno", {"diz_portal/square_codes.py"}),
    "diz_portal.locks.one_at_a_time": (r"pg_advisory_xact_lock", {"diz_portal/locks.py"}),
    "diz_portal.slugs.free_slug": (r"slug__startswith", {"diz_portal/slugs.py"}),
    "diz_portal.sent_once.SentOnce": (r"def clean_attempt", {"diz_portal/sent_once.py"}),
    "diz_portal.public_forms.ForPeople.for_robots": (
        r"Div\(TRAP",
        {"diz_portal/public_forms.py"},
    ),
    "diz_portal.admin_site.ReadOnly": (
        r"def has_(add|change|delete)_permission.*\n        return False\n\n"
        r"    def has_(add|change|delete)_permission.*\n        return False\n\n"
        r"    def has_(add|change|delete)_permission.*\n        return False\n",
        {"diz_portal/admin_site.py"},
    ),
    "diz_portal.disclosure": (
        r"^(LEAST|FEWEST|SMALLEST|THRESHOLD|ENOUGH)\w* = |\b0 < \w+ < |fewer than [0-9]",
        {"diz_portal/disclosure/__init__.py"},
    ),
    "diz_portal.uploads.FileField": (
        r"forms\.(FileField|ImageField)\(|\((forms\.)?(FileField|ImageField)\):",
        {
            "diz_portal/uploads.py",
            # Made of it.
            "diz_portal/documents/forms.py",
            "diz_portal/impact/others/forms.py",
            "diz_portal/imports/forms.py",
            "inclusion/devices/forms/devices.py",
        },
    ),
    "diz_portal.pages.posted_files": (r"\.FILES\b", {"diz_portal/pages/answering.py"}),
    "diz_portal.storage.folder_of": (
        r"FileSystemStorage|default_storage\.(path|location)|\.file\.path|\.storage\.path",
        {"diz_portal/storage/__init__.py", "diz_portal/storage/folders.py"},
    ),
    "diz_portal.storage.s3": (
        r"\b(boto3|botocore|S3Storage)\b|generate_presigned|\.file\.url\b",
        {"diz_portal/storage/s3.py"},
    ),
    "diz_portal.charts.in_each_size": (r"app-drawing--", {"diz_portal/charts/sizes.py"}),
}


@pytest.mark.parametrize("name", WRITTEN_ONCE)
def test_what_the_shell_has_is_not_written_again(name):
    pattern, places = WRITTEN_ONCE[name]
    written = re.compile(pattern, re.MULTILINE)

    found = {path for path, source in SOURCES.items() if written.search(source)}

    assert found == places, f"Use {name}."


def test_no_two_refusals_that_say_when_have_one_name():
    """A refusal is caught by its name: two of one name are two that are taken for each other."""
    defined = [
        one.name
        for source in SOURCES.values()
        if "class Not" in source
        for one in ast.walk(ast.parse(source))
        if isinstance(one, ast.ClassDef) and re.fullmatch(r"Not(Possible)?Now", one.name)
    ]

    assert defined == ["NotNow"]


def test_one_template_asks_for_confirmation():
    """A page with a button and a way out, and nothing typed, extends `confirm.html`."""
    asks = re.compile(r'render\([^)]*"[\w/]*(confirm|ask|sure)\.html"', re.DOTALL)

    found = {path for path, source in SOURCES.items() if asks.search(source)}

    # The public page on which somebody asks about their data is no such question.
    assert found <= {"diz_portal/privacy/registers/public_views.py"}
    assert (settings.BASE_DIR / "templates/confirm.html").exists()
