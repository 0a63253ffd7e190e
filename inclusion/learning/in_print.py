"""A learning path on paper, in large print: its pictures, its words, and its questions with what is
said to each answer."""

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from diz_portal import pdf
from diz_portal.places.selectors import partnership
from inclusion.learning.lesson_text import BOLD, HEADING, parsed, picture_in
from inclusion.learning.models import Lesson, QuizAnswer
from inclusion.learning.selectors.learning import Course, Step

if TYPE_CHECKING:
    from markdown_it.token import Token

_KINDS = {"bullet_list_open": "points", "ordered_list_open": "steps"}
# Words that are bold or not.
Said = dict[str, Any]


def pressed(course: Course) -> bytes:
    return pdf.render("inclusion/path", _content(course), title=course.path.title)


def version(course: Course) -> str:
    """Another one when a word of it changes, or our number does."""
    us = partnership()
    _with_questions(course)
    read = [
        (
            step.lesson.title,
            step.lesson.words,
            step.lesson.picture,
            step.lesson.transcript,
            _asked(step.lesson),
        )
        for step in course.steps
    ]
    whole = [course.path.title, course.path.promise, us.name, us.phone, str(timezone.localdate())]
    return hashlib.sha256(json.dumps([whole, read]).encode()).hexdigest()


def _with_questions(course: Course) -> None:
    """All of them in two queries; read before, they are not read again."""
    prefetch_related_objects([step.lesson for step in course.steps], "questions__answers")


def _content(course: Course) -> dict[str, Any]:
    _with_questions(course)
    return {
        "title": course.path.title,
        "promise": course.path.promise,
        "lessons": [_lesson(step) for step in course.steps],
    }


def _lesson(step: Step) -> dict[str, Any]:
    drawn = step.lesson.drawn
    return {
        "title": f"{step.number}. {step.lesson.title}",
        "picture": drawn.in_print if drawn else None,
        "blocks": blocks(step.lesson.words),
        # On paper nothing is opened: what it says stands there.
        "transcript": blocks(step.lesson.transcript),
        "questions": _asked(step.lesson),
    }


def _asked(lesson: Lesson) -> list[dict[str, Any]]:
    return [
        {"words": question.words, "answers": [_answer(one) for one in question.answers.all()]}
        for question in lesson.questions.all()
    ]


def _answer(answer: QuizAnswer) -> dict[str, Any]:
    return {"words": answer.words, "is_right": answer.is_right, "feedback": answer.feedback}


def blocks(text: str) -> list[dict[str, Any]]:
    """Headings, paragraphs, points, steps and pictures, as `lesson_text` shows them on a page."""
    made: list[dict[str, Any]] = []
    lists: list[dict[str, Any]] = []
    before, is_heading = "", False
    for token in parsed(text):
        if token.type in _KINDS:
            lists.append({"kind": _KINDS[token.type], "items": []})
            if len(lists) == 1:
                made.append(lists[0])
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "heading_open":
            is_heading = token.markup == HEADING
            before = "" if is_heading else f"{token.markup} "
        elif picture := picture_in(token):
            made.append({"kind": "picture", "items": [], "picture": picture.in_print})
        elif token.type == "inline":
            said = _spans(before, token.children or [])
            before = ""
            if lists:
                lists[0]["items"].append(said)
            else:
                made.append({"kind": "heading" if is_heading else "words", "items": [said]})
            is_heading = False
    return made


def _spans(before: str, tokens: "Iterable[Token]") -> list[Said]:
    spans: list[Said] = [{"text": before, "bold": False}]
    is_bold = False
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            spans.append({"text": "\n", "bold": False})
        elif token.markup == BOLD:
            is_bold = token.type == "strong_open"
        else:
            # Any other mark is shown as it was typed.
            spans.append({"text": token.content or token.markup, "bold": is_bold})
    return [span for span in spans if span["text"]]
