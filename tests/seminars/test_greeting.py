"""A letter greets its reader once: what staff wrote may begin with it already."""

import pytest
from django.template.loader import get_template

from diz_portal.outbox import rendering
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("template", ["message", "reminder"])
@pytest.mark.parametrize(
    ("text", "is_greeted"),
    [
        ("Hello Ada Example,\n\nbring a pen.", True),
        ("Hello,\n\nbring a pen.", True),
        ("Dear all, please bring a pen.", True),
        ("good morning!\n\nBring a pen.", True),
        ("Bring a pen.", False),
        ("Hellofresh is our sponsor.", False),
        ("", False),
    ],
)
def test_a_letter_greets_once(template, text, is_greeted):
    registration = registered(SeminarFactory(), name="Ada Example")
    context = {
        "registration": registration,
        "seminar": registration.seminar,
        "subject": "S",
        "text": text,
        "days": 3,
    }

    letter = get_template(f"emails/seminars/{template}.txt").render(context)

    assert ("Dear Ada Example," in letter) is not is_greeted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello Ada Example,\n\nBring a pen.", "Bring a pen."),
        ("Good morning!\nBring a pen.", "Bring a pen."),
        # No word is lost that is more than a greeting.
        ("Dear all, please bring a pen.\nAnd paper.", "Dear all, please bring a pen.\nAnd paper."),
        ("Hello,", "Hello,"),
        ("Bring a pen.", "Bring a pen."),
    ],
)
def test_a_call_has_greeted_before_it_reads_out_what_was_written(text, said):
    registration = registered(SeminarFactory(), name="Ada Example")
    values = {"registration": registration, "seminar": registration.seminar, "text": text}

    _, call = rendering.render("seminars/message", {**values, "subject": "S"}, "phone")

    assert f"”\n\n{said}\n\nAsk:" in call
    # A text begins with who sends it.
    _, short = rendering.render("seminars/message", {**values, "subject": "S"}, "text")
    assert f": {said}\n" in short
