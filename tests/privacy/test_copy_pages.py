"""The pages of a copy: who may, what is found and marked, two officers, and the files."""

import html
import re

import pytest
from django.urls import reverse

from diz_portal.privacy import erasure
from diz_portal.privacy.copies import emptying, services
from diz_portal.privacy.copies.preparing import Preparation
from inclusion.cases.services import cases
from tests.editing import forms_of
from tests.factories.inclusion import CaseFactory, PersonFactory, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.privacy import a_finished_copy, a_request, read_through
from tests.factories.seminars import SeminarFactory, registered
from tests.words import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOTE = "Her neighbour Ottokar Friend rang."


@pytest.fixture
def case():
    PartnershipFactory()
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    person = PersonFactory(kept_by=team.organisation, name="Ada Example")
    PersonFactory(kept_by=OrganisationFactory(), name="Ottokar Friend")
    return CaseFactory(handled_by=team.organisation, person=person)


@pytest.fixture
def by(case):
    return caseworker_of(case.handled_by)


@pytest.fixture
def copy(case, by):
    cases.note(case=case, words=NOTE, by=by)
    return services.start(records=[record_of(case)], by=by)


def record_of(case):
    return erasure.record("resident", case.person.reference)


@pytest.fixture
def inside(client, by):
    client.force_login(by, BACKEND)
    return client


def url(name, copy):
    return reverse(f"privacy:{name}", args=[copy.reference])


PAGES = ("copy", "copy_read", "copy_preview", "copy_finish")
BUTTONS = ("copy_again", "copy_file")


def answers_of(client, copy) -> dict:
    """The form of the page as it came."""
    page = client.get(url("copy_read", copy)).content.decode()
    (form,) = (one for one in forms_of(page) if one.edits)
    return form.sent


def note_of(copy):
    return next(one for one in Preparation(copy).pieces if one.cell.said == NOTE)


def test_only_who_decides_about_every_record_finds_the_copy(client, case, copy, by):
    guest = registered(SeminarFactory(), name="Ada Example")
    both = services.start(
        records=[record_of(case), erasure.record("registration", guest.reference)], by=by
    )
    for other in (manager(), caseworker_of(OrganisationFactory())):
        client.force_login(other, BACKEND)
        for one in (copy, both):
            assert {client.get(url(name, one)).status_code for name in PAGES} == {404}
            assert {client.post(url(name, one)).status_code for name in BUTTONS} == {404}
    client.force_login(contributor_of(OrganisationFactory()), BACKEND)
    assert client.get(url("copy", copy)).status_code == 403
    client.force_login(by, BACKEND)
    assert client.get(url("copy", copy)).status_code == 200
    assert client.get(url("copy", both)).status_code == 404


def test_from_reading_to_the_file(inside, copy):
    assert "You have not read the one text" in re.sub(
        r"\s+", " ", inside.get(url("copy", copy)).content.decode()
    )

    saved = inside.post(url("copy_read", copy), answers_of(inside, copy))
    preview = inside.get(url("copy_preview", copy)).content.decode()
    finished = inside.post(url("copy_finish", copy))
    file = inside.post(url("copy_file", copy), {"as": "json"})

    assert saved.url == finished.url == copy.get_absolute_url()
    assert "Her neighbour [blacked out: about another person] rang." in preview
    assert "Ottokar" not in preview
    assert "Ottokar" not in file.content.decode()
    assert file["Content-Disposition"].startswith(f'attachment; filename="held-{copy.reference}-')
    page = inside.get(url("copy", copy)).content.decode()
    assert copy.files.get(format="pdf").sha256 in page
    assert "has changed since" not in page


def test_a_copy_that_is_not_read_is_not_finished_nor_handed_out(inside, copy):
    refused = inside.post(url("copy_finish", copy))
    inside.post(url("copy_file", copy), {"as": "pdf"})

    assert refused.status_code == 422
    assert "One text in this copy" in refused.content.decode()
    assert not copy.handouts.exists()


