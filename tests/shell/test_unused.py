"""What nothing uses is not kept: classes of the style sheets, tags and filters. Of the overrides of
GOV.UK Frontend, of which we take a part, what is used is there."""

import re
from functools import cache
from pathlib import Path

from crispy_forms_gds.layout import Fluid
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines

ROOT = Path(settings.BASE_DIR)
APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")


def text_of(*places: str, ending: str) -> str:
    return "\n".join(
        path.read_text() for place in places for path in sorted((ROOT / place).rglob(ending))
    )


@cache
def pages() -> str:
    return text_of("templates", ending="*.*")


@cache
def code() -> str:
    return text_of(*APPS, ending="*.py")


def test_every_class_of_ours_is_on_some_page():
    everywhere = pages() + code() + text_of("static", ending="*.js")
    # Each word once: there are few, in megabytes.
    everywhere = " ".join(set(re.findall(r"[\w-]*app-[\w-]*{?", everywhere)))
    styled = set(re.findall(r"\.(app-[\w-]+)", text_of("static", ending="*.scss")))

    def is_used(name: str) -> bool:
        # The end may be put in: `app-rag--{{ kind }}`.
        start = name.rpartition("--")[0]
        return re.search(rf"\b{name}\b", everywhere) is not None or (
            bool(start) and f"{start}--{{" in everywhere
        )

    assert len(styled) > 100
    assert sorted(name for name in styled if not is_used(name)) == []


def test_every_override_on_a_page_is_in_the_style_sheet():
    """It would be missed by nobody but who looks: the space stays, or the bold does."""
    sheet = Path(finders.find("css/portal.css") or "").read_text().replace("\\", "")
    styled = set(re.findall(r"\.(govuk-!-[\w-]+)", sheet))
    widths = {
        Fluid.for_input(getattr(Fluid, name)) for name in re.findall(r"\bFluid\.([A-Z_]+)", code())
    }
    used = set(re.findall(r"govuk-!-[\w-]+", pages() + code())) | widths

    assert len(used) > 10
    assert sorted(used - styled) == []


def test_every_tag_and_filter_of_ours_is_on_some_page():
    libraries = {
        name: module
        for name, module in engines["django"].engine.libraries.items()
        if module.startswith(APPS)
    }
    ours = {
        name
        for library in map(engines["django"].engine.template_libraries.get, libraries)
        for name in (*library.tags, *library.filters)
    }

    assert len(ours) > 20
    assert sorted(name for name in ours if not re.search(rf"\b{name}\b", pages())) == []
