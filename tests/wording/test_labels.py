"""What the admin calls a column is what the pages call it; and it writes days and hours as they do.

A field without a name of its own is called after the code, which may have another word.
"""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.utils import formats

from tests.factories.accounts import UserFactory
from tests.wording import styles
from tests.wording.texts import ROOT, Text

# A label, and what pages say instead.
NOT_LABELS = {
    "state": "status",
    "standing": "status",
    "slug": "web address (slug)",
    "seats": "places",
    "words": "what is in it: note, message, text",
    "kept by": "held by",
    "came by": "how received, or where from",
    "at": "when",
    "why": "reason",
    "review on": "next review",
    "settled": "what happened: sent, closed",
    "settled at": "what happened: sent, closed",
    "promise": "summary",
    "sha256": "SHA-256",
    "kind": "the type of what: type of need, request type, contents",
    "paper": "document",
    "first manager": "first programme manager",
}


def is_ours(model) -> bool:
    home = Path(apps.get_app_config(model._meta.app_label).path)
    return home.is_relative_to(ROOT) and not home.is_relative_to(ROOT / ".venv")


def shown_labels(rf, user) -> list[tuple[str, str]]:
    """Of every page of the admin that is ours: the columns of its list, and its fields."""
    request = rf.get("/admin/")
    request.user = user
    found = []
    for model, page in admin.site._registry.items():
        if is_ours(model):
            fields = flatten_fieldsets(page.get_fieldsets(request, model()))
            found += [
                (f"{model._meta.label}.{name}", label_of(name, model, page))
                for name in dict.fromkeys([*page.get_list_display(request), *fields])
            ]
    return found


def label_of(name: str, model, page) -> str:
    try:
        return label_for_field(name, model, page)
    except AttributeError:  # a field of the page's form alone
        return page.form.base_fields[name].label or name.replace("_", " ")


@pytest.mark.django_db
def test_labels_of_the_admin_are_the_words_of_the_pages(rf):
    labels = shown_labels(rf, UserFactory(is_staff=True, is_superuser=True))

    assert len(labels) > 300
    assert [
        f"{where}: “{label}”. Say: {NOT_LABELS[label.casefold()]}"
        for where, label in labels
        if label.casefold() in NOT_LABELS
    ] == []
    assert [one for one in labels if one[1].casefold().endswith(" ground")] == []


def test_no_field_or_column_is_called_a_kind():
    """It says nothing: of a wayleave it is the type of wayleave, of a file its contents."""
    fields = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if is_ours(model)
        for field in model._meta.get_fields()
        if str(getattr(field, "verbose_name", "")).casefold() == "kind"
        and not issubclass(model, pghistory.models.Event)
    ]
    called = re.compile(r"""(?:Column|text)\("\w+", "Kind"|(?:label|key)="Kind"|>Kind<""")
    sources = [
        str(path.relative_to(ROOT))
        for folder in ("diz_portal", "partners", "projects", "seminars", "inclusion", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html") and called.search(path.read_text())
    ]

    assert fields == []
    assert sources == []


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 22, 14, 30, tzinfo=UTC), "22 November 2026 at 2:30pm"),
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), "22 November 2026 at 9am"),
        (date(2026, 3, 4), "4 March 2026"),
        (time(14, 5), "2:05pm"),
    ],
)
def test_the_admin_writes_days_and_hours_as_pages_do(moment, written):
    assert formats.localize(moment) == written
    assert list(styles.faults(Text("admin", written))) == []
