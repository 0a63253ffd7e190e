"""A visit ends in time, and what was typed into it when it ended is not lost."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal import secrecy
from diz_portal.accounts import time_limit, unsent
from diz_portal.accounts.models import UnsentForm
from diz_portal.accounts.tasks import forget_unsent
from diz_portal.privacy import kinds
from inclusion.models import CaseEvent
from tests.factories.inclusion import CaseFactory
from tests.factories.partners import caseworker_of, contributor_of, manager
from tests.words import says

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MINUTE = dt.timedelta(minutes=1)
HOME = "/workspace/"


@pytest.fixture
def clock(time_machine):
    """Forward by so many minutes; it stands still in between."""
    now = [dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)]
    time_machine.move_to(now[0], tick=False)

    def forward(minutes):
        now[0] += minutes * MINUTE
        time_machine.move_to(now[0], tick=False)

    return forward


def sign_in(client, person):
    client.force_login(person, BACKEND)
    return person


def is_signed_in(client, **headers) -> bool:
    # Not the first page, which counts all that waits.
    return client.get(reverse("partners_workspace:list"), headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("who", "minutes"), [(caseworker_of, 60), (manager, 60), (contributor_of, 240)]
)
def test_a_visit_ends_after_a_time_without_use(client, clock, who, minutes):
    sign_in(client, who())
    clock(2)
    assert is_signed_in(client)

    clock(minutes - 1)
    assert is_signed_in(client), "each use renews it"
    clock(minutes + 1)
    assert not is_signed_in(client)


def test_a_visit_ends_twelve_hours_after_signing_in_whatever_is_done(client, clock):
    sign_in(client, contributor_of())

    for _ in range(12 * 2 - 1):
        clock(30)
        assert is_signed_in(client)

    clock(31)
    assert not is_signed_in(client)


def test_what_a_page_asks_by_itself_is_no_use(client, clock):
    sign_in(client, caseworker_of())
    clock(50)

    assert is_signed_in(client, x_looks_only="1")

    clock(11)
    assert not is_signed_in(client)


def test_a_page_writes_no_visit_more_than_once_a_minute(client, clock, django_assert_num_queries):
    sign_in(client, contributor_of())
    client.get(reverse("about"))
    clock(0.5)
    with django_assert_num_queries(2):  # the visit and whose it is
        client.get(reverse("account_signed_in"))
    clock(2)
    client.get(reverse("about"))

    assert client.session[time_limit.USED] == timezone.now().timestamp()


def test_every_page_says_so_in_the_last_quarter_of_an_hour(client, clock):
    sign_in(client, contributor_of())
    clock(2)
    box = re.compile(r'<div class="app-signed-in"[^>]*>', re.S)
    page = client.get(HOME).content.decode()
    assert "hidden" in box.search(page)[0]
    assert "You stay signed in until 1:02pm" in page

    for _ in range(4):
        clock(176)
        page = client.get(HOME).content.decode()
    clock(0)

    assert "hidden" not in box.search(page)[0]
    assert "You will be signed out at" in page


def test_to_ask_how_long_is_left_renews_nothing_and_to_stay_does(client, clock):
    sign_in(client, caseworker_of())
    address = reverse("account_signed_in")
    clock(50)

    assert client.get(address, headers={"x-looks-only": "1"}).json()["seconds"] == 600
    assert client.post(address, headers={"x-looks-only": "1"}).json() == {
        "seconds": 3600,
        "can_be_renewed": True,
    }
    clock(61)
    assert client.get(address).json() == {"seconds": 0, "can_be_renewed": False}


# What was typed -----------------------------------------------------------------------


@pytest.fixture
def worker(client):
    return sign_in(client, caseworker_of())


@pytest.fixture
def page(worker):
    case = CaseFactory(handled_by=worker.memberships.get().organisation)
    return case.get_absolute_url()


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def note_form(client, page) -> tuple[str, dict]:
    """The address of the form for a note, and what a browser sends of it untouched."""
    html = client.get(page).content.decode()
    for tag, form in re.findall(r"(<form[^>]*>)(.*?)</form>", html, re.S):
        if 'name="words"' in form:
            hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
            return attribute(tag, "action"), {
                attribute(one, "name"): attribute(one, "value") for one in hidden
            }
    raise AssertionError("no form for a note")


def typed(html: str) -> str:
    (words,) = re.findall(r'<textarea[^>]*name="words"[^>]*>\n?(.*?)</textarea>', html, re.S)
    return unescape(words)


WORDS = "Ms Hale <rang> & said\n\nshe can't come"


def test_a_note_typed_when_the_visit_ended_comes_back_unsent_and_once(client, clock, worker, page):
    action, hidden = note_form(client, page)
    clock(61)

    answer = client.post(action, {**hidden, "words": WORDS, "contact": "yes"})

    assert answer.url == f"{reverse('account_login')}?next={page}%23what-you-typed"
    assert "we will put what you typed back in the form" in client.get(answer.url).content.decode()
    stored = UnsentForm.objects.get()
    assert stored.person == worker
    assert not says(stored.sealed, "Hale")

    sign_in(client, worker)
    html = client.get(page).content.decode()
    assert typed(html) == WORDS
    assert re.search(r'<input[^>]*value="yes"[^>]*checked', html)
    assert "What you typed is back in this form." in html
    assert not says(client.get(page).content.decode(), "Hale"), "once"
    assert not UnsentForm.objects.exists()


def test_what_came_back_can_be_sent(client, clock, worker, page):
    action, hidden = note_form(client, page)
    clock(61)
    client.post(action, {**hidden, "words": WORDS, "contact": ""})
    sign_in(client, worker)
    action, hidden = note_form(client, page)

    client.post(action, {**hidden, "words": WORDS, "contact": ""})

    assert CaseEvent.objects.get(kind="note").words == WORDS


def test_nobody_else_gets_what_was_typed(client, clock, worker, page):
    colleague = caseworker_of(worker.memberships.get().organisation)
    action, hidden = note_form(client, page)
    clock(61)
    client.post(action, {**hidden, "words": WORDS})

    sign_in(client, colleague)

    assert not says(client.get(page).content.decode(), "Hale")
    assert UnsentForm.objects.get().person == worker


def test_it_is_deleted_within_an_hour(client, clock, worker, page):
    action, hidden = note_form(client, page)
    clock(61)
    client.post(action, {**hidden, "words": WORDS})

    clock(54)
    forget_unsent()
    assert UnsentForm.objects.exists()
    clock(2)
    sign_in(client, worker)
    assert not says(client.get(page).content.decode(), "Hale"), "also before the sweep has come by"
    forget_unsent()
    assert not UnsentForm.objects.exists()


def test_what_carries_no_mark_of_ours_is_not_kept(client, clock, worker, page):
    action, hidden = note_form(client, page)
    clock(61)
    forged = signing.dumps([worker.pk, page], salt="another")
    for mark in ("", "rubbish", forged, hidden[unsent.FIELD][:-1]):
        client.post(action, {**hidden, unsent.FIELD: mark, "words": WORDS})
    clock(13 * 60)
    client.post(action, {**hidden, "words": WORDS})

    assert not UnsentForm.objects.exists()


def test_files_and_passwords_are_never_kept(client, clock, worker, page):
    action, hidden = note_form(client, page)
    clock(61)
    secret = {"password": "correct horse", "new_password1": "battery staple"}
    file = SimpleUploadedFile("report.txt", b"the words of a file")

    client.post(action, {**hidden, **secret, "words": WORDS, "file": file})

    kept = secrecy.unseal(UnsentForm.objects.get().sealed, purpose=unsent.PURPOSE)
    assert set(json.loads(kept)["answers"]) == {"words"} | set(hidden) - unsent.NEVER


def test_of_one_person_only_the_last_few_forms_are_kept_and_no_huge_one(client, clock, worker):
    sign_in(client, worker)
    clock(61)
    for number in range(unsent.MOST_FORMS + 2):
        page = f"/workspace/cases/?n={number}"
        mark = signing.dumps([worker.pk, page], salt=unsent.SALT)
        client.post("/workspace/cases/", {unsent.FIELD: mark, "words": "x"})
    huge = {unsent.FIELD: mark, "words": "x" * unsent.MOST_CHARACTERS}
    client.post("/workspace/", huge)

    kept = UnsentForm.objects.order_by("kept_at", "pk").values_list("page", flat=True)
    assert list(kept) == [f"/workspace/cases/?n={n}" for n in range(2, unsent.MOST_FORMS + 2)]


def test_a_page_that_was_asked_for_a_lot_is_known_by_its_address_alone(client, clock, worker, page):
    asked = f"{page}?was={'asked' * 500}"
    _, fields = note_form(client, asked)
    clock(61)

    answer = client.post(page, {**fields, "text": "She now has a phone."})

    assert answer.url == f"/accounts/login/?next={page}%23what-you-typed"
    sign_in(client, worker)
    assert "She now has a phone." in client.get(page).content.decode()


def test_words_whose_form_is_gone_are_shown_to_copy(client, clock, worker):
    page = "/workspace/cases/nowhere/"
    mark = signing.dumps([worker.pk, page], salt=unsent.SALT)
    client.logout()
    client.post("/workspace/cases/", {unsent.FIELD: mark, "words": WORDS})
    sign_in(client, worker)

    html = client.get(page).content.decode()

    assert "What you typed before you were signed out" in html
    assert "she can&#x27;t come" in html


def test_every_form_of_the_workspace_and_the_admin_carries_the_mark(client):
    boss = sign_in(client, manager())
    for page in ("/workspace/", "/admin/", reverse("admin:partners_organisation_add")):
        html = client.get(page).content.decode()
        forms = re.findall(r'<form[^>]*method="post".*?</form>', html, re.S | re.I)
        # What is searched for may be a name: it is kept nowhere.
        forms = [form for form in forms if 'role="search"' not in form]
        assert forms
        for form in forms:
            (mark,) = re.findall(rf'name="{unsent.FIELD}" value="([^"]*)"', form)
            assert signing.loads(mark, salt=unsent.SALT) == [boss.pk, page]
    assert unsent.FIELD not in client.get(reverse("account_change_password")).content.decode()


def test_what_was_typed_goes_with_the_account(client, clock, worker, page):
    action, hidden = note_form(client, page)
    clock(61)
    client.post(action, {**hidden, "words": WORDS})

    kinds.kind("account").erase(worker, None)

    assert not UnsentForm.objects.exists()


def test_on_a_shared_computer_nothing_outlasts_the_browser(client, settings):
    """Nor of somebody without an account, such as how far they are in Learn."""
    settings.PUBLIC_FORM_LIMITS = False
    answer = client.post("/partners/join/", ASKING)
    assert answer.status_code == 302

    kept = client.cookies["sessionid"]
    assert (kept["max-age"], kept["expires"]) == ("", "")
    assert client.session.get_expiry_age() == 12 * 60 * 60


ASKING = {
    "name": "Newcomers",
    "sector": "private",
    "identifier_type": "company",
    "identifier": "1234567",
    "contact_name": "Ann Ash",
    "email": "ann@newcomers.example",
}
