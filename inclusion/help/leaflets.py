"""The leaflet on the landline to print and hand over: in large print, and in easy read with a
picture beside each idea. What both say is what the page says."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from diz_portal import pdf
from diz_portal.places.selectors import partnership
from diz_portal.words import uk_date
from inclusion.landline.models import SWITCH_OFF
from inclusion.learning.pictures import PICTURES


class Form(models.TextChoices):
    LARGE_PRINT = "large-print", "Large print"
    EASY_READ = "easy-read", "Easy read"


@dataclass(frozen=True)
class Part:
    title: str
    picture: str
    lines: tuple[str, ...] = ()
    points: tuple[str, ...] = field(default=())


TITLE = "Your landline is changing"
LARGE_PRINT = (
    Part(
        "What is changing",
        "old-line",
        (
            f"The old phone network closes by {uk_date(SWITCH_OFF)}. After that, landline calls go "
            "through the internet.",
            "Your phone provider will tell you when. Most people keep the same number.",
        ),
    ),
    Part(
        "Act now if you",
        "pendant-alarm",
        points=(
            "have a pendant alarm or other telecare",
            "have no mobile phone, or no signal at home",
            "have a landline but no broadband.",
        ),
    ),
    Part(
        "Ask your phone provider",
        "ask-your-provider",
        points=(
            "When will you switch my line?",
            "I have an alarm. What will you do to keep it working?",
            "Can I have a battery, so I can call 999 in a power cut?",
            "Can I keep my number and my phone?",
        ),
    ),
    Part(
        "If you have an alarm",
        "test-the-alarm",
        (
            "Tell the people who run your alarm before the switch. Ask if it will work on the new "
            "line. Press the button to test it after the switch.",
        ),
    ),
    Part(
        "In a power cut",
        "battery-unit",
        (
            "The new line needs power at home. If you depend on your landline, Ofcom expects your "
            "provider to offer a way to call 999 for at least 1 hour. This may be a battery or a "
            "mobile phone. With a battery, use a phone with a cord. Call 105 to report a power "
            "cut.",
        ),
    ),
    Part(
        "Watch out for scams",
        "hang-up",
        (
            "No one needs your bank details to switch your line. If a call worries you, hang up. "
            "Call the number on your bill.",
            "If you gave bank details, call 159 to reach your bank.",
        ),
    ),
)
EASY_READ = (
    Part(
        "Landline phones are changing.", "old-line", ("The old phone wires are being turned off.",)
    ),
    Part(
        f"The last day is {uk_date(SWITCH_OFF)}.",
        "into-the-router",
        ("Your phone will plug into a box. The box is called a router.",),
    ),
    Part("Your phone number.", "same-number", ("Most people keep the same number.",)),
    Part(
        "Do you have an alarm button?",
        "pendant-alarm",
        ("Tell your phone company.", "Tell the people who run your alarm."),
    ),
    Part("Test your alarm.", "test-the-alarm", ("Press the button after the change.",)),
    Part(
        "If the power goes off.",
        "power-cut",
        ("The new phone line will not work without power.", "Call 105 to report a power cut."),
    ),
    Part(
        "Ask for a battery.",
        "battery-unit",
        (
            "If you need your phone to be safe, ask your phone company for a battery.",
            "Ask if you can still call 999.",
        ),
    ),
    Part(
        "A phone with a cord.",
        "corded-phone",
        ("Some phones need power from a plug.", "A phone with a cord does not need a plug."),
    ),
    Part(
        "Bad callers.",
        "hang-up",
        ("Do not give your bank details to a caller. Hang up.", "Call 159 to talk to your bank."),
    ),
)
PARTS = {Form.LARGE_PRINT: LARGE_PRINT, Form.EASY_READ: EASY_READ}


def pressed(form: Form) -> bytes:
    """The leaflet as PDF, with our phone number on it."""
    return pdf.render("inclusion/leaflet", _content(form), title=TITLE)


def version(form: Form) -> str:
    """What a printed one depends on besides our own words."""
    us = partnership()
    return f"{form} {us.name} {us.phone} {us.phone_hours} {timezone.localdate()}"


def _content(form: Form) -> dict[str, Any]:
    us = partnership()
    is_easy = form == Form.EASY_READ
    last = Part(
        "Ask us for help", "ask-for-help", tuple(filter(None, _how(us.phone, us.phone_hours)))
    )
    return {
        "is_easy": is_easy,
        "title": TITLE,
        "parts": [
            {
                "title": part.title,
                "picture": PICTURES[part.picture].in_print,
                "lines": part.lines,
                "points": part.points,
            }
            for part in (*PARTS[form], last)
        ],
    }


def _how(phone: str, hours: str) -> tuple[str, ...]:
    if not phone:
        return ("Ask the person who gave you this leaflet. Our help is free.",)
    return ("We can check your phone and your alarm with you. It is free.", f"Call {phone}.", hours)
