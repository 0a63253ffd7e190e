"""Passing a case on: two organisations, two records, one of them at work."""

from datetime import date, timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import CharField, DateField, EmailField, TextField
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.outbox.models import Message
from inclusion.cases.services import cases, people, referrals, transfers
from inclusion.models import Case, NotMetReason, Person, ReferralState, Transfer, TransferState
from tests.factories.inclusion import a_case, team_of
from tests.factories.partners import AgreementFactory, caseworker_of
from tests.factories.places import DistrictFactory
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return team_of()


@pytest.fixture
def receiver(other):
    return caseworker_of(other.organisation)


@pytest.fixture
def agreement(team, other):
    return AgreementFactory(kind="data_sharing", parties=[team.organisation, other.organisation])


@pytest.fixture
def case(team, agreement):
    return a_case(
        handled_by=team.organisation,
        person__name="Ada Example",
        person__phone="+447700900123",
        needs=["device", "skills"],
    )


def offer(case, to, by, **values):
    values = {
        "basis": "agreed",
        "basis_words": "By telephone",
        "why": "Nearer to them",
        "handover": "Ada likes mornings.",
        **values,
    }
    return transfers.offer(case=case, to=to, by=by, **values)


def test_offer_tells_the_other_team_and_names_nobody(case, other, receiver, caseworker):
    offer(case, other, caseworker)

    message = Message.objects.get(template="inclusion/transfer_offered")
    assert message.to == receiver.email
    assert not says(message.subject + message.words, "Ada")
    assert not Case.objects.visible_to(receiver).exists()


def test_accept_gives_the_other_organisation_a_record_of_its_own(case, other, receiver, caseworker):
    cases.note(case=case, words="She told me of her son.", by=caseworker)

    new = transfers.accept(transfer=offer(case, other, caseworker), by=receiver)

    case.refresh_from_db()
    assert new.person != case.person
    assert (new.person.name, new.person.kept_by) == ("Ada Example", other.organisation)
    assert {need.kind for need in new.needs.unresolved()} == {"device", "skills"}
    assert {need.reason for need in case.needs.all()} == {NotMetReason.TRANSFERRED}
    assert not case.is_open
    words = " ".join(new.events.values_list("words", flat=True))
    assert "Ada likes mornings." in words
    assert not says(words, "son")
    assert not Case.objects.filter(pk=new.pk).visible_to(caseworker).exists()
    assert not Case.objects.filter(pk=case.pk).visible_to(receiver).exists()


def unusual(field):
    """A value that nobody gets by default."""
    if isinstance(field, ArrayField):
        return [unusual(field.base_field)]
    if field.choices:
        return next(word for word, _ in reversed(field.flatchoices) if word != field.get_default())
    if field.is_relation:
        return DistrictFactory()
    if isinstance(field, DateField):
        return date(1950, 5, 4)
    # A field of another kind: say here what to try it with.
    assert isinstance(field, CharField | TextField), field
    return "ada@test.example" if isinstance(field, EmailField) else "said"


def test_accept_copies_whatever_is_not_named_as_staying(case, other, receiver, caseworker):
    need = case.needs.first()
    named = {Person: people.OF_THE_RECORD - {"district"}, **transfers.STAYS}
    travels = {
        record: [one for one in record._meta.concrete_fields if one.name not in named[type(record)]]
        for record in (case.person, case, need)
    }
    told = {
        record: {field.name: unusual(field) for field in fields}
        for record, fields in travels.items()
    }
    for record, values in told.items():
        type(record).objects.filter(pk=record.pk).update(**values)

    new = transfers.accept(transfer=offer(case, other, caseworker), by=receiver)

    for record, there in (
        (case.person, new.person),
        (case, new),
        (need, new.needs.get(kind=told[need]["kind"])),
    ):
        assert {name: getattr(there, name) for name in told[record]} == told[record]


