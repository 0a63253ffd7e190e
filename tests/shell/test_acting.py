"""What pages are written with (`diz_portal.pages`) and how forms look (`diz_portal.layout`)."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from diz_portal import pages
from diz_portal.access import Refusal
from diz_portal.fields import (
    EmailField,
    PersonNameField,
    PhoneField,
    PostalAddressField,
    PostcodeField,
)
from diz_portal.layout import Button, laid_inside, laid_out

TEMPLATE = "form.html"


class Note(forms.Form):
    words = forms.CharField(error_messages={"required": "Write the note."})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("words", button="Add the note", cancel="/back")


def asked(method: str = "get", **sent):
    request = getattr(RequestFactory(), method)("/", sent)
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)
    return request


def no(*_args):
    raise Refusal("It is closed.")


def said(request) -> list[str]:
    return [str(message) for message in get_messages(request)]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_acts_refuses_what_neither_looks_nor_sends(method):
    page = pages.acts(lambda request: HttpResponse("here"))

    assert page(asked(method)).status_code == 405
    assert [page(asked(way)).status_code for way in ("get", "head", "post")] == [200] * 3


def test_posted_is_nothing_while_a_page_is_looked_at():
    assert pages.posted(asked(words="a")) is None
    assert pages.posted_files(asked()) is None
    # An empty form that was sent is a form that was sent.
    assert pages.posted(asked("post")) == {}
    assert Note(pages.posted(asked("post"))).is_bound


def test_carried_out_answers_what_the_service_answered():
    assert pages.carried_out(Note({"words": "a"}), lambda: "made") == "made"
    assert pages.carried_out(Note({"words": "a"}), lambda: None) is True


def test_carried_out_says_on_the_form_what_was_refused():
    form = Note({"words": "a"})

    assert pages.carried_out(form, no) is None
    assert form.non_field_errors() == ["It is closed."]


def test_carried_out_does_nothing_with_a_form_that_is_not_right():
    calls = []

    assert pages.carried_out(Note({}), lambda: calls.append(1)) is None
    assert pages.carried_out(Note(), lambda: calls.append(1)) is None
    assert calls == []


def page_of_a_note(request, act):
    return pages.acted(
        request,
        Note(pages.posted(request)),
        act,
        done="The note is added.",
        back="/back",
        template=TEMPLATE,
        title="Add a note",
    )


def test_acted_does_it_says_so_and_goes_back():
    request = asked("post", words="a")

    response = page_of_a_note(request, lambda: None)

    assert (response.status_code, response["Location"]) == (302, "/back")
    assert said(request) == ["The note is added."]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("request_of", "act", "status", "sentence"),
    [
        (lambda: asked(), no, 200, "Add a note"),
        (lambda: asked("post"), no, 422, "Write the note."),
        (lambda: asked("post", words="a"), no, 422, "It is closed."),
    ],
    ids=["looked at", "not right", "refused"],
)
def test_acted_shows_itself_again(request_of, act, status, sentence):
    request = request_of()

    response = page_of_a_note(request, act)

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert said(request) == []


class Letter(Note):
    letter = forms.FileField(required=False, help_text="PDF, up to 10MB")


@pytest.mark.django_db
def test_a_form_that_comes_back_asks_for_its_file_again():
    """A browser lets go of it: sent once more as it stands, the letter would be lost."""
    request = asked("post", letter=SimpleUploadedFile("letter.txt", b"Dear council"))

    page = pages.show(request, TEMPLATE, {"form": _checked(request), "title": "Letter"})
    without = pages.show(asked("post"), TEMPLATE, {"form": _checked(asked("post")), "title": ""})

    assert "Select the file again. PDF, up to 10MB" in page.content.decode()
    assert "Select the file again" not in without.content.decode()


def _checked(request) -> Letter:
    form = Letter(pages.posted(request), pages.posted_files(request))
    form.helper = laid_out("words", "letter", button="Send", cancel="/back")
    assert not form.is_valid()
    return form


def question(request, act, **more):
    words = {"title": "Close it?", "sentence": "Nobody can open it.", "button": "Close it"}
    return pages.confirm(request, back="/back", act=act, **{**words, "done": "Closed.", **more})


@pytest.mark.django_db
@pytest.mark.parametrize("layout", [{}, {"layout": pages.PUBLIC}], ids=["workspace", "public"])
def test_confirm_asks_before_it_acts(layout):
    calls = []

    page = question(asked(), lambda: calls.append(1), keep="Keep it", **layout).content.decode()

    assert calls == []
    assert "Nobody can open it." in page
    assert '<a class="govuk-link" href="/back">Keep it</a>' in page
    assert "govuk-button--warning" not in page


@pytest.mark.django_db
def test_confirm_warns_of_what_is_grave():
    page = question(asked(), no, is_grave=True).content.decode()

    assert "govuk-button--warning" in page


def test_confirm_acts_when_it_is_sent():
    calls = []
    request, elsewhere = asked("post"), asked("post")

    response = question(request, lambda: calls.append(1))
    further = question(elsewhere, lambda: calls.append(2), after="/on", done="")

    assert calls == [1, 2]
    assert (response["Location"], said(request)) == ("/back", ["Closed."])
    assert (further["Location"], said(elsewhere)) == ("/on", [])


@pytest.mark.django_db
def test_confirm_says_what_was_refused():
    response = question(asked("post"), no)

    assert response.status_code == 422
    assert "It is closed." in response.content.decode()


def test_chosen_of_reads_one_tidy_line_for_each_name():
    request = asked(q="  fib\x00re ", state="x" * 150, other="?")

    assert pages.chosen_of(request, "q", "state", "sort") == {
        "q": "fibre",
        "state": "x" * 100,
        "sort": "",
    }


@pytest.mark.parametrize(("number", "shown"), [("2", [3, 4]), ("9", [5]), ("x", [1, 2])])
def test_page_of_takes_the_nearest_page_there_is(number, shown):
    assert list(pages.page_of(asked(page=number), [1, 2, 3, 4, 5], 2)) == shown


def test_laid_out_has_one_button_and_a_way_back():
    form = Note()

    page = render_crispy_form(form)

    assert page.count("<button") == 1
    assert 'name="send"' in page
    assert 'href="/back">Cancel</a>' in page
    assert "novalidate" in page


def test_laid_inside_brings_fields_and_no_form():
    form = Note()
    form.helper = laid_inside("words", Button("keep", "Keep"))

    page = render_crispy_form(form)

    assert "<form" not in page
    assert "csrfmiddlewaretoken" not in page
    assert 'name="words"' in page


def test_an_email_address_is_kept_in_its_one_spelling():
    assert EmailField().clean(" Ada@Example.ORG ") == "ada@example.org"
    assert EmailField(required=False).clean("") == ""
    assert EmailField(as_typed=True).clean(" Ada@Example.org ") == "Ada@Example.org"


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "Enter an email address"), ("ada", "like name@example.com")]
)
def test_an_email_address_that_is_none_is_said_in_words(typed, sentence):
    with pytest.raises(forms.ValidationError, match=sentence):
        EmailField().clean(typed)


def test_a_field_says_its_own_words_where_it_has_some():
    theirs = EmailField(label="Theirs", error_messages={"required": "Enter theirs."})
    name = PersonNameField(label="Their name", required=False)

    assert (theirs.label, theirs.error_messages["required"]) == ("Theirs", "Enter theirs.")
    assert "like name@example.com" in theirs.error_messages["invalid"]
    assert (name.label, name.required, name.max_length) == ("Their name", False, 150)


@pytest.mark.parametrize("field", [PersonNameField(), EmailField()], ids=["name", "email"])
def test_a_browser_helps_with_who_somebody_is_and_does_not_correct_it(field):
    assert field.widget.attrs["autocomplete"] in {"name", "email"}
    assert field.widget.attrs["spellcheck"] == "false"


def test_a_number_a_postcode_and_an_address_have_one_spelling():
    assert PhoneField().clean("(01279) 446 611") == "+441279446611"
    assert PostcodeField().clean("cm201aa") == "CM20 1AA"
    assert PostalAddressField().clean(" 1  Lea Way\n\nHarlow ") == "1 Lea Way\nHarlow"
    assert [
        each(required=False).clean("") for each in (PhoneField, PostcodeField, PostalAddressField)
    ] == ["", "", ""]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (PhoneField(), "12", "Enter a UK phone number"),
        (PostcodeField(), "nowhere", "Enter a full postcode"),
        (PostalAddressField(), "a\n" * 7, "6 lines or fewer"),
        (PostalAddressField(), "a" * 46, "45 characters or fewer"),
    ],
)
def test_what_is_no_number_postcode_or_address_is_said_in_words(field, typed, sentence):
    with pytest.raises(forms.ValidationError, match=sentence):
        field.clean(typed)
