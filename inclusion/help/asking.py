"""A request for help while it is being written: kept in the visitor's session, one answer a page.

Sending it, or leaving it for as long as a session lasts, forgets it. What staff write down for a
caller is one form on one page, and is not kept before it is sent.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from diz_portal.references import new_reference
from inclusion.cases.models import NeedKind
from inclusion.help.forms.asking import QUESTIONS, Question

DETAILS = (
    "name",
    "phone",
    "email",
    "address",
    "postcode",
    "contact_by",
    "contact_notes",
    "adjustments",
    "adjustments_words",
)


@dataclass(frozen=True)
class Row:
    """One checked answer, with where to change it."""

    question: str
    words: str
    url: str


KEY = "asking_self"
CHECK = "inclusion:help_check"


class Asking:
    questions = QUESTIONS

    def __init__(self, request: HttpRequest):
        self.request = request
        self.key = KEY

    @property
    def is_begun(self) -> bool:
        return self.key in self.request.session

    @property
    def answers(self) -> dict[str, Any]:
        return self.request.session.get(self.key, {}).get("answers", {})

    @property
    def attempt(self) -> str:
        """The same for every sending of this request: sent twice, it is kept once."""
        return self.request.session[self.key]["attempt"]

    def begin(self, wanted: str = "") -> None:
        """From the start; a page about one kind of help has it ticked, and asks all the same."""
        ticked = {"wanted": [wanted]} if wanted in NeedKind.values else {}
        kept = {"attempt": new_reference(), "answers": ticked, "done": []}
        self.request.session[self.key] = kept

    def forget(self) -> None:
        self.request.session.pop(self.key, None)

    def keep(self, step: str, answers: dict[str, Any]) -> None:
        kept = self.request.session[self.key]
        if step == "contact" and kept["answers"].get("contact_by") != answers["contact_by"]:
            # Another way needs another number or address.
            kept["done"] = [one for one in kept["done"] if one != "reach"]
        kept["answers"] |= answers
        kept["done"] = [*[one for one in kept["done"] if one != step], step]
        self.request.session.modified = True

    def form(self, step: str, data: Any = None, *, button: str = "Continue") -> Question:
        initial = dict(self.answers)
        if born := initial.get("date_of_birth"):
            initial["date_of_birth"] = date.fromisoformat(born)
        options: dict[str, Any] = {"initial": initial, "button": button}
        if step == "reach":
            options["contact_by"] = initial.get("contact_by", "phone")
        return self.questions[step](data, **options)

    def place_of(self, step: str) -> str:
        """How far somebody is: the answers are checked on a page of its own."""
        return f"Question {[*self.questions].index(step) + 1} of {len(self.questions)}"

    def missing(self) -> str:
        """The first question that has no answer yet; nothing when all have."""
        done = self.request.session.get(self.key, {}).get("done", [])
        return next((step for step in self.questions if step not in done), "")

    def after(self, step: str) -> str:
        """Where to go from a question: to the next unanswered one, or to the check."""
        missing = self.missing()
        return self.url(missing) if missing else self.url()

    def before(self, step: str) -> str:
        steps = list(self.questions)
        at = steps.index(step)
        return self.url(steps[at - 1]) if at else self.start_url

    def url(self, step: str = "") -> str:
        """The page of a question; without one, the page on which all answers are checked."""
        return reverse("inclusion:help_step", args=[step]) if step else reverse(CHECK)

    @property
    def start_url(self) -> str:
        return reverse("inclusion:help")

    def rows(self) -> list[Row]:
        """What was answered, question by question."""
        return [
            Row(
                question=form.title,
                words=form.said(self.answers) or "Nothing to add",
                url=self.url(step),
            )
            for step, form in self.questions.items()
        ]

    def details(self) -> dict[str, Any]:
        """What the service takes of the person."""
        answers = self.answers
        details = {name: answers[name] for name in DETAILS if name in answers}
        return {**details, "date_of_birth": date.fromisoformat(answers["date_of_birth"])}
