"""The questions of a lesson as one text: what a version keeps, and what its author types.

? Where do you find the wifi password at home?
+ On a sticker on the router | It is often called “key”.
- It is my bank password | Never use your bank password for wifi.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_WORDS = {"?": 200, "answer": 150, "feedback": 300}


class Unreadable(ValueError):
    """In words for the author, with the line it is about."""


@dataclass(frozen=True)
class Answer:
    words: str
    feedback: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    words: str
    answers: list[Answer] = field(default_factory=list)


def read(text: str) -> list[Question]:
    found: list[Question] = []
    for number, line in enumerate(text.splitlines(), 1):
        mark, said = line.strip()[:1], line.strip()[1:].strip()
        if not mark:
            continue
        if mark == "?":
            found.append(Question(_short(said, "?", number)))
        elif mark in "+-" and found:
            words, bar, feedback = (part.strip() for part in said.partition("|"))
            if not (words and bar and feedback):
                raise Unreadable(f"Line {number}: enter an answer, a bar (|) and the feedback")
            found[-1].answers.append(
                Answer(
                    _short(words, "answer", number),
                    _short(feedback, "feedback", number),
                    is_right=mark == "+",
                )
            )
        else:
            raise Unreadable(
                f"Line {number}: start it with ? for a question, + for the correct answer "
                "or - for another answer"
            )
    for question in found:
        if len(question.answers) < 2:
            raise Unreadable(f"“{question.words}”: enter at least 2 answers")
        if sum(answer.is_right for answer in question.answers) != 1:
            raise Unreadable(f"“{question.words}”: mark one answer as correct with +")
    return found


def _short(words: str, what: str, number: int) -> str:
    if not words:
        raise Unreadable(f"Line {number}: enter a question after the ?")
    if len(words) > MOST_WORDS[what]:
        raise Unreadable(f"Line {number}: enter {MOST_WORDS[what]} characters or fewer")
    return words


def written(questions: Iterable[Question]) -> str:
    return "\n\n".join(
        "\n".join(
            [
                f"? {question.words}",
                *(
                    f"{'+' if one.is_right else '-'} {one.words} | {one.feedback}"
                    for one in question.answers
                ),
            ]
        )
        for question in questions
    )
