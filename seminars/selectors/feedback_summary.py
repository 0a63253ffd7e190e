"""What people thought of a seminar, told so that nobody is found out.

Marks are counted only once as many people have answered as the shell asks for (`disclosure.LEAST`).
What people wrote is shown question by question, never beside the mark the same person gave, and in
no order.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.charts import style
from diz_portal.disclosure import LEAST
from seminars.models import Again, FeedbackAnswer, Registration, Seminar

QUESTIONS = {
    "keep": "What people liked",
    "change": "What people would change",
    "access": "Access and support",
}
MARKS = {5: "5, very useful", 4: "4", 3: "3", 2: "2", 1: "1, not useful"}
HEADER = ["question", "answer", "count"]


@dataclass(frozen=True)
class Named:
    """Somebody who may be contacted, and what they wrote. Without their mark: from it the marks
    of the others could be worked out."""

    name: str
    email: str
    reference: str
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class Summary:
    number: int
    # What could have answered: people who were there, or had a place where nobody was counted.
    asked: int
    marks: list[tuple[str, int]]
    again: list[tuple[str, int]]
    words: list[tuple[str, list[str]]]
    named: list[Named]
    title: str
    chart: SafeString

    @property
    def has_enough(self) -> bool:
        return self.number >= LEAST


def of(seminar: Seminar) -> Summary:
    answers = list(seminar.feedback.select_related("may_contact"))
    has_enough = len(answers) >= LEAST
    useful = Counter(one.useful for one in answers)
    marks = [(words, useful[mark]) for mark, words in MARKS.items()] if has_enough else []
    title = _title(useful) if has_enough else ""
    return Summary(
        number=len(answers),
        asked=seminar.registrations.filter(feedback_asked=True).count(),
        marks=marks,
        again=_again(answers) if has_enough else [],
        words=_words(answers),
        named=[_named(one, who) for one in answers if (who := one.may_contact)],
        title=title,
        chart=_drawn(marks, title) if has_enough else SafeString(""),
    )


def _title(useful: Counter) -> str:
    number = useful.total()
    good = useful[5] + useful[4]
    return f"{good} of {number} found it useful (4 or 5)"


def _again(answers: list[FeedbackAnswer]) -> list[tuple[str, int]]:
    said = Counter(one.again for one in answers)
    return [(label, said[value]) for value, label in [*Again.choices, ("", "No answer")]]


def _words(answers: list[FeedbackAnswer]) -> list[tuple[str, list[str]]]:
    """Each question's answers by their letters: in no order that says who is who."""
    nameless = [one for one in answers if not one.may_contact]
    told = [
        (title, sorted(filter(None, (getattr(one, name) for one in nameless))))
        for name, title in QUESTIONS.items()
    ]
    return [(title, texts) for title, texts in told if texts]


def _named(one: FeedbackAnswer, who: Registration) -> Named:
    return Named(
        name=who.name,
        email=who.email,
        reference=who.reference,
        words=[(title, text) for name, title in QUESTIONS.items() if (text := getattr(one, name))],
    )


def _drawn(marks: list[tuple[str, int]], title: str) -> SafeString:
    most = max(count for _, count in marks)
    spec = {
        "width": 230,
        "height": 180,
        "config": style.config(16),
        "data": {"values": [{"mark": mark, "count": count} for mark, count in marks]},
        "encoding": {
            "y": {"field": "mark", "type": "nominal", "sort": None, "title": None},
            "x": {
                "field": "count",
                "type": "quantitative",
                "title": "people",
                "axis": {"format": "d", "tickMinStep": 1, "tickCount": min(most, 6)},
            },
        },
        "layer": [
            {"mark": {"type": "bar", "color": style.SERIES[1]}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {"text": {"field": "count", "type": "quantitative"}},
            },
        ],
    }
    told = "; ".join(f"{mark}: {count}" for mark, count in marks)
    # Small numbers of one seminar: not worth a place in the cache that all processes share.
    return charts.draw(spec, name="feedback", title=title, description=told, share=False)


def rows(seminar: Seminar) -> Iterator[list]:
    """For a spreadsheet: one row a mark and one row a text, never one row a person."""
    summary = of(seminar)
    yield ["Answers", "", summary.number]
    for mark, count in summary.marks:
        yield ["How useful was it?", mark, count]
    for word, count in summary.again:
        yield ["Would you come again?", word, count]
    for title, texts in summary.words:
        for text in texts:
            yield [title, text, ""]
