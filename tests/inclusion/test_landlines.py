"""A need about a landline: what is asked in a call, what follows, and whose it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from inclusion.cases.models.need import RESOLVED
from inclusion.cases.services import needs, openings, redaction, telling, transfers
from inclusion.landline import on_cases
from inclusion.landline.models import ON_THE_NEW_LINE
from inclusion.landline.services import landlines
from inclusion.landline.services.landlines import NO_ANSWER, Outcome
from inclusion.models import LANDLINE_MOVES, CaseEvent, Landline, LandlineState, Need, Step, Telling
from tests.days import as_of_now, as_typed, in_days
from tests.editing import edit
from tests.factories.inclusion import CaseFactory, NeedFactory, team_of
from tests.factories.partners import caseworker_of
from tests.words import says

pytestmark = pytest.mark.django_db
ALARM = {"has_alarm": "yes", "alarm_provider": "Careline Example"}


def day(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def need(team, caseworker, partnership):
    case = CaseFactory(handled_by=team.organisation, target_on=day(9), person__contact_by="phone")
    return needs.add(case=case, kind="landline", by=caseworker)


def call(need, caseworker, state, *, call_by=None, tested_on=None, **answers):
    outcome = Outcome(state, call_by, tested_on)
    landlines.record_call(need=need, outcome=outcome, answers=answers, by=caseworker)
    need.refresh_from_db()
    return Landline.objects.get(need=need)


def test_every_progress_is_a_key_of_its_moves():
    assert set(LANDLINE_MOVES) == set(LandlineState)


def test_a_need_begins_to_be_called_by_the_target_date(need):
    assert (need.landline.state, need.landline.call_by) == ("to_call", day(9))


@pytest.mark.parametrize("kind", ["device", "skills"])
def test_another_need_has_no_landline(team, caseworker, kind):
    case = CaseFactory(handled_by=team.organisation)

    needs.add(case=case, kind=kind, by=caseworker)

    assert not Landline.objects.exists()


def test_a_call_approves_the_need_and_says_when_to_call_again(need, caseworker):
    landline = call(need, caseworker, "called", call_by=day(20), provider="BT", **ALARM)

    assert (landline.state, landline.called_on, landline.call_by) == ("called", day(), day(20))
    assert need.state == "approved"
    assert CaseEvent.objects.filter(kind="contact").get().summary == "Landline call: Called"


def test_no_answer_leaves_the_person_to_call(need, caseworker):
    landline = call(need, caseworker, NO_ANSWER, call_by=day(2))

    assert (landline.state, landline.called_on, landline.call_by) == ("to_call", None, day(2))
    assert need.state == "identified"


def test_a_tested_alarm_is_the_end_and_the_person_is_told(need, caseworker):
    call(need, caseworker, "moved", call_by=day(3), switches_on=day(-1), **ALARM)
    assert need.state == "approved"

    landline = call(need, caseworker, "tested", switches_on=day(-1), **ALARM)

    assert (landline.tested_on, landline.call_by) == (day(), None)
    assert need.state == "supplied"
    told = Telling.objects.get(step=Step.SUPPLIED)
    _, words = telling.words_by_hand(told)
    assert says(words, "We have checked your landline with you, and your alarm if you have one.")


def test_who_has_no_alarm_is_done_once_moved(need, caseworker):
    landline = call(need, caseworker, "moved", switches_on=day(), has_alarm="no")

    assert landline.is_done
    assert need.state == "supplied"


def test_who_declines_help_declines_the_need(need, caseworker):
    landline = call(need, caseworker, "refused")

    assert landline.call_by is None
    assert need.state == "declined"


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ("moved", {"has_alarm": "no"}),
        ("moved", {"has_alarm": "no", "switches_on": in_days(1)}),
        ("tested", {"switches_on": in_days(0), "has_alarm": "no"}),
        ("tested", {"switches_on": in_days(0), "tested_on": in_days(-1), "has_alarm": "yes"}),
        ("tested", {"switches_on": in_days(0), "tested_on": in_days(1), "has_alarm": "yes"}),
        ("called", {}),
        ("called", {"call_by": in_days(-1)}),
        ("to_call", {"call_by": in_days(1)}),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(need, caseworker, state, more):
    with pytest.raises(Refusal):
        call(need, caseworker, state, **as_of_now(more))

    need.refresh_from_db()
    assert (need.landline.state, need.state) == ("to_call", "identified")


def test_an_alarm_may_be_tested_on_the_very_day_of_the_switch(need, caseworker):
    landline = call(need, caseworker, "tested", switches_on=day(-2), tested_on=day(-2), **ALARM)

    assert landline.tested_on == day(-2)


def test_the_next_call_may_be_today(need, caseworker):
    assert call(need, caseworker, "called", call_by=day()).call_by == day()
    assert call(need, caseworker, NO_ANSWER, call_by=day()).call_by == day()


def test_nobody_is_called_again_once_all_is_done(need, caseworker):
    call(need, caseworker, "moved", switches_on=day(), has_alarm="no")

    with pytest.raises(Refusal):
        call(need, caseworker, NO_ANSWER, call_by=day(3))

    assert Landline.objects.get().call_by is None


def test_a_resolved_need_is_not_called_about(need, caseworker):
    call(need, caseworker, "refused")

    with pytest.raises(Refusal, match="resolved"):
        call(need, caseworker, "called", call_by=day(1))


@pytest.mark.parametrize("ended", ["refused", "moved"])
def test_a_need_that_is_open_again_is_called_about_and_keeps_its_answers(need, caseworker, ended):
    call(need, caseworker, ended, switches_on=day(), has_alarm="no", provider="BT")
    to = "identified" if ended == "refused" else "approved"

    needs.move(need=need, to=to, by=caseworker)

    landline = Landline.objects.get()
    assert (landline.state, landline.call_by, landline.provider) == ("to_call", day(7), "BT")


def test_those_to_call_are_the_open_ones(need, caseworker):
    assert Landline.objects.to_call().count() == 1
    for state in (*RESOLVED, "supplied"):
        reason = "other" if state == "not_met" else ""
        Need.objects.filter(pk=need.pk).update(state=state, reason=reason)
        assert not Landline.objects.to_call().exists()


def test_what_was_told_once_goes_along_to_another_team(need, caseworker, team):
    call(need, caseworker, "called", call_by=day(5), provider="BT", switches_on=day(40), **ALARM)
    new = NeedFactory(case=CaseFactory(), kind="landline")
    landlines.begin(new)
    need.refresh_from_db()

    on_cases.landlines.carry(Need.objects.get(pk=need.pk), new)

    other = Landline.objects.get(need=new)
    assert (other.provider, other.switches_on, other.alarm_provider) == (
        "BT",
        day(40),
        "Careline Example",
    )
    assert other.state == "to_call"
    assert transfers.additions  # the transfer itself asks every room


def test_erasing_keeps_the_figures_and_takes_the_words(need, caseworker, team):
    call(need, caseworker, "called", call_by=day(5), provider="Ada’s son", **ALARM)
    case = need.case
    Need.objects.filter(pk=need.pk).update(state="declined")
    type(case).objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())

    redaction.forget(person=case.person)

    landline = Landline.objects.get()
    assert (landline.provider, landline.alarm_provider) == ("", "")
    assert (landline.state, landline.has_alarm) == ("called", "yes")


def test_the_database_refuses_two_for_one_need(need):
    with pytest.raises(IntegrityError):
        Landline.objects.create(need=need, call_by=day())


# The page ------------------------------------------------------------------------


@pytest.fixture
def browser(client, caseworker):
    client.force_login(caseworker)
    return client


def address(need) -> str:
    return reverse("inclusion_workspace:landline_call", args=[need.reference])


def shown(browser, need, caseworker) -> str:
    openings.log_opening(case=need.case, by=caseworker)
    return browser.get(address(need)).content.decode()


def test_details_must_be_shown_first(browser, need):
    assert browser.get(address(need)).url == need.case.get_absolute_url()


def test_another_teams_need_is_not_there(client, need):
    client.force_login(caseworker_of(team_of().organisation))

    assert client.get(address(need)).status_code == 404


def test_the_page_has_a_script_and_takes_the_answers(browser, need, caseworker):
    page = shown(browser, need, caseworker)
    assert says(page, "I will never ask for money, a password or your bank details.")

    answers = {"outcome": "called", "provider": "BT", "has_alarm": "yes", "signal": "none"}
    response = edit(browser, address(need), as_typed({**answers, "call_by": day(8)}))

    assert response.url == need.case.get_absolute_url()
    landline = Landline.objects.get()
    assert (landline.provider, landline.signal, landline.battery) == ("BT", "none", "")
    card = browser.get(response.url).content.decode()
    assert says(card, "Call again about the landline".lower())
    assert says(card, "Phone provider")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "outcome"),
        ({"outcome": "called"}, "call_by"),
        ({"outcome": NO_ANSWER, "call_by": in_days(-1)}, "call_by"),
        ({"outcome": "moved"}, "switches_on"),
        ({"outcome": "tested", "switches_on": in_days(0)}, "has_alarm"),
        ({"outcome": "refused", "alarm_provider": "Careline", "has_alarm": "no"}, "has_alarm"),
        (
            {
                "outcome": "tested",
                "has_alarm": "yes",
                "switches_on": in_days(0),
                "tested_on": in_days(-1),
            },
            "tested_on",
        ),
        ({"outcome": "refused", "tested_on": in_days(0)}, "outcome"),
        ({"outcome": "to_call"}, "outcome"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(browser, need, caseworker, typed, field):
    shown(browser, need, caseworker)

    response = edit(browser, address(need), as_typed(typed))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Landline.objects.get().state == "to_call"


def test_a_line_that_has_moved_can_only_be_tested_or_declined(need, caseworker):
    call(need, caseworker, "moved", call_by=day(3), switches_on=day(-1), **ALARM)

    assert LANDLINE_MOVES[LandlineState.MOVED] == {"moved", "tested", "refused"}
    assert "moved" in ON_THE_NEW_LINE