def test_words_may_be_typed_and_what_is_not_there_is_said(inside, copy):
    piece = note_of(copy)
    typed = {**answers_of(inside, copy), f"{piece.id}_found": [], f"{piece.id}_words": "nobody"}

    wrong = inside.post(url("copy_read", copy), typed)
    right = inside.post(
        url("copy_read", copy), {**typed, f"{piece.id}_words": "Her  neighbour\n\nottokar friend"}
    )

    assert wrong.status_code == 422
    assert "“nobody” is not in this text" in html.unescape(wrong.content.decode())
    assert right.status_code == 302
    assert note_of(copy).marks.words == ("Her neighbour", "ottokar friend")


def test_what_was_marked_stays_where_a_colleague_has_finished(inside, case, copy):
    typed = answers_of(inside, copy)
    piece = note_of(copy)
    read_through(copy, caseworker_of(case.handled_by))
    services.finish(copy=copy, by=caseworker_of(case.handled_by))

    refused = inside.post(url("copy_read", copy), {**typed, f"{piece.id}_words": "neighbour"})

    said = html.unescape(refused.content.decode())
    assert refused.status_code in (409, 422)
    assert services.FinishedMeanwhile.message in said
    assert re.search(r"<textarea[^>]*>\s*neighbour</textarea>", said)
    assert note_of(copy).marks.is_empty


def test_who_marked_what_was_deleted_meanwhile_is_told(inside, copy):
    typed = answers_of(inside, copy)
    emptying.empty(copy.pk)

    said = inside.post(url("copy_read", copy), typed, follow=True).content.decode()

    assert "What you marked is not saved" in said


def test_a_text_that_changed_meanwhile_is_read_again(inside, copy, monkeypatch):
    typed = answers_of(inside, copy)
    piece = note_of(copy)

    wrong = inside.post(url("copy_read", copy), {**typed, f"{piece.id}_text": "0123456789abcdef"})

    assert wrong.status_code == 422
    assert "has changed since you opened the page" in wrong.content.decode()
    assert not copy.readings.exists()


def test_a_second_officer_sees_what_the_first_marked_and_undoes_nothing(inside, copy, case):
    opened = answers_of(inside, copy)
    piece = note_of(copy)
    colleague = caseworker_of(case.handled_by, name="First Officer")
    marks = {"words": ("Her neighbour",), "reason": "harm"}
    services.read(copy=copy, answers=[services.Answer(piece, **marks)], by=colleague)

    page = inside.get(url("copy_read", copy)).content.decode()
    inside.post(url("copy_read", copy), opened)

    assert "Read by First Officer" in page
    assert "Her neighbour</textarea>" in page
    assert note_of(copy).marks.words == ("Her neighbour",)
    clash = inside.post(url("copy_read", copy), {**opened, f"{piece.id}_words": "rang"})
    assert clash.status_code == 409


def test_what_changed_since_it_was_finished_is_said(inside, copy, case, by):
    read_through(copy, by)
    services.finish(copy=copy, by=by)
    cases.note(case=case, words="Later.", by=by)

    page = inside.get(url("copy", copy)).content.decode()
    anew = inside.post(url("copy_again", copy))

    assert "has changed since" in page
    assert inside.get(url("copy_preview", copy)).status_code == 302
    assert anew.url != copy.get_absolute_url()


def test_of_an_erased_record_only_that_a_copy_was_made_is_left(client):
    PartnershipFactory()
    boss = manager()
    guest = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    request = a_request()
    copy = a_finished_copy(
        [erasure.record("registration", guest.reference)], boss, asked_in=request
    )
    erasure.erase(kind="registration", reference=guest.reference, by=boss)
    client.force_login(boss, BACKEND)

    page = client.get(url("copy", copy)).content.decode()

    assert "were deleted on" in page
    assert not says(page, "Ada")
    assert {client.get(url(name, copy)).status_code for name in PAGES[1:]} == {302}
    assert client.post(url("copy_file", copy), {"as": "pdf"}).status_code == 302
    assert client.post(url("copy_again", copy)).status_code == 302