@pytest.mark.parametrize(
    ("model", "stays"),
    [(Person, people.OF_THE_RECORD), *transfers.STAYS.items()],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_only_fields_that_are_there_are_named_as_staying(model, stays):
    assert stays <= {field.name for field in model._meta.concrete_fields}


def test_accept_keeps_the_district_of_a_postcode_that_is_not_on_the_map(
    case, other, receiver, caseworker
):
    district = DistrictFactory(is_ours=True)
    Person.objects.filter(pk=case.person_id).update(postcode="CM20 1AA", district=district)
    transfer = offer(case, other, caseworker)

    new = transfers.accept(transfer=transfer, by=receiver)

    assert new.person.district == district


def test_accept_tells_the_referrer_that_the_case_was_passed_on(
    team, surgery, sharing, other, receiver, caseworker, agreement
):
    nurse = caseworker_of(surgery)
    referral = referrals.submit(
        kind="partner",
        made_by=surgery,
        sharing=sharing,
        person={"name": "Ada Example"},
        wanted=["skills"],
        by=nurse,
    )
    case = referrals.accept(referral=referral, by=caseworker)

    transfers.accept(transfer=offer(case, other, caseworker), by=receiver)

    referral.refresh_from_db()
    assert referral.state == ReferralState.COMPLETED
    assert referral.was_transferred
    last = Message.objects.filter(to=nurse.email).order_by("pk").last()
    assert (
        f"transferred the case of your referral {referral.reference} to {other}"
        in last.words.replace("\n", " ")
    )


@pytest.mark.parametrize("moment", ["offer", "accept"])
def test_a_lapsed_agreement_stops_a_transfer(moment, case, other, receiver, caseworker, agreement):
    act = partial(offer, case, other, caseworker)
    if moment == "accept":
        act = partial(transfers.accept, transfer=act(), by=receiver)
    agreement.expires_on = timezone.localdate() - timedelta(days=1)
    agreement.save()

    with pytest.raises(transfers.NoAgreement):
        act()

    assert Case.objects.count() == 1


def test_offer_is_to_another_organisation(case, team, caseworker):
    with pytest.raises(Refusal, match="already with yours"):
        offer(case, team, caseworker)


def test_offer_asks_for_a_basis_in_words(case, other, caseworker):
    with pytest.raises(Refusal, match="how the person agreed"):
        offer(case, other, caseworker, basis_words=" ")


@pytest.mark.parametrize("state", ["reserved", "supplied"])
def test_offer_waits_until_nothing_is_in_between(case, other, caseworker, state):
    case.needs.filter(kind="device").update(state=state)

    with pytest.raises(transfers.SomethingReserved):
        offer(case, other, caseworker)


def test_a_case_is_offered_once_at_a_time(case, other, caseworker):
    transfer = offer(case, other, caseworker)

    with pytest.raises(transfers.OfferedAlready):
        offer(case, other, caseworker)

    transfers.withdraw(transfer=transfer, by=caseworker)
    assert offer(case, other, caseworker).state == TransferState.OFFERED


def test_decline_leaves_the_case_where_it_is(case, other, receiver, caseworker):
    transfer = transfers.decline(
        transfer=offer(case, other, caseworker), words="We are full.", by=receiver
    )

    case.refresh_from_db()
    assert case.is_open
    assert transfer.state == TransferState.DECLINED
    assert case.events.last().words == "We are full."


def test_a_case_that_was_passed_on_is_not_reopened(case, other, receiver, caseworker):
    transfers.accept(transfer=offer(case, other, caseworker), by=receiver)

    with pytest.raises(Refusal, match="transferred"):
        cases.reopen(case=case, words="Rang us.", by=caseworker)


def test_close_waits_for_the_answer_to_an_offer(case, other, caseworker):
    offer(case, other, caseworker)
    case.needs.update(state="declined")

    with pytest.raises(Refusal, match="offered to another"):
        cases.close(case=case, words="Done.", by=caseworker)


@pytest.mark.django_db(transaction=True)
def test_accepting_and_taking_back_at_the_same_moment_have_one_winner(
    case, other, receiver, caseworker
):
    transfer = offer(case, other, caseworker)
    start, refused = Barrier(2), []

    def run(act, by):
        start.wait()
        try:
            act(transfer=transfer, by=by)
        except transfers.AnsweredAlready as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [
        Thread(target=run, args=(transfers.accept, receiver)),
        Thread(target=run, args=(transfers.withdraw, caseworker)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    taken = Transfer.objects.get().state == TransferState.ACCEPTED
    assert Case.objects.count() == (2 if taken else 1)
