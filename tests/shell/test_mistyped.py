"""Which addresses are asked about, and which are not."""

import re

import pytest
from django import forms
from django.template import Context, Template

from diz_portal.layout import laid_out
from diz_portal.mistyped import PROVIDERS, OwnEmailField, OwnPostcodeField, meant


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.co.uk", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("GMIAL.COM", "gmail.com"),
        ("hotmial.co.uk", "hotmail.co.uk"),
        ("hotmial.con", "hotmail.com"),
        ("hotmail.cm", "hotmail.com"),
        ("yaho.co.uk", "yahoo.co.uk"),
        ("yahoo.co.ku", "yahoo.co.uk"),
        ("yahoo.couk", "yahoo.co.uk"),
        ("outlok.com", "outlook.com"),
        ("outloook.com", "outlook.com"),
        ("icloud.co.uk", "icloud.com"),
        ("btintenet.com", "btinternet.com"),
        ("virginmeda.com", "virginmedia.com"),
        ("lvie.co.uk", "live.co.uk"),
        ("nhs.ne", "nhs.net"),
        ("nsh.net", "nhs.net"),
        ("harlow.gov.ul", "harlow.gov.uk"),
        ("firm.example.con", "firm.example.com"),
        ("talktalk.ner", "talktalk.net"),
    ],
)
def test_a_likely_slip_is_seen(typed, better):
    assert meant(f"ada.b+c@{typed}") == f"ada.b+c@{better}"


@pytest.mark.parametrize(
    "domain",
    [
        *PROVIDERS,
        *("test.example", "example.com", "example.org", "essex.gov.uk", "nhs.uk", "mail.com"),
        *("email.com", "bp.com", "aon.com", "skye.com", "love.com", "hotmail.fr", "yahoo.de"),
        *("outlook.ie", "yahoo.com.au", "live.nl", "gmx.net", "kettle.org.uk", "ox.ac.uk"),
    ],
)
def test_what_may_well_be_right_is_left_alone(domain):
    assert meant(f"ada@{domain}") == ""


@pytest.mark.parametrize("text", ["", "ada", "@gmial.com", "ada b@gmial.com"])
def test_what_is_no_address_is_no_slip(text):
    assert meant(text) == ""


class Form(forms.Form):
    email = OwnEmailField()


def answered(**data) -> Form:
    form = Form(data)
    form.is_valid()
    return form


def asked(address: str, **more) -> Form:
    return answered(**{"email": address, "email-asked": "ada@gmial.com", **more})


def test_either_answer_is_one_press():
    assert answered(email="ada@gmial.com").errors == {"email": ["Did you mean ada@gmail.com?"]}

    kept = asked("ada@gmial.com")
    used = asked("ada@gmial.com", **{"email-instead": "ada@gmail.com"})

    assert kept.cleaned_data == {"email": "ada@gmial.com"}
    assert used.cleaned_data == {"email": "ada@gmail.com"}


def test_what_was_typed_meanwhile_is_wanted_and_asked_about_by_itself():
    other = asked("bea@mail.example", **{"email-instead": "ada@gmail.com"})
    slip = asked("ada@gmail.con")

    assert other.cleaned_data == {"email": "bea@mail.example"}
    assert slip.errors == {"email": ["Did you mean ada@gmail.com?"]}


def test_the_question_is_drawn_with_its_two_buttons_and_no_words_become_markup():
    drawn = str(answered(email="ada&<b>@gmial.com")["email"])

    assert "<b>" not in drawn
    assert 'name="email-instead"' in drawn
    assert str(Form()["email"]).count("<") == 1
    assert 'name="email-asked"' in str(asked("ada@gmial.com")["email"])
    assert "<button" not in str(asked("ada@gmial.com")["email"])


class Places(Form):
    postcode = OwnPostcodeField()

    def __init__(self, *args):
        super().__init__(*args)
        self.helper = laid_out("email", "postcode", button="Send")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["email", "postcode"])
def test_each_input_looks_like_one_and_shows_that_it_is_wrong(name):
    def look(form):
        return re.search(rf'<input[^>]*name="{name}"[^>]*class="([^"]*)"', drawn(form))[1].split()

    assert look(Places())[0] == "govuk-input"
    assert "govuk-input--error" not in look(Places())
    assert "govuk-input--error" in look(Places({}))


def drawn(form) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))
