from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from inclusion.cases.services import cases, referrals, telling, work
from inclusion.models import (
    REFERRAL_MOVES,
    Case,
    NeedKind,
    Person,
    Referral,
    ReferralEvent,
    ReferralState,
    ReferringPartner,
)
from partners.models import OrganisationState
from tests.days import as_of_now, in_days
from tests.factories.inclusion import CaseFactory, PersonFactory, ReferralFactory, team_of
from tests.factories.partners import AgreementFactory, OrganisationFactory, contributor_of

pytestmark = pytest.mark.django_db


def refer(surgery, sharing, **values):
    values = {"person": {"name": "Ada Example"}, "wanted": ["device", "data"], **values}
    return referrals.submit(kind="partner", made_by=surgery, sharing=sharing, **values)


def ask(sharing, **values):
    values = {"person": {"name": "Ada Example"}, "wanted": ["skills"], **values}
    return referrals.submit(kind="self", sharing=sharing, **values)


def test_every_state_has_its_moves():
    assert set(REFERRAL_MOVES) == set(ReferralState)


def test_submit_sends_a_person_to_the_team_of_their_district(team, sharing, postcode):
    elsewhere = team_of(OrganisationFactory(name="Elsewhere"))

    referral = ask(sharing, person={"name": "Ada Example", "postcode": postcode})

    assert referral.to == team.organisation != elsewhere.organisation
    assert referral.person.kept_by == team.organisation
    assert referral.person.district.name == "Harlow"
    assert [event.state for event in referral.events.all()] == [ReferralState.SUBMITTED]


def test_submit_sends_everybody_else_to_the_default_team(team, sharing):
    assert ask(sharing, person={"name": "Ada", "postcode": "ZZ1 1ZZ"}).to == team.organisation


def test_submit_says_so_when_nobody_takes_referrals(team, sharing):
    team.takes_referrals = False
    team.save()

    with pytest.raises(referrals.NobodyToHelp):
        ask(sharing)

    assert Person.objects.count() == 0


def test_submit_sent_twice_is_kept_once(team, sharing):
    first = ask(sharing, attempt="abc")
    second = ask(sharing, attempt="abc")

    assert first == second
    assert Person.objects.count() == Referral.objects.count() == 1


def test_submit_refuses_a_partner_without_an_agreement(team, sharing):
    with pytest.raises(referrals.MayNotRefer):
        refer(OrganisationFactory(), sharing)


@pytest.mark.parametrize(
    "change",
    [
        {"expires_on": in_days(-1)},
        {"ended_on": in_days(0)},
        {"kind": "memorandum"},
        {"signed_on": in_days(1)},
    ],
    ids=["lapsed", "ended", "of another kind", "not yet signed"],
)
def test_submit_refuses_a_partner_whose_agreement_does_not_hold(team, surgery, sharing, change):
    agreement = surgery.agreements.get()
    for name, value in as_of_now(change).items():
        setattr(agreement, name, value)
    agreement.save()

    with pytest.raises(referrals.MayNotRefer):
        refer(surgery, sharing)


def test_submit_refuses_a_partner_that_is_suspended(team, surgery, sharing):
    surgery.state = OrganisationState.SUSPENDED
    surgery.save()

    with pytest.raises(referrals.MayNotRefer):
        refer(surgery, sharing)


def test_a_lapsed_agreement_never_stops_the_work_on_open_cases(team, surgery, sharing, caseworker):
    case = referrals.accept(referral=refer(surgery, sharing), by=caseworker)
    surgery.agreements.update(ended_on=timezone.localdate())

    cases.note(case=case, words="Rang her.", by=caseworker)

    assert case.events.filter(words="Rang her.").exists()


def test_submit_refuses_more_open_referrals_than_agreed(team, surgery, sharing, caseworker):
    ReferringPartner.objects.create(organisation=surgery, most_open=2)
    first = refer(surgery, sharing)
    refer(surgery, sharing)

    with pytest.raises(referrals.TooManyOpen, match="limit of 2 open referrals"):
        refer(surgery, sharing)

    referrals.decline(referral=first, reason="outside", by=caseworker)
    assert refer(surgery, sharing).state == ReferralState.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_submit_keeps_to_the_limit_when_colleagues_send_at_the_same_moment(team, surgery, sharing):
    ReferringPartner.objects.create(organisation=surgery, most_open=3)
    start, refused = Barrier(8), []

    def send():
        start.wait()
        try:
            refer(surgery, sharing)
        except referrals.TooManyOpen as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Referral.objects.filter(made_by=surgery).count() == 3
    assert len(refused) == 5


