"""The pages of referrals and cases, as a partner and a caseworker see them."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inclusion.cases.attention_items import late_cases
from inclusion.cases.services import cases, openings, referrals, work
from inclusion.models import Case, CaseOpening, OpeningKind, Person, Referral, ReferralState
from tests.factories.inclusion import CaseFactory, a_case, team_of
from tests.factories.inclusion import named as name_lead
from tests.factories.partners import (
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.words import says

pytestmark = pytest.mark.django_db


def url(name, *args, **kwargs) -> str:
    return reverse(f"inclusion_workspace:{name}", args=args, kwargs=kwargs)


@pytest.fixture
def nurse(surgery):
    return contributor_of(surgery)


@pytest.fixture
def as_nurse(client, nurse):
    client.force_login(nurse)
    return client


@pytest.fixture
def as_caseworker(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def case(team):
    return a_case(
        handled_by=team.organisation,
        person__name="Ada Example",
        person__phone="+447700900123",
        needs=["device"],
    )


def answers(surgery, **values) -> dict:
    today = timezone.localdate()
    return {
        "made_by": surgery.pk,
        "name": "Ada Example",
        "phone": "07700 900123",
        "contact_by": "phone",
        "wanted": ["device", "data"],
        "urgency": "soon",
        "lawful_basis": "public_task",
        "told_by": "The practice nurse",
        "told_on_0": today.day,
        "told_on_1": today.month,
        "told_on_2": today.year,
        "attempt": "bcdfghjkmn",
        **values,
    }


# Referring ---


def test_a_referral_is_checked_before_it_is_sent(as_nurse, team, surgery):
    page = as_nurse.post(url("refer"), answers(surgery))

    assert page.status_code == 200
    assert "Check your answers" in page.content.decode()
    assert not Referral.objects.exists()
    assert not Person.objects.exists()

    sent = as_nurse.post(url("refer"), {**answers(surgery), "step": "send"})

    referral = Referral.objects.get()
    assert sent.url == url("referral_sent", referral.reference)
    assert (referral.to, referral.urgency) == (team.organisation, "soon")
    assert referral.wanted == ["device", "data"]
    assert referral.person.phone == "+447700900123"
    assert referral.reference in as_nurse.get(sent.url).content.decode()


def test_the_same_referral_sent_twice_is_kept_once(as_nurse, team, surgery):
    for _ in range(2):
        as_nurse.post(url("refer"), {**answers(surgery), "step": "send"})

    assert Referral.objects.count() == 1


def test_change_gives_the_form_back_with_its_answers(as_nurse, team, surgery):
    page = as_nurse.post(url("refer"), {**answers(surgery), "step": "change"})

    assert page.status_code == 200
    assert 'value="Ada Example"' in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter the person’s name"),
        ({"wanted": []}, "Select at least one thing"),
        ({"phone": ""}, "Enter a phone number, or select another way"),
        ({"phone": "12"}, "Enter a UK phone number"),
        ({"contact_by": "text", "phone": "01279 446611"}, "Enter a mobile number"),
        ({"contact_by": "email"}, "Enter an email address, or select another way"),
        ({"contact_by": "letter"}, "Enter an address, or select another way"),
        ({"postcode": "nowhere"}, "Enter a full postcode"),
        ({"told_on_2": "2190"}, "Enter a date that is today or in the past"),
        ({"lawful_basis": "because"}, "Select an answer from the list"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field(as_nurse, team, surgery, wrong, words):
    page = as_nurse.post(url("refer"), {**answers(surgery, **wrong), "step": "send"})

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Person.objects.exists()


def test_one_refers_for_ones_own_organisation_only(as_nurse, team, surgery):
    other = OrganisationFactory()

    page = as_nurse.post(url("refer"), {**answers(surgery, made_by=other.pk), "step": "send"})

    assert page.status_code == 422
    assert not Referral.objects.exists()


def test_an_organisation_without_an_agreement_reads_why_and_what_to_do(client, team):
    organisation = OrganisationFactory(name="Hopeful Homes")
    client.force_login(lead_of(organisation))

    page = client.get(url("refer")).content.decode()

    assert "Hopeful Homes has no data sharing agreement" in page
    assert "Ask the programme manager" in page


def test_nobody_is_asked_to_refer_who_may_not(client, team, as_nurse):
    may = as_nurse.get(url("referrals")).content.decode()
    client.force_login(lead_of(OrganisationFactory()))
    may_not = client.get(url("referrals")).content.decode()

    assert "Refer someone who needs" in may
    assert "Refer someone who needs" not in may_not


def test_an_agreement_that_ended_is_named_with_its_day(as_nurse, team, surgery):
    surgery.agreements.update(ended_on=timezone.localdate())

    assert "expired on" in as_nurse.get(url("refer")).content.decode()


def test_the_referrer_reads_the_outcome_and_no_more(as_nurse, team, surgery, caseworker):
    as_nurse.post(url("refer"), {**answers(surgery, story="Afraid of stairs"), "step": "send"})
    referral = Referral.objects.get()
    case = referrals.accept(referral=referral, by=caseworker)

    for address in (url("referrals"), url("referral", referral.reference)):
        page = as_nurse.get(address).content.decode()
        assert "Accepted" in page
        for secret in ("Ada", "stairs", "07700", case.reference):
            assert secret not in page
    assert as_nurse.get(url("case", case.reference)).status_code == 404


# Answering ---


@pytest.fixture
def referral(team, surgery, sharing, nurse):
    return referrals.submit(
        kind="partner",
        made_by=surgery,
        sharing=sharing,
        person={"name": "Ada Example", "phone": "+447700900123"},
        wanted=["skills"],
        story="Afraid of stairs",
        by=nurse,
    )


def test_a_referral_is_hidden_until_details_are_shown(as_caseworker, referral, caseworker):
    address = url("referral", referral.reference)
    hidden = as_caseworker.get(address).content.decode()
    assert not says(hidden, "Ada")
    assert "stairs" not in hidden
    assert "Show them to accept or decline the referral." in hidden
    assert not CaseOpening.objects.exists()

    as_caseworker.post(url("referral_open", referral.reference))

    assert "Afraid of stairs" in as_caseworker.get(address).content.decode()
    opening = CaseOpening.objects.get()
    assert (opening.referral, opening.by) == (referral, caseworker)


def test_a_referral_is_not_accepted_unread(as_caseworker, referral):
    as_caseworker.post(url("referral_accept", referral.reference))

    referral.refresh_from_db()
    assert referral.state == ReferralState.SUBMITTED


def test_a_likely_same_person_is_compared_and_may_be_joined(
    as_caseworker, referral, case, caseworker, team
):
    elsewhere = CaseFactory(handled_by=team_of().organisation, person__phone="+447700900123")
    openings.log_opening(referral=referral, by=caseworker)

    page = as_caseworker.get(url("referral", referral.reference)).content.decode()
    assert case.reference in page
    assert elsewhere.reference not in page

    answer = as_caseworker.post(
        url("referral_accept", referral.reference), {"join": case.reference}
    )

    assert answer.url == case.get_absolute_url()
    referral.refresh_from_db()
    assert (referral.case, referral.person) == (case, case.person)


def test_decline_asks_that_the_referral_is_opened_first(as_caseworker, referral):
    page = as_caseworker.post(
        url("referral_decline", referral.reference), {"reason": "outside"}, follow=True
    )

    assert "Show the details first" in page.content.decode()
    referral.refresh_from_db()
    assert referral.state == "submitted"


def test_decline_needs_a_reason(as_caseworker, referral):
    as_caseworker.post(url("referral_open", referral.reference))

    page = as_caseworker.post(url("referral_decline", referral.reference), {})

    assert page.status_code == 422
    assert "Select a reason" in page.content.decode()


# A case ---


def test_a_case_is_hidden_until_details_are_shown(as_caseworker, case, caseworker):
    cases.note(case=case, words="She is afraid.", by=caseworker)
    work.add_task(
        case=case, title="Ring Ada", due_on=timezone.localdate(), whose=None, by=caseworker
    )

    hidden = as_caseworker.get(case.get_absolute_url()).content.decode()
    for secret in ("Ada", "afraid", "07700"):
        assert secret not in hidden

    as_caseworker.post(url("case_open", case.reference))

    opened = as_caseworker.get(case.get_absolute_url()).content.decode()
    for words in ("Ada Example", "She is afraid.", "07700 900 123", "Ring Ada"):
        assert words in opened
    assert caseworker.name in opened


def test_a_colleague_opens_for_themselves(client, case, team, caseworker):
    openings.log_opening(case=case, by=caseworker)
    client.force_login(caseworker_of(team.organisation))

    assert not says(client.get(case.get_absolute_url()).content.decode(), "Ada")
    for name in ("case_details", "case_merge"):
        assert client.get(url(name, case.reference)).status_code == 302


@pytest.mark.parametrize("somebody", [manager, caseworker_of, viewer_of])
def test_a_case_is_not_there_for_anybody_else(client, case, somebody):
    client.force_login(somebody())

    for name in ("case", "case_note", "case_details", "case_close", "emergency_access"):
        assert client.get(url(name, case.reference)).status_code == 404


def test_a_named_lead_reads_after_emergency_access_and_changes_nothing(client, case, team):
    lead = viewer_of(team.organisation)
    name_lead(team, lead)
    client.force_login(lead)
    assert client.get(case.get_absolute_url()).status_code == 404

    client.post(
        url("emergency_access", case.reference),
        {"kind": "safeguarding", "ground": "harm", "reason": "A neighbour rang, very worried."},
    )

    page = client.get(case.get_absolute_url()).content.decode()
    assert "Ada Example" in page
    assert "Someone may be at risk of harm: A neighbour rang, very worried." in html.unescape(
        re.sub("<[^>]+>", "", page)
    )
    assert "Add note" not in page
    assert client.post(url("case_note", case.reference), {"words": "x"}).status_code == 404


def test_emergency_access_asks_for_a_reason_and_details(client, case, team):
    lead = viewer_of(team.organisation)
    name_lead(team, lead)
    client.force_login(lead)

    first = client.get(url("emergency_access", case.reference)).content.decode()
    answer = client.post(
        url("emergency_access", case.reference), {"kind": "safeguarding", "reason": "because"}
    )

    assert "A request or complaint about personal data" not in first
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Select a reason for access" in page
    assert "Enter why you need emergency access, in at least 20 characters" in page
    assert "because" in page
    assert not case.openings.exists()


def test_close_names_the_needs_that_are_open(as_caseworker, case):
    page = as_caseworker.post(url("case_close", case.reference), {"words": "Done."})

    assert page.status_code == 422
    assert "Resolve these first: A device (identified)" in page.content.decode()


def test_close_says_what_to_do_about_what_is_reserved(as_caseworker, case):
    case.needs.update(state="reserved")

    page = as_caseworker.get(url("case_close", case.reference)).content.decode()

    assert "A device: reserved. Issue it or release it" in page


def test_close_asks_about_tasks_and_appointments_that_are_open(as_caseworker, case, caseworker):
    case.needs.update(state="declined")
    today = timezone.localdate()
    task = work.add_task(case=case, title="Ring Ada", due_on=today, whose=None, by=caseworker)
    address = url("case_close", case.reference)

    hidden = as_caseworker.get(address).content.decode()
    openings.log_opening(case=case, by=caseworker)
    refused = as_caseworker.post(address, {"words": "Done."})

    assert "Ring Ada" not in hidden
    assert "Close anyway" in hidden
    assert refused.status_code == 422
    assert "Ring Ada, due today" in refused.content.decode()
    as_caseworker.post(address, {"words": "Done.", "close_anyway": "on"})
    case.refresh_from_db()
    assert not case.is_open
    work.finish_task(task=task, by=caseworker)
    cases.reopen(case=case, words="Rang back.", by=caseworker)
    assert b"Close anyway" not in as_caseworker.get(address).content


def test_a_correction_is_of_a_note_by_its_number(as_caseworker, case, caseworker):
    openings.log_opening(case=case, by=caseworker)
    cases.note(case=case, words="Has a laptop.", by=caseworker)

    page = as_caseworker.post(url("case_correct", case.reference, 1), {"words": "Has no laptop."})

    assert page.status_code == 302
    shown = as_caseworker.get(case.get_absolute_url()).content.decode()
    assert "Has a laptop." in shown
    assert "later corrected" in shown
    for number in (2, 99, 0):
        missing = as_caseworker.get(url("case_correct", case.reference, number))
        assert missing.status_code == (200 if number == 2 else 404)


def test_two_records_are_compared_and_then_joined(as_caseworker, case, team, caseworker):
    other = a_case(handled_by=team.organisation, person__name="Ada Exampel")
    address = f"{url('case_merge', case.reference)}?other={other.reference}"
    openings.log_opening(case=case, by=caseworker)

    assert "Ada Exampel" not in as_caseworker.get(address).content.decode()
    step = {"other": other.reference, "step": "merge", "keep": case.reference}
    as_caseworker.post(url("case_merge", case.reference), step)
    assert Person.objects.current().count() == 2, "nobody is joined unread"

    openings.log_opening(case=other, by=caseworker)
    assert "Ada Exampel" in as_caseworker.get(address).content.decode()
    as_caseworker.post(url("case_merge", case.reference), step)

    assert Case.objects.filter(person=case.person).count() == 2


# Finding ---


def find(client, text):
    return client.post(url("find"), {"text": text})


@pytest.mark.parametrize(
    "text", ["Ada Example", "exam ad", "07700 900123", "+44 7700 900 123", "Example"]
)
def test_find_by_name_or_number_within_the_team(as_caseworker, case, text):
    theirs = CaseFactory(person__name="Ada Example", person__phone="+447700900123")

    page = find(as_caseworker, text).content.decode()

    assert case.reference in page
    assert theirs.reference not in page


def test_find_goes_to_ones_own_case_by_its_reference(as_caseworker, case):
    typed = f"{case.reference[:5].upper()} {case.reference[5:]}"

    assert find(as_caseworker, typed).url == case.get_absolute_url()


def test_find_says_only_who_handles_a_case_elsewhere_and_writes_it_down(as_caseworker, caseworker):
    other = OrganisationFactory(name="Elsewhere Trust")
    theirs = CaseFactory(handled_by=other, person__name="Secret Resident")

    page = find(as_caseworker, theirs.reference).content.decode()

    assert "Elsewhere Trust" in page
    assert "Secret" not in page
    opening = CaseOpening.objects.get()
    assert (opening.case, opening.by, opening.kind) == (theirs, caseworker, OpeningKind.FOUND)


@pytest.mark.parametrize("text", ["Nobody Known", "zzzzzzzzzz", "%", "07700 900999", "&|!:*"])
def test_find_says_when_there_is_nothing(as_caseworker, case, text):
    page = find(as_caseworker, text)

    assert page.status_code == 200
    assert "No cases or requests found" in page.content.decode()


def test_find_never_puts_a_name_into_an_address(as_caseworker, case):
    page = as_caseworker.get(url("find"), {"text": "Ada Example"}).content.decode()

    assert case.reference not in page


# Queues ---


def test_the_queue_shows_fifty_and_leads_on(as_caseworker, team):
    for _ in range(51):
        CaseFactory(handled_by=team.organisation)
    everyone = list(Case.objects.order_by("opened_at", "pk").values_list("reference", flat=True))

    first = as_caseworker.get(url("cases"), {"show": "unassigned"}).context["slice"]
    then = as_caseworker.get(url("cases"), {"show": "unassigned", "after": first.after})

    assert [one.reference for one in first.rows] == everyone[:50]
    assert [one.reference for one in then.context["slice"].rows] == everyone[50:]


def test_the_queue_of_late_cases_begins_with_the_latest(as_caseworker, team):
    today = timezone.localdate()
    days = {
        days: CaseFactory(handled_by=team.organisation, target_on=today - timedelta(days=days))
        for days in (1, 9, 0)
    }

    shown = as_caseworker.get(url("cases"), {"show": "late"}).context["slice"].rows

    assert shown == [days[9], days[1]]


def test_a_late_case_says_at_home_what_is_open_and_not_whose(team, caseworker):
    late = {"handled_by": team.organisation, "assigned_to": caseworker}
    late["target_on"] = timezone.localdate() - timedelta(days=3)
    a_case(needs=["device", "data", "skills"], person__name="Ada Example", **late)
    a_case(**late)

    items = list(late_cases(caseworker, timezone.localdate()))

    assert [item.title for item in items] == [
        "Resolve overdue needs: A device (identified), Mobile data (identified) and 1 more",
        "Close case or set a new target date",
    ]
