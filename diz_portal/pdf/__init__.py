"""Papers as PDF: a Typst template of ours, filled with data, accessible to the PDF/UA-1 standard.

    pdf.render("seminars/certificate", {"name": …}, title="Certificate of attendance")

The template is `templates/pdf/seminars/certificate.typ`; it imports `/base.typ`, which gives it
`data`, the page and its type. What people wrote reaches Typst as data and is never part of its
source. A letter that no font has is shown as a box, and the page says what the box means.
"""

import json
import re
import unicodedata
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from diz_portal.places.selectors import partnership
from diz_portal.words import uk_date

from .press import MISSING
from .printing import CannotPrint, print_pages

__all__ = ["CannotPrint", "render", "response"]

TEMPLATES = settings.BASE_DIR / "templates" / "pdf"
# Marks that turn the direction of all that follows: one name would rewrite its neighbours.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def render(template: str, data: dict[str, Any], *, title: str) -> bytes:
    """The paper as PDF, or CannotPrint. `data` is what JSON can hold; texts may be anything."""
    us = partnership()
    given = {
        "about": {
            "title": title,
            "author": us.name,
            "phone": us.phone,
            "made_on": uk_date(timezone.localdate()),
            "missing": MISSING,
        },
        "data": data,
    }
    return print_pages(template, json.dumps(_printable(given), ensure_ascii=False), root=TEMPLATES)


def response(content: bytes, *, name: str) -> Any:
    """A paper made just now for the person who asked: to save under a name, and kept nowhere."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "Cache-Control": "no-store",
        },
    )


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    if isinstance(value, str):
        return "".join(map(_shown, unicodedata.normalize("NFC", value.replace("\r\n", "\n"))))
    return value


def _shown(character: str) -> str:
    # Control characters and halves of characters have no shape: they show as missing.
    if character in "\n\t":
        return character
    if unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} or _TURNING.match(character):
        return MISSING
    return character
