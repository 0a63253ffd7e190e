"""The report as a web page in one file: to send, to print and to read without the portal."""

from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from .production import Production


def write(production: Production, file: IO[bytes]) -> None:
    words = render_to_string(
        "reports/alone.html",
        {"paper": production.shown, "style": _style(), "site": settings.PORTAL_URL},
    )
    file.write(words.encode())


def _style() -> str:
    found = finders.find("css/report.css")
    if found is None:
        raise FileNotFoundError("css/report.css has not been built: run make setup")
    return Path(found).read_text(encoding="utf-8")
