"""Requests that wait: found before anybody has answered, the urgent first, and taken on safely."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention.selectors import items_for
from inclusion.cases.selectors import cases as selectors
from inclusion.cases.services import openings, work
from inclusion.models import Case, Person
from tests.factories.inclusion import CaseFactory, ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_caseworker(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def waits(team):
    return ReferralFactory(
        to=team.organisation,
        person__name="Doris Hathersage",
        person__phone="+441279600123",
        person__email="doris@mail.example",
        person__postcode="CM20 1AA",
        person__date_of_birth=date(1948, 3, 2),
        story="I would like to see my grandson.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hathersage",
        "doris hath",
        "01279 600123",
        "+44 1279 600 123",
        "doris@mail.example",
        "cm201aa",
        "2/3/1948",
        "2 March 1948",
    ],
)
def test_a_request_that_waits_is_found(as_caseworker, waits, text):
    page = as_caseworker.post(reverse("inclusion_workspace:find"), {"text": text})

    words = page.content.decode()
    assert waits.reference in words
    assert "Awaiting decision" in words
    assert "Hathersage" not in words.replace(f'value="{text}"', "")


def test_a_reference_leads_to_the_request(as_caseworker, waits):
    page = as_caseworker.post(reverse("inclusion_workspace:find"), {"text": waits.reference})

    assert page.url == waits.get_absolute_url()


def test_a_request_of_another_team_is_not_found(as_caseworker):
    ReferralFactory(person__name="Doris Hathersage")

    page = as_caseworker.post(reverse("inclusion_workspace:find"), {"text": "Hathersage"})

    assert "No cases or requests found" in page.content.decode()


def test_the_urgent_come_first_on_every_page(team, caseworker, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE", 2)
    now = timezone.now()
    order = ["routine", "urgent", "soon", "urgent", "routine"]
    made = [
        ReferralFactory(
            to=team.organisation, urgency=urgency, submitted_at=now + timedelta(minutes=at)
        )
        for at, urgency in enumerate(order)
    ]

    after, seen = "", []
    for _ in range(3):
        page = selectors.waiting(caseworker, after=after)
        seen += [made.index(one) for one in page.rows]
        after = page.after

    assert seen == [1, 3, 2, 0, 4]
    assert after == ""


def test_home_says_that_an_urgent_one_waits(team, caseworker):
    ReferralFactory.create_batch(2, to=team.organisation)
    ReferralFactory(to=team.organisation, urgency="urgent")

    (line,) = [one for one in items_for(caseworker) if one.key == "referrals-waiting"]

    assert line.title == "Accept or decline 3 referrals (1 urgent)"
    assert line.due_on == timezone.localdate()


def test_home_says_whose_task_it_is_and_what_once_the_case_is_opened(team, caseworker):
    case = CaseFactory(
        handled_by=team.organisation, assigned_to=caseworker, person__name="Doris Hathersage"
    )
    work.add_task(
        case=case, title="Ask Doris", due_on=timezone.localdate(), whose=None, by=caseworker
    )

    def line():
        return next(one.title for one in items_for(caseworker) if one.key.startswith("task:"))

    assert line() == "Complete task for D.H."
    openings.log_opening(case=case, by=caseworker)
    assert line() == "Ask Doris"


def test_accept_asks_whether_it_is_the_same_person_and_decides_nothing(
    as_caseworker, team, waits, caseworker
):
    """A couple shares the number: neither answer stands there beforehand."""
    known = CaseFactory(
        handled_by=team.organisation, person__name="Ron Hathersage", person__phone="+441279600123"
    )
    openings.log_opening(referral=waits, by=caseworker)
    url = reverse("inclusion_workspace:referral_accept", args=[waits.reference])

    page = as_caseworker.get(url).content.decode()
    assert "Create a new case (different person)" in page
    assert f"Add to case {known.reference} (same person)" in page
    assert "Same: phone number. Different: name" in page
    assert " checked" not in page
    assert as_caseworker.post(url, {}).status_code == 422

    as_caseworker.post(url, {"join": "new"})

    waits.refresh_from_db()
    assert waits.case != known
    assert Person.objects.filter(merged_into=None).count() == 2


def test_accept_joins_what_is_said_to_be_one_person(as_caseworker, team, waits, caseworker):
    known = CaseFactory(handled_by=team.organisation, person__phone="+441279600123")
    openings.log_opening(referral=waits, by=caseworker)

    as_caseworker.post(
        reverse("inclusion_workspace:referral_accept", args=[waits.reference]),
        {"join": known.reference},
    )

    waits.refresh_from_db()
    assert waits.case == known
    assert Case.objects.count() == 1


def test_what_they_asked_for_stands_on_the_case(as_caseworker, waits, caseworker):
    openings.log_opening(referral=waits, by=caseworker)
    answer = as_caseworker.post(
        reverse("inclusion_workspace:referral_accept", args=[waits.reference]), follow=True
    )

    assert "I would like to see my grandson." in answer.content.decode()


def test_a_caseworker_finds_what_is_urgent_or_overdue_first_among_sixty(
    as_caseworker, team, caseworker
):
    today = timezone.localdate()
    mine = {
        "later": ("routine", today + timedelta(days=9)),
        "routine, long overdue": ("routine", today - timedelta(days=32)),
        "soon": ("soon", today + timedelta(days=7)),
        "urgent": ("urgent", today + timedelta(days=2)),
        "soon, overdue": ("soon", today - timedelta(days=1)),
        "urgent, overdue": ("urgent", today - timedelta(days=3)),
    }
    for name, (urgency, target) in mine.items():
        mine[name] = CaseFactory(
            handled_by=team.organisation,
            assigned_to=caseworker,
            urgency=urgency,
            target_on=target,
            person__name="Doris Hathersage",
        )
    CaseFactory.create_batch(
        54,
        handled_by=team.organisation,
        assigned_to=caseworker,
        target_on=today + timedelta(days=20),
    )
    address = reverse("inclusion_workspace:cases")

    pages = [
        as_caseworker.get(address, {"show": "mine", "page": number}).content.decode()
        for number in (1, 2)
    ]

    expected = (
        "urgent, overdue",
        "urgent",
        "routine, long overdue",
        "soon, overdue",
        "soon",
        "later",
    )
    found = re.findall(r"/workspace/cases/([a-z0-9]{10})/", "".join(pages))
    seen = list(dict.fromkeys(found))
    assert seen[: len(mine)] == [mine[name].reference for name in expected]
    assert len(seen) == 60
    assert "D.H." in pages[0]
    assert "Hathersage" not in pages[0]


@pytest.mark.parametrize(
    ("asked", "is_open"),
    [({"show": "mine"}, False), ({"show": "mine", "urgency": "soon"}, True)],
)
def test_filters_of_cases_are_folded_until_they_are_used(as_caseworker, asked, is_open):
    page = as_caseworker.get(reverse("inclusion_workspace:cases"), asked).content.decode()

    before, summary, _ = page.partition("Filters, columns and saved views")
    assert summary
    assert before.rpartition("<details")[2].partition(">")[0].endswith(" open") is is_open
