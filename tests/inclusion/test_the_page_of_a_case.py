"""How the page of a case is composed: who, what they said, what comes next, what happened."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inclusion.cases.selectors.cards import cards, needs_of, next_step
from inclusion.cases.selectors.cases import timeline
from inclusion.cases.services import cases, needs, openings, work
from inclusion.models import CaseEventKind, NeedState
from tests.factories.inclusion import ReferralFactory, a_case, a_ready_device
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(team, caseworker):
    return a_case(
        handled_by=team.organisation,
        assigned_to=caseworker,
        person__name="Ada Example",
        needs=["device", "accessibility"],
    )


def page_of(client, case, **query) -> str:
    return client.get(case.get_absolute_url(), query).content.decode()


def heading(page: str) -> str:
    return page.split("<h1", 1)[1].split("</h1>")[0]


def test_the_name_is_the_title_once_details_are_shown(client, case, caseworker):
    client.force_login(caseworker)
    hidden = page_of(client, case)
    assert case.reference in heading(hidden)
    assert not says(hidden, "Ada")

    openings.log_opening(case=case, by=caseworker)

    shown = page_of(client, case)
    assert "Ada Example" in heading(shown)
    assert f"<title>Case {case.reference}" in shown


def test_what_they_said_stands_above_their_needs(client, case, caseworker, team):
    ReferralFactory(
        person=case.person,
        to=team.organisation,
        case=case,
        state="accepted",
        decided_at=timezone.now(),
        story="See my son",
    )
    openings.log_opening(case=case, by=caseworker)
    client.force_login(caseworker)

    page = page_of(client, case)

    assert page.index("See my son") < page.index(">Needs</h2>")


def step_of(case):
    case.refresh_from_db()
    return next_step(case, cards(needs_of(case)), is_open_to_reader=True)


def test_one_button_says_what_to_do_next(case, caseworker, team):
    hidden = next_step(case, cards(needs_of(case)), is_open_to_reader=False)
    assert hidden.door.words == "Show details"

    case.assigned_to = None
    case.save()
    assert step_of(case).door.words == "Assign to me"
    cases.take(case=case, by=caseworker)
    assert step_of(case).door.words == "Reserve a device"

    device, settings = case.needs.order_by("pk")
    needs.move_by_hand(need=device, to=NeedState.DECLINED, by=caseworker)
    assert step_of(case).door.words == "Approve this need"
    needs.move_by_hand(need=settings, to=NeedState.APPROVED, by=caseworker)
    needs.move_by_hand(need=settings, to=NeedState.SUPPLIED, by=caseworker)
    assert step_of(case).door.words == "Record that it works for them"
    needs.move_by_hand(need=settings, to=NeedState.CONFIRMED, by=caseworker)
    assert step_of(case).door.words == "Close case"
    cases.close(case=case, words="Done", by=caseworker)
    assert step_of(case) is None


def test_who_reserves_a_device_for_an_undecided_need_approves_it(client, case, caseworker, team):
    device = a_ready_device(caseworker, kept_by=team.organisation)
    client.force_login(caseworker)
    need = case.needs.get(kind="device")

    answer = client.post(
        reverse("inclusion_workspace:need_device", args=[need.reference]),
        {"chosen": device.reference},
    )

    assert answer.url == case.get_absolute_url()
    told = list(need.events.order_by("pk").values_list("summary", flat=True))
    assert told[-2] == "A device: approved"
    assert told[-1].startswith("A device: reserved")
    assert step_of(case).door.words == f"Issue laptop {device.reference}"


def test_the_button_of_a_reserved_device_leads_to_the_terms_of_a_loan(
    client, case, caseworker, team
):
    device = a_ready_device(caseworker, kept_by=team.organisation)
    client.force_login(caseworker)
    need = case.needs.get(kind="device")
    client.post(
        reverse("inclusion_workspace:need_device", args=[need.reference]),
        {"chosen": device.reference},
    )

    page = client.get(step_of(case).door.url).content.decode()

    assert "Issue as a loan" in page
    assert "Change to a gift or another return date" in page


def test_one_press_gives_a_need_its_next_status(client, case, caseworker):
    client.force_login(caseworker)
    need = case.needs.get(kind="accessibility")
    door = next(one for one in cards(needs_of(case)) if one.need == need).door

    client.post(door.url, {"to": door.to})

    need.refresh_from_db()
    assert need.state == NeedState.APPROVED


def test_the_timeline_is_narrowed_to_what_is_looked_for(client, case, caseworker):
    cases.note(case=case, words="She is well", by=caseworker)
    today = timezone.localdate()
    work.add_task(case=case, title="Ring", due_on=today, whose=None, by=caseworker)
    openings.log_opening(case=case, by=caseworker)
    client.force_login(caseworker)

    notes = [line.event.kind for line in timeline(case, "notes")]
    everything = timeline(case)
    page = page_of(client, case, entries="work")

    assert notes == [CaseEventKind.NOTE]
    assert len(everything) > 1
    assert "She is well" not in page
    assert "All entries" in page
    assert timeline(case, "nonsense") == everything
    kept = {line.number for line in timeline(case, "notes")}
    assert kept <= {line.number for line in everything}


def test_a_page_of_sixty_needs_and_entries_costs_what_one_of_three_costs(
    client, case, caseworker, django_assert_max_num_queries
):
    openings.log_opening(case=case, by=caseworker)
    client.force_login(caseworker)
    for number in range(60):
        cases.note(case=case, words=f"Note {number}", by=caseworker)
    page_of(client, case)

    with django_assert_max_num_queries(45):
        assert "Note 59" in page_of(client, case)


def test_the_queue_says_how_long_a_case_has_been_open(client, case, caseworker):
    case.opened_at = timezone.now() - timedelta(days=21)
    case.save()
    client.force_login(caseworker)

    page = client.get(reverse("inclusion_workspace:cases"), {"show": "mine"}).content.decode()

    assert case.person.initials in page
    assert "21 days" in page