def test_accept_opens_a_case_with_a_need_for_each_thing_asked_for(
    team, surgery, sharing, caseworker
):
    referral = refer(surgery, sharing, urgency="soon")

    case = referrals.accept(referral=referral, by=caseworker)

    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED
    assert referral.case == case
    assert {need.kind for need in case.needs.all()} == {NeedKind.DEVICE, NeedKind.DATA}
    assert case.target_on == timezone.localdate() + timedelta(days=team.days_if_soon)


def test_the_target_date_counts_from_the_day_they_asked(team, surgery, sharing, caseworker):
    """They were told by when they hear from us: how long we take to accept moves nothing."""
    referral = refer(surgery, sharing, urgency="soon")
    asked = timezone.now() - timedelta(days=3)
    Referral.objects.filter(pk=referral.pk).update(submitted_at=asked)
    referral.refresh_from_db()
    told = telling.heard_by(referral)

    case = referrals.accept(referral=referral, by=caseworker)

    assert case.target_on == told == timezone.localdate(asked) + timedelta(days=team.days_if_soon)


def test_accept_can_join_the_case_somebody_has_already(team, surgery, sharing, caseworker):
    known = PersonFactory(kept_by=team.organisation, name="Ada Example")
    case = CaseFactory(handled_by=team.organisation, person=known)
    referral = refer(surgery, sharing)
    written = referral.person

    referrals.accept(referral=referral, by=caseworker, join=case)

    written.refresh_from_db()
    referral.refresh_from_db()
    assert (referral.case, referral.person) == (case, known)
    assert written.merged_into == known
    assert Case.objects.count() == 1


def test_accept_joins_no_case_of_another_organisation(surgery, sharing, caseworker):
    referral = refer(surgery, sharing)

    with pytest.raises(Refusal, match="another team"):
        referrals.accept(referral=referral, by=caseworker, join=CaseFactory())


def test_a_referral_is_answered_once(team, surgery, sharing, caseworker):
    referral = refer(surgery, sharing)
    referrals.decline(referral=referral, reason="elsewhere", by=caseworker)

    with pytest.raises(referrals.AlreadyAnswered):
        referrals.accept(referral=referral, by=caseworker)
    assert Case.objects.count() == 0


def test_decline_asks_for_a_reason_in_the_database_too(team):
    referral = ReferralFactory(to=team.organisation)

    with pytest.raises(IntegrityError, match="inclusion_declined_has_reason"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state="declined", decided_at=timezone.now())


def test_a_partner_must_say_when_the_person_was_told(team, surgery):
    with pytest.raises(IntegrityError, match="inclusion_partner_told_the_person"):
        ReferralFactory(kind="partner", made_by=surgery, to=team.organisation)


def test_closing_the_case_completes_the_referral_and_reopening_opens_it(
    team, surgery, sharing, caseworker
):
    referral = refer(surgery, sharing, wanted=[])
    case = referrals.accept(referral=referral, by=caseworker)

    # That they were referred, somebody was to tell them.
    for task in case.tasks.to_do():
        work.finish_task(task=task, by=caseworker)
    cases.close(case=case, words="Done.", by=caseworker)
    referral.refresh_from_db()
    assert referral.state == ReferralState.COMPLETED

    cases.reopen(case=case, words="Rang again.", by=caseworker)
    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED
    assert ReferralEvent.objects.filter(referral=referral).count() == 4


def test_a_referrer_sees_its_own_referrals_and_a_team_those_sent_to_it(
    team, surgery, sharing, caseworker
):
    mine = refer(surgery, sharing)
    other = OrganisationFactory()
    AgreementFactory(kind="data_sharing", parties=[other, team.organisation])
    theirs = refer(other, sharing)
    nurse = contributor_of(surgery)

    assert set(Referral.objects.visible_to(nurse)) == {mine}
    assert set(Referral.objects.visible_to(caseworker)) == {mine, theirs}
