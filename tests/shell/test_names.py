"""A name is a name, in every form: it carries no address to somebody else's mailbox."""

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError

from diz_portal import names
from diz_portal.fields import LineField, NameField
from diz_portal.public_forms import ForPeople

OURS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
IS_A_NAME = re.compile(r"(^|_)(name|names|organisation|guest|reader)(_|$)")
# Of a place, which an organiser writes and only their own lines carry.
NO_NAME_OF_A_PERSON = {"venue_name"}

ADDRESSES = [
    "You won 500 pounds: https://evil.example/claim now",
    "HTTP:evil.example",
    "www.evil.example",
    "Write to me@evil.example",
    "evil.example/claim",
    "see evil.example:8080/claim",
    "see evil.example?claim=1",
    "192.0.2.1/claim",
    "xn--evil-example.xn--p1ai/x",
    "ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ",
    "me＠evil．example",
    "evil。example/claim",
    "ev\u200bil.exam\u00adple/claim",
    "w\u2060ww.evil.example",
]
NAMES = [
    "St. John",
    "St.John’s Hall",
    "Booking.com Ltd",
    "Amazon.co.uk",
    "Mr./Mrs. Smith",
    "U.K./Ireland Trust",
    "24/7 Care (Harlow)",
    "J.R.R. O’Neill-Smith",
    "c/o Ann",
    "Zoë 👩🏽\u200d🦽 O’Neill",
    "شركة محمد بن سلمان",
    "No.1/2 Club",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_name_with_an_address_is_refused_with_a_sentence(text):
    with pytest.raises(ValidationError, match="Enter a name without a web address"):
        NameField().clean(text)


@pytest.mark.parametrize("text", NAMES)
def test_name_that_only_has_a_dot_is_taken_as_it_is(text):
    assert NameField().clean(text) == text


def _form_classes():
    """Every form class that our code defines, those of the admin included."""
    for app in OURS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            parts = module.name.split(".")
            if {"forms", "admin", "fields"} & set(parts) or parts[-1].endswith("_forms"):
                importlib.import_module(module.name)
    waiting, found = [forms.Form], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.split(".")[0] in OURS:
                found.add(one)
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def _takes_a_name(name, field):
    said = field.widget.attrs.get("autocomplete")
    is_line = isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput)
    is_plain = type(field.widget) is forms.TextInput
    return is_line and is_plain and (IS_A_NAME.search(name) or said in {"name", "organization"})


CALLED = re.compile(
    r"^(title|name|address|supplier|order_ref|method_\w+|network|make|model|shelf)$"
)
SERIAL = re.compile(r"(^|_)serial$")


def _fields_called(pattern):
    return [
        (f"{form.__name__}.{name}", field)
        for form in _form_classes()
        for name, field in form.base_fields.items()
        if pattern.search(name) and type(field.widget) is forms.TextInput
    ]


def test_what_something_is_called_holds_nothing_that_nobody_sees():
    """Or there were two of it, and the words around it turned."""
    found = _fields_called(CALLED)

    assert len(found) > 20
    assert [name for name, field in found if not isinstance(field, LineField)] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("5CG\u200b  1", "5CG 1"), ("n/a", ""), ('="0042"', "0042"), ("\u202eWX61", "WX61")],
)
def test_a_serial_number_is_read_as_that_of_a_file(typed, kept):
    """A proof is about the drive that bears it."""
    found = _fields_called(SERIAL)

    assert len(found) > 5
    assert {name: field.clean(typed) for name, field in found} == dict.fromkeys(dict(found), kept)


@pytest.mark.parametrize("typed", ["5.01E+12", "#REF!", "ZoÃ«"])
def test_a_serial_number_that_was_damaged_is_refused(typed):
    for _, field in _fields_called(SERIAL):
        with pytest.raises(ValidationError):
            field.clean(typed)


def test_every_field_for_a_name_refuses_addresses():
    """Of every form of ours, so that a new one cannot forget it."""
    assert apps.ready
    found = [
        (form, name, field)
        for form in _form_classes()
        for name, field in form.base_fields.items()
        if name not in NO_NAME_OF_A_PERSON and _takes_a_name(name, field)
    ]

    lax = [f"{f.__name__}.{name}" for f, name, field in found if not isinstance(field, NameField)]
    assert lax == []
    public = {form for form, _, _ in found if issubclass(form, ForPeople)}
    assert {one.__name__ for one in public} == {
        *("RegisterForm", "DeviceForm", "DataForm", "JoinForm", "AskForm", "SendLinkForm"),
        "EnquiryForm",
    }


@pytest.mark.parametrize("text", ADDRESSES)
def test_quoted_words_hold_nothing_that_a_program_links(text):
    said = names.quoted(text)

    assert (said[0], said[-1]) == ("“", "”")
    assert not re.search(r"[a-z0-9][.@:][a-z0-9/]|://", said, re.IGNORECASE)
    assert said.replace(names.JOINER, "").strip("“”")


def test_quoted_words_stay_on_their_line_within_their_marks():
    assert names.quoted("One\r\nBcc: x”, “two\u202e") == "“One Bcc: x’, ‘two”"
    assert names.quoted("") == ""
    assert len(names.quoted("a" * 500)) == names.LONGEST_QUOTE + 2
