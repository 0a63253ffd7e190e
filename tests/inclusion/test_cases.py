import itertools
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from inclusion.cases.roles import handles_for, takes_for
from inclusion.cases.services import casebook, cases, needs, openings
from inclusion.models import (
    CASE_MOVES,
    NEED_MOVES,
    RESOLVED,
    Case,
    CaseEvent,
    CaseOpening,
    CaseState,
    Need,
    NeedState,
    OpeningKind,
)
from partners.models import OrganisationState
from tests.factories.inclusion import NeedFactory, a_case
from tests.factories.inclusion import named as name_lead
from tests.factories.partners import (
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    manager,
    viewer_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(team):
    return a_case(handled_by=team.organisation, needs=["device"])


def test_every_state_has_its_moves():
    assert set(CASE_MOVES) == set(CaseState)
    assert set(NEED_MOVES) == set(NeedState)


def test_move_follows_the_table_of_moves(case, caseworker):
    need = case.needs.get()
    for state, to in itertools.product(NeedState, NeedState):
        Need.objects.filter(pk=need.pk).update(
            state=state, reason="other" if state == NeedState.NOT_MET else ""
        )
        need.refresh_from_db()
        if to in NEED_MOVES[state]:
            assert needs.move(need=need, to=to, by=caseworker, reason="other").state == to
        else:
            with pytest.raises(needs.NoSuchMove):
                needs.move(need=need, to=to, by=caseworker, reason="other")


def test_move_writes_a_line_that_names_the_need_and_nobody(case, caseworker):
    needs.move(need=case.needs.get(), to="approved", by=caseworker, words="She has none.")

    line = case.events.get()
    assert (line.summary, line.words, line.by) == (
        "A device: approved",
        "She has none.",
        caseworker,
    )


def test_move_asks_why_a_need_was_not_met(case, caseworker):
    with pytest.raises(needs.NoSuchMove, match="why"):
        needs.move(need=case.needs.get(), to="not_met", by=caseworker)


def test_close_refuses_while_a_need_is_open(case, caseworker):
    with pytest.raises(cases.NeedsOpen):
        cases.close(case=case, words="", by=caseworker)


@pytest.mark.parametrize("state", RESOLVED)
def test_close_ends_a_case_whose_needs_are_resolved(case, caseworker, state):
    reason = "other" if state == NeedState.NOT_MET else ""
    case.needs.update(state=state, reason=reason)

    closed = cases.close(case=case, words="All done.", by=caseworker)

    assert closed.state == CaseState.CLOSED
    with pytest.raises(casebook.CaseClosed):
        needs.add(case=closed, kind="data", by=caseworker)


def test_the_database_refuses_to_close_a_case_with_an_open_need(case):
    with pytest.raises(IntegrityError, match="every need is resolved"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="closed", closed_at="2026-01-01T00:00Z")


def test_the_database_refuses_an_open_need_in_a_closed_case(team):
    case = a_case(handled_by=team.organisation, state="closed", closed_at="2026-01-01T00:00Z")

    with pytest.raises(IntegrityError, match="no open needs"), transaction.atomic():
        NeedFactory(case=case)


@pytest.mark.django_db(transaction=True)
def test_closing_and_adding_a_need_at_the_same_moment_leave_no_closed_case_with_one(
    team, caseworker
):
    case = a_case(handled_by=team.organisation)
    start = Barrier(2)

    def run(action):
        start.wait()
        try:
            action()
        except (casebook.CaseClosed, cases.NeedsOpen):
            pass
        finally:
            connection.close()

    acts = [
        lambda: cases.close(case=case, words="", by=caseworker),
        lambda: needs.add(case=case, kind="data", by=caseworker),
    ]
    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    case.refresh_from_db()
    assert case.is_open == case.needs.exists()


def test_reopen_gives_a_closed_case_a_new_date(case, caseworker):
    case.needs.update(state="declined")
    cases.close(case=case, words="", by=caseworker)

    reopened = cases.reopen(case=case, words="Rang again.", by=caseworker)

    assert reopened.is_open
    assert reopened.closed_at is None


def test_the_timeline_and_the_log_of_openings_cannot_be_changed(case, caseworker):
    cases.note(case=case, words="Rang her.", by=caseworker)
    openings.log_opening(case=case, by=caseworker)

    for rows in (CaseEvent.objects, CaseOpening.objects):
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            rows.update(at="2020-01-01T00:00Z")
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            rows.all()._raw_delete("default")


def test_correct_leaves_the_earlier_note_legible(case, caseworker):
    wrong = cases.note(case=case, words="Has a laptop.", by=caseworker)

    right = cases.correct(event=wrong, words="Has no laptop.", by=caseworker)

    assert right.corrects == wrong
    assert list(case.events.values_list("words", flat=True)) == ["Has a laptop.", "Has no laptop."]


def test_log_opening_writes_the_same_look_once(case, caseworker):
    openings.log_opening(case=case, by=caseworker)
    openings.log_opening(case=case, by=caseworker)
    openings.log_opening(
        case=case,
        by=caseworker,
        kind=OpeningKind.SAFEGUARDING,
        ground="harm",
        reason="Her sister says that she is in danger.",
    )

    assert case.openings.count() == 2


def test_emergency_access_needs_a_reason_in_the_database_too(case, caseworker):
    with pytest.raises(IntegrityError, match="has_reason"), transaction.atomic():
        openings.log_opening(case=case, by=caseworker, kind=OpeningKind.SAFEGUARDING)


def test_only_caseworkers_of_the_handling_organisation_see_a_case(case, team, caseworker):
    assert list(Case.objects.visible_to(caseworker)) == [case]
    for somebody in (manager(), caseworker_of(), viewer_of(team.organisation)):
        assert not Case.objects.visible_to(somebody).exists()
        assert not somebody.has_perm("inclusion.work_on", case)


def test_a_suspended_organisation_does_not_see_its_cases(case, team, caseworker):
    team.organisation.state = OrganisationState.SUSPENDED
    team.organisation.save()

    assert not Case.objects.visible_to(caseworker).exists()


def test_emergency_access_is_for_the_named_leads_of_the_handling_organisation(case, team):
    named, other = viewer_of(team.organisation), viewer_of(team.organisation)
    name_lead(team, named)

    assert named.has_perm("inclusion.use_emergency_access", case)
    assert not other.has_perm("inclusion.use_emergency_access", case)


def test_assign_refuses_somebody_who_does_not_work_for_the_team(case, caseworker):
    with pytest.raises(casebook.NotACaseworker):
        cases.assign(case=case, to=caseworker_of(), by=caseworker)

    assert cases.assign(case=case, to=caseworker, by=caseworker).assigned_to == caseworker
    assert case.events.get().whom == caseworker


def test_something_new_is_taken_by_caseworkers_of_what_works_here():
    works = OrganisationFactory()
    finishes = OrganisationFactory(state="suspended", hands_over_until=timezone.localdate())

    assert takes_for(caseworker_of(works)) == {works.pk}
    assert takes_for(contributor_of(works)) == set()
    leaving = caseworker_of(finishes)
    assert (takes_for(leaving), handles_for(leaving)) == (set(), {finishes.pk})
