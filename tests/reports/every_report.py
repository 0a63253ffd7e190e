"""Every report there is, in every edition, and what is asked of it: a new kind of question says
here what answers it."""

from datetime import date
from typing import Any

from diz_portal.reports import registry
from diz_portal.reports.registry import Report

EACH = [
    (report.name, str(edition))
    for report in registry.all_reports()
    for edition in report.editions or ("",)
]
# Answered where the form as a whole asks for one of them.
WANTED = ("list",)


def answers_of(report: Report, edition: str, things: dict[str, Any], today: date) -> dict[str, Any]:
    """As a form stores them; `things` are by the field that takes them."""
    found: dict[str, Any] = {"edition": edition} if edition else {}
    for name, field in report.asks(report=report, user=None).fields.items():
        if name == "starts":
            found[name] = today.replace(year=today.year - 1, day=1).isoformat()
        elif name == "ends":
            found[name] = today.isoformat()
        elif name == "contains":
            found[name] = field.initial
        elif name in things and (field.required or name in WANTED):
            found[name] = things[name]
    return found
