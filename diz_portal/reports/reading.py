"""The question of a report that was asked for, read anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from diz_portal.access import Refusal
from diz_portal.fields import DayField

from .question import Question
from .registry import Report, named


class CannotAnswer(Refusal):
    """The question no longer makes sense; the sentence says why."""


def read(report: Report, stored: Mapping[str, Any], *, user: Any) -> Question:
    """The question as it stands now, or CannotAnswer with what is wrong with it by now."""
    form = report.asks(typed(report, stored, user), report=report, user=user)
    if not form.is_valid():
        label, sentences = next(iter(form.errors.items()))
        heading = form.fields[label].label if label in form.fields else ""
        raise CannotAnswer(f"{heading}: {sentences[0]}" if heading else str(sentences[0]))
    found = form.question()
    if user is not None and not report.may_run(user, found.answers):
        raise CannotAnswer(
            "You can no longer read this report, because your role has changed. Ask a programme "
            "manager if you still need it"
        )
    return found


def may_read(name: str, answers: dict[str, Any], person: Any) -> bool:
    """Whether the person may have the answer to this question today."""
    report = named(name)
    if report is None or not person.is_active:
        return False
    try:
        read(report, answers, user=person)
    except CannotAnswer:
        return False
    return True


def typed(report: Report, stored: Mapping[str, Any], user: Any) -> dict[str, Any]:
    """Stored answers as the boxes of the form would send them: a day comes in three."""
    data: dict[str, Any] = {}
    for name, asked in report.asks(report=report, user=user).fields.items():
        value = stored.get(name)
        if isinstance(asked, DayField) and isinstance(value, str):
            day = date.fromisoformat(value)
            for box, part in enumerate((day.day, day.month, day.year)):
                data[f"{name}_{box}"] = str(part)
        elif value is not None:
            data[name] = value
    return data
