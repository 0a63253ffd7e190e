"""What looks mistyped is asked about once, wherever anybody may type theirs.

`doris@gmial.com` is an address like any other, and the letter sent there is lost. So the field of a
public form asks "Did you mean doris@gmail.com?" with a button for either answer. Pressing the
form's own button once more keeps what was typed: nobody is asked twice. `CM2O 1AA` with a letter O
is no postcode at all: it comes back with a button for the one that is.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .fields import EmailField, PostcodeField
from .places.selectors import is_unknown
from .places.spelling import meant_postcode

# What people here have their mail with. Of one name the first is the one that is meant when only
# the ending is wrong.
PROVIDERS = (
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk"),
    *("live.co.uk", "live.com", "msn.com", "yahoo.co.uk", "yahoo.com", "ymail.com"),
    *("rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "aol.co.uk"),
    *("btinternet.com", "btopenworld.com", "talktalk.net", "sky.com", "virginmedia.com"),
    *("ntlworld.com", "blueyonder.co.uk", "tiscali.co.uk", "plus.net", "proton.me"),
    *("protonmail.com", "gmx.com", "gmx.co.uk", "fastmail.com", "zoho.com", "nhs.net"),
)
# Near to one of those, and right.
RIGHT = frozenset(
    (*PROVIDERS, "mail.com", "email.com", "gmx.net", "gmx.de", "outlook.co", "live.ie", "yahoo.ie")
)
# Names with one ending only, whoever has them with another has slipped.
ONE_ENDING = frozenset(
    ("gmail", "googlemail", "icloud", "btinternet", "virginmedia", "ntlworld", "blueyonder")
)
# Last parts that no address has, with those that are meant.
NO_ENDING = {
    **dict.fromkeys(("con", "cmo", "ocm", "comm", "coom", "vom", "xom", "cpm", "cim"), "com"),
    **dict.fromkeys(("couk", "cuk"), "co.uk"),
    **dict.fromkeys(("ner", "nte", "bet", "met"), "net"),
    **dict.fromkeys(("orgg", "ogr", "rog"), "org"),
}
# `.uk` mistyped, after what stands before it in this country.
UNDER_UK = frozenset(("co", "org", "gov", "ac", "nhs", "sch", "police"))
NO_UK = frozenset(("ik", "yk", "jk", "ul", "uj", "ui", "ku", "ukk", "uuk", "ukl", "uk.com"))


def meant(address: str) -> str:
    """The address that is probably meant; nothing where this one looks right."""
    name, _, domain = address.strip().rpartition("@")
    if not name or " " in name:
        return ""
    better = _meant_domain(domain.lower())
    return f"{name}@{better}" if better else ""


def _meant_domain(domain: str) -> str:
    if domain in RIGHT:
        return ""
    label, _, ending = domain.partition(".")
    for known in PROVIDERS:
        its_label, _, its_ending = known.partition(".")
        # The very same domain is right, and was answered above.
        is_near = label == its_label or _is_nearly(label, its_label)
        if is_near and slips(ending, its_ending) <= 1:
            return known
    if label in ONE_ENDING:
        return next(known for known in PROVIDERS if known.startswith(f"{label}."))
    rest, _, last = domain.rpartition(".")
    if last in NO_ENDING:
        return f"{rest}.{NO_ENDING[last]}"
    if last in NO_UK and rest.rpartition(".")[2] in UNDER_UK:
        return f"{rest}.uk"
    return ""


def _is_nearly(label: str, its: str) -> bool:
    """Whether one is the other with a slip. Of short names only two letters exchanged: there are
    too many others one letter away."""
    if len(its) < 5:
        return label != its and sorted(label) == sorted(its) and slips(label, its) == 1
    most = 2 if len(its) > 8 else 1
    # Each letter more or less is a slip: most names are told apart by their length.
    return abs(len(label) - len(its)) <= most and 0 < slips(label, its) <= most


def slips(one: str, other: str) -> int:
    """How many letters were left out, added, exchanged with their neighbour or hit beside."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, start=1):
        last_but_one, before, row = before, row, [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, last_but_one[j - 2] + 1)
            row.append(cost)
    return row[-1]


class Typed(str):
    """An address as it was typed, and the one that this browser has been asked about."""

    asked_about: str

    def __new__(cls, text: str, asked_about: str = "") -> "Typed":
        typed = super().__new__(cls, text)
        typed.asked_about = asked_about
        return typed


class _Asks(forms.TextInput):
    """An input that is followed by the question, where there is one: buttons of the form."""

    meant: Callable[[str], str]
    may_keep = True
    template_name = "components/asked_address.html"

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        if text is None:
            return None
        asked_about = data.get(_asked(name), "")
        instead = data.get(_instead(name), "")
        # Not where they have typed something else meanwhile: that is what they want.
        return Typed(instead if instead and text == asked_about else text, asked_about)

    def get_context(self, name, value, attrs) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        looks = context["widget"]["attrs"]
        if looks.get("aria-invalid") == "true":
            looks["class"] = f"{looks.get('class', '')} govuk-input--error".strip()
        better = self.meant(value) if isinstance(value, Typed) else ""
        context["question"] = {
            "asked": _asked(name),
            "instead": _instead(name),
            "was_sent": isinstance(value, Typed) and bool(value),
            "meant": better,
            "may_keep": self.may_keep,
            "is_open": bool(better) and not (self.may_keep and value == value.asked_about),
        }
        return context


class EmailInput(_Asks):
    input_type = "email"
    meant = staticmethod(meant)


class PostcodeInput(_Asks):
    meant = staticmethod(meant_postcode)
    may_keep = False


def _asked(name: str) -> str:
    return f"{name}-asked"


def _instead(name: str) -> str:
    return f"{name}-instead"


class OwnEmailField(EmailField):
    """An email address that anybody may type: the field of every public form.

    A likely slip comes back once as a question; see the module.
    """

    def __init__(self, *, autocomplete: str = "email", **options):
        attrs = {"autocomplete": autocomplete, "spellcheck": "false"}
        super().__init__(**{"widget": EmailInput(attrs=attrs), **options})

    def clean(self, value):
        address = super().clean(value)
        better = meant(address) if address else ""
        if better and getattr(value, "asked_about", "") != value:
            raise ValidationError(f"Did you mean {better}?", code="mistyped")
        return address


class OwnPostcodeField(PostcodeField):
    """The postcode of whoever fills a public form in. One that the map of our districts does not
    know is asked about once: whoever lives just outside presses again."""

    def __init__(self, **options):
        attrs = {"autocomplete": "postal-code", "spellcheck": "false"}
        super().__init__(**{"max_length": 12, "widget": PostcodeInput(attrs=attrs), **options})

    def clean(self, value):
        postcode = super().clean(value)
        if postcode and getattr(value, "asked_about", "") != value and is_unknown(postcode):
            raise ValidationError(
                "We cannot find this postcode in our area. Check it. If it is right, select the "
                "button again",
                code="unknown",
            )
        return postcode
