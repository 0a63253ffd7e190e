"""Every form that a stranger may send: what is answered with a confirmation has been stored.

All of them are found by their base class, so a new one fails here until it says what it stores.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from diz_portal import public_forms
from diz_portal.demand.forms import ConnectionForm, NeedForm
from diz_portal.demand.models import Connection, Need, Size, Technology, Wanted
from diz_portal.fields import EmailField
from diz_portal.mistyped import OwnEmailField
from diz_portal.outbox.models import Message
from diz_portal.privacy.models import DataRequest
from diz_portal.privacy.registers.forms import AskForm
from diz_portal.public_forms import ONCE_MORE, ForPeople
from inclusion.help.forms.asking import QUESTIONS, SendForm
from inclusion.help.forms.donate import DataForm, DeviceForm, Giving
from inclusion.learning.forms.learning import AgainForm, SendLinkForm
from inclusion.learning.services import progress
from inclusion.models import DataPledge, Donation, Referral
from partners.enquiries.forms import EnquiryForm
from partners.enquiries.models import Enquiry
from partners.forms.joining import JoinForm
from partners.models import JoinRequest
from seminars.forms.public import CorrectForm, RegisterForm
from seminars.models import Registration
from tests.factories.inclusion import team_of
from tests.factories.learning import a_lesson, a_path
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory
from tests.inclusion.test_help import ANSWERS

pytestmark = pytest.mark.django_db
# Forms that only others are made of.
BASES = {Giving}


@dataclass(frozen=True)
class Sent:
    """A form as somebody sends it: from which page, with what, and what is stored then."""

    page: Callable[[Any], str]
    answers: dict[str, Any]
    stores: type[Model]
    # The name of the field for their own address, where it has one.
    email: str = "email"


def _asked_for_help(client) -> str:
    client.post(reverse("inclusion:help"))
    for step in QUESTIONS:
        client.post(reverse("inclusion:help_step", args=[step]), ANSWERS[step])
    return reverse("inclusion:help_check")


def _just_registered(client) -> str:
    slug = SeminarFactory().slug
    page = reverse("seminars:register", args=[slug])
    limits, settings.PUBLIC_FORM_LIMITS = settings.PUBLIC_FORM_LIMITS, False
    client.post(page, {"name": "Ada Example", "email": "ada@test.example"})
    settings.PUBLIC_FORM_LIMITS = limits
    Message.objects.all().delete()
    return reverse("seminars:correct", args=[slug])


def _learning(client) -> str:
    client.post(a_lesson(a_path()).get_absolute_url())
    return reverse("inclusion:learn_send", args=["email"])


def _learned_before(client) -> str:
    known = progress.begin()
    type(known).objects.filter(pk=known.pk).update(email="ada@test.example")
    return reverse("inclusion:learn_send_again")


EMAIL = {"email": "ada@test.example"}
FORMS = {
    RegisterForm: Sent(
        lambda client: reverse("seminars:register", args=[SeminarFactory().slug]),
        {"name": "Ada Example", **EMAIL},
        Registration,
    ),
    CorrectForm: Sent(_just_registered, {"email": "ada.example@test.example"}, Message),
    SendForm: Sent(_asked_for_help, {}, Referral, email=""),
    DeviceForm: Sent(
        lambda client: reverse("inclusion:donate_device"),
        {
            "kind": "individual",
            "what": "A laptop",
            "how_many": "1",
            "drop_off": "yes",
            "postcode": "CM20 1WG",
            "name": "Ada Example",
            **EMAIL,
        },
        Donation,
    ),
    DataForm: Sent(
        lambda client: reverse("inclusion:donate_data"),
        {"kind": "sim", "gb": "20", "name": "Ada Example", **EMAIL},
        DataPledge,
    ),
    AskForm: Sent(
        lambda client: reverse("your_data:ask"),
        {"wish": "access", "words": "All", "name": "Ada Example", "channel": "email", **EMAIL},
        DataRequest,
    ),
    JoinForm: Sent(
        lambda client: reverse("partners:join"),
        {
            "name": "Lea Trust",
            "sector": "private",
            "identifier_type": "company",
            "identifier": "01234567",
            "contact_name": "Ada Example",
            **EMAIL,
        },
        JoinRequest,
    ),
    EnquiryForm: Sent(
        lambda client: reverse("enquiries:relocate"),
        {"business": "Lea Tools", "name": "Ada Example", "message": "Is there room?", **EMAIL},
        Enquiry,
    ),
    NeedForm: Sent(
        lambda client: reverse("demand:need"),
        {"postcode": "CM20 1WG", "wanted": Wanted.values[0], "size": Size.values[0], **EMAIL},
        Need,
    ),
    ConnectionForm: Sent(
        lambda client: reverse("demand:connection"),
        {"postcode": "CM20 1WG", "technology": Technology.values[0]},
        Connection,
        email="",
    ),
    SendLinkForm: Sent(_learning, EMAIL, Message),
    AgainForm: Sent(_learned_before, EMAIL, Message),
}
EACH = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
WITH_ADDRESS = pytest.mark.parametrize(
    "form", [one for one, sent in FORMS.items() if sent.email], ids=lambda form: form.__name__
)


@pytest.fixture(autouse=True)
def world(settings):
    PartnershipFactory()
    team_of(OrganisationFactory(), is_default=True)
    settings.PUBLIC_FORM_LIMITS = False


def _below(form: type) -> set[type]:
    return {one for child in form.__subclasses__() for one in {child, *_below(child)}}


def test_every_form_for_strangers_is_tried_here():
    ours = {one for one in _below(ForPeople) if not one.__module__.startswith("tests.")}

    assert ours - BASES == set(FORMS)


def test_every_address_that_anybody_may_type_is_asked_about():
    lax = [
        f"{form.__name__}.{name}"
        for form in (*FORMS, *QUESTIONS.values())
        for name, field in form.base_fields.items()
        if isinstance(field, EmailField) and not isinstance(field, OwnEmailField)
    ]

    assert lax == []


def shown(response) -> dict[str, str]:
    """What the browser sends back of its own accord: the fields that are not seen."""
    form = response.context["form"]
    return {field.html_name: field.value() or "" for field in form.hidden_fields()}


def is_stored(form: type) -> bool:
    return FORMS[form].stores.objects.exists()


@EACH
def test_what_is_confirmed_is_stored(client, form):
    page = FORMS[form].page(client)

    response = client.post(page, {**shown(client.get(page)), **FORMS[form].answers})

    assert response.status_code == 302
    assert is_stored(form)


@EACH
def test_what_looks_like_a_robot_comes_back_whole_and_is_taken_at_the_next_press(client, form):
    sent = FORMS[form]
    page = sent.page(client)
    trapped = {**sent.answers, "website_address": "https://mine.example"}

    back = client.post(page, {**shown(client.get(page)), **trapped})

    assert back.status_code == 422
    assert not is_stored(form)
    html = back.content.decode()
    assert ONCE_MORE in html
    assert "https://mine.example" not in html
    for words in sent.answers.values():
        assert words in html
    again = client.post(page, {**shown(back), **sent.answers, "website_address": ""})
    assert again.status_code == 302
    assert is_stored(form)


@EACH
def test_what_comes_too_quickly_is_taken_at_the_next_press(client, form, settings):
    settings.PUBLIC_FORM_LIMITS = True
    sent = FORMS[form]
    page = sent.page(client)

    back = client.post(page, {**shown(client.get(page)), **sent.answers})

    assert (back.status_code, is_stored(form)) == (422, False)
    assert ONCE_MORE in back.content.decode()
    assert client.post(page, {**shown(back), **sent.answers}).status_code == 302
    assert is_stored(form)


@EACH
def test_a_robot_that_fills_in_every_field_is_never_thanked(client, form):
    sent = FORMS[form]
    page = sent.page(client)
    trapped = {**sent.answers, "website_address": "https://spam.example"}

    answers = [client.post(page, trapped).status_code for _ in range(3)]

    assert (answers, is_stored(form)) == ([422] * 3, False)


@EACH
def test_the_error_of_a_whole_form_leads_to_its_button(client, form):
    page = FORMS[form].page(client)

    html = client.post(page, {**FORMS[form].answers, "website_address": "x"}).content.decode()

    assert f'<a href="#id_send">{ONCE_MORE}</a>' in html
    button = html[html.index('id="id_send"') - 200 : html.index('id="id_send"')]
    assert "<button" in button
    hidden = html[html.index("app-nobody-sees") :]
    assert 'aria-hidden="true"' in hidden[:80]
    assert 'tabindex="-1"' in hidden[: hidden.index("</div>")]


@EACH
def test_whoever_has_signed_in_meets_no_trap(client, form, settings):
    settings.PUBLIC_FORM_LIMITS = True
    client.force_login(manager())
    sent = FORMS[form]
    page = sent.page(client)

    opened = client.get(page)
    assert "website_address" not in opened.content.decode()

    response = client.post(page, {**shown(opened), **sent.answers, "website_address": "x"})

    assert response.status_code == 302
    assert is_stored(form)


@WITH_ADDRESS
def test_an_address_that_looks_mistyped_is_asked_about_once(client, form):
    sent = FORMS[form]
    page = sent.page(client)
    typed = {**sent.answers, sent.email: "ada@gmial.com"}

    back = client.post(page, {**shown(client.get(page)), **typed})

    assert (back.status_code, is_stored(form)) == (422, False)
    html = back.content.decode()
    assert "Did you mean ada@gmail.com?" in html
    for words in ("Use ada@gmail.com", "Keep ada@gmial.com"):
        assert f">{words}</button>" in html
    kept = {**shown(back), **typed, "email-asked": "ada@gmial.com"}
    if form is not AgainForm:  # of an address that nobody has there is nothing to send
        assert client.post(page, kept).status_code == 302
        assert is_stored(form)


def test_the_trap_is_said_in_words_only_where_nothing_else_is(client):
    page = FORMS[RegisterForm].page(client)

    html = client.post(page, {"name": "", "email": "", "website_address": "x"}).content.decode()

    assert "Enter your name" in html
    assert ONCE_MORE not in html


def test_a_form_is_quick_below_two_seconds(settings, monkeypatch):
    settings.PUBLIC_FORM_LIMITS = True
    now = public_forms.timezone.now().timestamp()

    for ago, is_taken in ((0, False), (1, False), (3, True)):
        form = ForPeople({"shown_at": public_forms.stamped(now - ago)})
        assert form.is_valid() is is_taken
