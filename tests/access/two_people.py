"""Two people at one form: what each may change on it, and what must then stand there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing

from diz_portal.editing import CONFLICT
from diz_portal.editing.forms import SALT
from tests.editing import MARK, Control, PostForm, forms_of

SAVED = 302
Sent = dict[str, list[str]]


def marked_form(page: str) -> PostForm | None:
    return next((form for form in forms_of(page) if form.edits), None)


def other_answers(control: Control) -> Iterator[list[str]]:
    """What somebody could answer instead."""
    now = control.values
    if control.kind in {"select", "radio"}:
        options = sorted((value for value, _ in control.options), key=lambda one: not one)
        yield from ([value] for value in options if [value] != now)
    elif control.kind in {"checkbox", "several"}:
        for value, _ in control.options:
            yield sorted(set(now) ^ {value})
    elif control.kind == "tel":
        yield from ([f"01632 96000{end}"] for end in (1, 2, 3, 4))
    elif control.kind not in {"hidden", "csrf"}:
        text = now[0] if now else ""
        yield from ([one] for one in _other_texts(control.name, text) if one != text)


def _other_texts(name: str, text: str) -> Iterator[str]:
    if part := re.fullmatch(r".*_([012])", name):
        if part[1] == "0" and text:
            yield from (str(day) for day in (20, 21, 22, 23) if str(day) != text)
    elif re.fullmatch(r"\d+(\.\d+)?", text):
        yield from (str(int(float(text)) + more) for more in (1, 2, 3, 4))
    elif re.fullmatch(r"\d\d:\d\d(:\d\d)?", text):
        yield from (f"11:{minute}{text[5:]}" for minute in (11, 12, 13, 14))
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = date.fromisoformat(text)
        yield from (str(day + timedelta(days=more)) for more in (1, 2, 3, 4))
    elif "@" in text:
        yield from (f"{which}.{text}" for which in ("one", "two", "three", "four"))
    else:
        joint = "" if "://" in text else " "
        yield from (f"{text}{joint}{which}".strip() for which in ("one", "two", "three", "four"))


def _ways(form: PostForm) -> dict[str, list[list[str]]]:
    """What is stored and shown, with what could stand there instead; words come first."""
    shown = {
        name.removesuffix(MARK) + one
        for name, values in form.sent.items()
        if name == MARK or name.endswith(f"-{MARK}")
        for one in json_of(values[0])["v"]
    }
    found = {
        one.name: list(other_answers(one))[:4]
        for one in form.controls.values()
        if one.name in shown or re.sub(r"_[012]$", "", one.name) in shown
    }

    def how_much(way: tuple[str, list[list[str]]]) -> tuple[int, bool]:
        return -len(way[1]), "".join(way[1][0]).isdecimal()

    return dict(sorted((one for one in found.items() if one[1]), key=how_much))


def json_of(mark: str) -> dict:
    return signing.loads(mark, salt=SALT)


@dataclass
class Person:
    """One of the two: the form as they open it, and what comes of sending it."""

    open: Callable[[], str]
    send: Callable[[Sent], tuple[int, str]]
    # What must be answered besides, for the form to be taken at all.
    also: Sent
    # What both have open, by who it is: looked at again once one of them has saved.
    seen: dict[str, PostForm | None]
    name: str = ""

    def form(self) -> PostForm | None:
        if self.name not in self.seen:
            self.seen[self.name] = marked_form(self.open())
        return self.seen[self.name]

    def sends(self, opened: PostForm, name: str, answer: list[str]) -> tuple[int, str]:
        """All that stands there, what must be chosen, and one answer changed."""
        must = {
            one.name: one.options[0][:1]
            for one in opened.controls.values()
            if one.kind == "radio" and not one.values
        }
        return self.sent(opened.sent | must | self.also | {name: answer})

    def sent(self, data: Sent) -> tuple[int, str]:
        status, page = self.send(data)
        if status == SAVED:
            self.seen.clear()
        return status, page

    def saves(self, opened: PostForm, name: str, answers: list[list[str]]) -> list[str] | None:
        for answer in answers:
            if self.sends(opened, name, answer)[0] == SAVED:
                after = self.form()
                # The admin moves on, too, when a service has said no.
                if after is None or after.sent.get(name) != opened.sent.get(name):
                    return answer
        return None


def problems_of(first: Person, second: Person) -> list[str]:
    """What goes wrong when two people open it and save; empty when nothing does."""
    opened, opened_by_second = first.form(), second.form()
    ways, ways_of_second = _ways(opened), _ways(opened_by_second)
    for name, answers in ways.items():
        if first.saves(opened, name, answers) is not None:
            break
    else:
        return ["nothing on it can be changed: is it a form that changes a record?"]
    between = first.form()
    if between is None:  # it is saved once, and then closed
        return []
    found = []
    for other, answers in ways_of_second.items():
        if other != name and second.saves(opened_by_second, other, answers) is not None:
            if first.form().sent.get(name) != between.sent.get(name):
                found.append(f"saving {other} undid what the other person wrote in {name}")
            break
    lines = [one for one in ways if re.search(r"-\d+-", one)][:1]
    return found + [one for each in {name, *lines} for one in _both_at(first, second, each)]


def _both_at(first: Person, second: Person, name: str) -> list[str]:
    """Both change one answer, each to something else."""
    opened, opened_by_second = first.form(), second.form()
    said = first.saves(opened, name, _ways(opened).get(name, []))
    rest = [answer for answer in _ways(opened_by_second).get(name, []) if answer != said]
    if said is None or not rest:
        return []  # a tick: who changes it too, agrees
    theirs = first.form().sent.get(name)
    found: list[str] = []
    for answer in rest:
        found, is_kept = _second_says(first, second, name, answer, opened_by_second, theirs)
        if found or is_kept:
            return found
    return [f"nothing that the second person says of {name} can be kept"]


def _second_says(first, second, name, answer, opened, theirs) -> tuple[list[str], bool]:
    """They are asked which to keep, and keep their own; a rule may still say no to that."""
    status, page = second.sends(opened, name, answer)
    if status != CONFLICT:
        return [f"two changed {name}, and the second was answered {status}"], False
    found = []
    if first.form().sent.get(name) != theirs:
        found.append(f"what the other person wrote in {name} was overwritten")
    form = marked_form(page)
    # What is ticked stands in the order of the page.
    if sorted(form.sent.get(name, [])) != sorted(answer):
        found.append(f"what was typed in {name} is not on the page: {form.sent.get(name)}")
    words = ("Someone else changed this too", "Their answer, saved", "Your answer, not saved")
    found += [f"the page does not say “{one}”" for one in words if one not in page]
    choices = {one: ["mine"] for one in form.controls if "choose-" in one}
    status, _ = second.sent(form.sent | choices)
    return found, status == SAVED and first.form().sent.get(name) != theirs
