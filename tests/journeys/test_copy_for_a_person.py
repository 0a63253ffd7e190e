"""Somebody asks what is held about them, and somebody else to be deleted: a data protection
officer finds the records, reads them, blacks out others, hands out the copy, and erases.

The officer works without JavaScript; each page is looked at with it, also on a phone.
"""

import json

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from diz_portal.outbox.models import Message
from diz_portal.privacy.models import DataRequest, PreparedCopy
from seminars.models import FeedbackAnswer, Registration
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered
from tests.pdf.reading import read

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ADA, EMAIL = "Ada Example", "ada@test.example"
WORDS = "Otto Friend drove me there, and my daughter Mina helped. Ring them on 07700 900123."


@pytest.fixture(autouse=True)
def _portal(settings, storage):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory(phone="01632 960 001")


def test_a_copy_is_read_blacked_out_and_handed_out_and_another_person_erased(
    open_page, axe, no_sideways_scroll
):
    seminar = SeminarFactory(title="Fibre for everybody")
    guest = registered(seminar, name=ADA, email=EMAIL, access_needs=WORDS)
    FeedbackAnswer.objects.create(
        seminar=seminar, useful=5, keep="Otto sat beside me.", may_contact=guest
    )
    registered(seminar, name="Otto Friend", email="otto@test.example")
    boss = manager(name="Dora Officer")
    person = open_page(width=360, height=740)
    officer = open_page(user=boss, javascript=False)
    beside = open_page(user=boss)

    def look(page: Page) -> None:
        if page is not beside:
            beside.goto(page.url)
        held = beside.viewport_size
        axe(beside)
        no_sideways_scroll(beside, 360)
        beside.set_viewport_size(held)

    ask(person, "See what you hold about me", ADA, EMAIL)
    begin(officer, ADA)
    black_out(officer, beside, look)
    data, paper = finish(officer, look)

    for secret in ("Otto", "Mina", "900123"):
        assert secret not in json.dumps(data)
        assert secret not in paper.flat
    assert "[blacked out: about another person] drove me there" in json.dumps(data)
    assert "Fibre for everybody" in paper.text

    answer(officer, "Here is the copy that you asked for.", gets="By post")
    assert Message.objects.filter(to=EMAIL, body__contains="Here is the copy").exists()

    ask(person, "Have my data deleted", "Otto Friend", "otto@test.example")
    erase(officer, look)
    answer(officer, "It is deleted.")
    assert not Registration.objects.filter(name="Otto Friend").exists()
    assert DataRequest.objects.open().count() == 0
    # What was blacked out in the copy of somebody else named him: it goes, to be prepared anew.
    assert PreparedCopy.objects.get().files.count() == 0


def ask(page: Page, what: str, name: str, email: str) -> None:
    page.goto("/privacy/ask/")
    page.get_by_label(what).check()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("By email").check()
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("main")).to_contain_text("reference")


def begin(page: Page, name: str) -> None:
    page.goto("/workspace/privacy/requests/")
    page.get_by_role("link", name=DataRequest.objects.open().get().reference).click()
    page.get_by_role("button", name="Start work").click()
    page.get_by_role("textbox").first.fill("By the address we have.")
    page.get_by_role("button", name="Start work").click()
    page.get_by_role("button", name="Find their records").click()
    expect(page.get_by_role("main")).to_contain_text(name)


def black_out(page: Page, beside: Page, look) -> None:
    look(page)
    page.get_by_role("button", name="Prepare copy").click()
    look(page)
    page.get_by_role("button", name="Read and redact").click()
    look(page)
    # What was found is chosen already; the rest is typed.
    expect(page.get_by_label("Otto Friend (a person in the portal)")).to_be_checked()
    expect(page.get_by_label("Mina (someone close to them)")).to_be_checked()
    expect(page.get_by_label("07700 900123 (a phone number)")).to_be_checked()
    beside.get_by_label("Redact these words too").first.fill("nobody")
    beside.get_by_role("button", name="Save and continue").click()
    expect(beside.get_by_role("main")).to_contain_text("“nobody” is not in this text")
    look(beside)
    page.get_by_role("button", name="Save and continue").click()
    look(page)


def finish(page: Page, look) -> tuple[dict, object]:
    page.get_by_role("link", name="View as the person will see it").click()
    expect(page.get_by_role("main")).to_contain_text("[blacked out: about another person]")
    expect(page.get_by_role("main")).not_to_contain_text("Otto")
    look(page)
    page.get_by_role("link", name="Back to the copy").click()
    page.get_by_role("button", name="Finish copy").click()
    look(page)
    page.get_by_role("button", name="Finish copy").click()
    expect(page.get_by_role("main")).to_contain_text("Dora Officer")
    files = []
    for kind in ("JSON", "PDF"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Download copy ({kind})").click()
        files.append(saved.value.path().read_bytes())
    page.reload()
    expect(page.get_by_role("heading", name="Disclosed")).to_be_visible()
    look(page)
    return json.loads(files[0]), read(files[1])


def answer(page: Page, words: str, *, gets: str = "") -> None:
    page.goto(DataRequest.objects.open().get().get_absolute_url())
    page.get_by_role("button", name="Answer request").click()
    page.get_by_role("textbox").first.fill(words)
    if gets:
        page.get_by_label(gets).check()
    page.get_by_role("button", name="Send the answer and close").click()
    expect(page.get_by_role("main")).to_contain_text("Closed on")


def erase(page: Page, look) -> None:
    begin(page, "Otto Friend")
    page.get_by_role("link", name="Registration for a seminar").click()
    look(page)
    page.get_by_role("button", name="Erase this record").click()
    page.get_by_role("button", name="Erase this record").click()
    expect(page.get_by_role("main")).to_contain_text("Record erased")
