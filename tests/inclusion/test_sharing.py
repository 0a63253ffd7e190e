"""What is known of a person passes between two that have agreed so with each other."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from inclusion.cases import rules
from inclusion.cases.services import referrals, transfers
from inclusion.cases.services.referrals import Sharing
from inclusion.models import Referral, Transfer
from partners import services
from partners.models import Agreement, AgreementKind
from tests.days import as_of_now, in_days
from tests.factories.inclusion import a_case, team_of
from tests.factories.partners import AgreementFactory, OrganisationFactory, caseworker_of, manager

pytestmark = pytest.mark.django_db
SHARING = AgreementKind.DATA_SHARING


@pytest.fixture
def trust(db):
    return OrganisationFactory(name="Lea Stort Trust")


def refer(made_by, **values):
    sharing = Sharing("public_task", told_by="The nurse", told_on=timezone.localdate())
    return referrals.submit(
        kind="partner",
        person={"name": "Ada Example", "phone": "01632 960001"},
        sharing=sharing,
        wanted=["device"],
        made_by=made_by,
        **values,
    )


def pass_on(case, to, by):
    return transfers.offer(
        case=case, to=to, basis="agreed", basis_words="She agreed.", why="", handover="", by=by
    )


def test_an_agreement_with_somebody_else_lets_nobody_refer(team, trust):
    """Each has one in force, and none is with the other."""
    other = team_of(OrganisationFactory(name="Harbour Trust"))
    AgreementFactory(kind=SHARING, parties=[trust, other.organisation])
    AgreementFactory(kind=SHARING, parties=[team.organisation, OrganisationFactory()])

    assert rules.may_refer([trust.pk]) == [trust]
    with pytest.raises(referrals.MayNotRefer, match="Lea Stort Trust and Kettle and Keyboard"):
        refer(trust)
    assert not Referral.objects.exists()
    assert refer(trust, team=other).to == other.organisation


def test_an_agreement_with_no_team_opens_no_form(team, trust):
    AgreementFactory(kind=SHARING, parties=[trust, OrganisationFactory()])

    assert rules.may_refer([trust.pk]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": AgreementKind.MEMORANDUM},
        {"ended_on": in_days(0)},
        {"expires_on": in_days(-1)},
        {"signed_on": in_days(1)},
    ],
)
def test_only_what_is_in_force_between_the_two_counts(team, trust, change):
    between = AgreementFactory(kind=SHARING, parties=[trust, team.organisation])
    assert rules.agreement_between(trust.pk, team.organisation.pk) == between

    Agreement.objects.filter(pk=between.pk).update(**as_of_now(change))

    assert rules.agreement_between(trust.pk, team.organisation.pk) is None


def test_a_case_passes_between_the_two_alone(team, caseworker):
    other = team_of(OrganisationFactory(name="Harbour Trust"))
    receiver = caseworker_of(other.organisation)
    third = OrganisationFactory()
    AgreementFactory(kind=SHARING, parties=[team.organisation, third])
    AgreementFactory(kind=SHARING, parties=[other.organisation, third])
    case = a_case(handled_by=team.organisation)

    with pytest.raises(transfers.NoAgreement):
        pass_on(case, other, caseworker)
    between = AgreementFactory(kind=SHARING, parties=[team.organisation, other.organisation])
    transfer = pass_on(case, other, caseworker)
    Agreement.objects.filter(pk=between.pk).update(ended_on=timezone.localdate())

    with pytest.raises(transfers.NoAgreement):
        transfers.accept(transfer=transfer, by=receiver)
    assert Transfer.objects.waiting().count() == 1


def test_the_case_names_the_agreement_between_the_two(client, team, caseworker, surgery):
    AgreementFactory(
        kind=SHARING,
        title="Quite another paper",
        parties=[team.organisation, OrganisationFactory()],
        expires_on=timezone.localdate() + timedelta(days=900),
    )
    Agreement.objects.filter(parties=surgery).update(title="Surgery and Kettle")
    case = referrals.accept(referral=refer(surgery), by=caseworker)
    client.force_login(caseworker)

    page = client.get(case.get_absolute_url()).content.decode()

    assert "Surgery and Kettle<br>Old Mill Surgery and Kettle and Keyboard" in page
    assert "Quite another paper" not in page


# Sharing with nobody ---


def test_nobody_shares_data_with_themselves(client, trust):
    boss = manager()
    client.force_login(boss)
    today = timezone.localdate()
    form = {
        "title": "Alone",
        "kind": SHARING,
        "parties": [trust.pk],
        "signed_on_0": today.day,
        "signed_on_1": today.month,
        "signed_on_2": today.year,
    }

    page = client.post(reverse("partners_workspace:add_agreement"), form)
    admin = client.post(
        reverse("admin:partners_agreement_add"),
        {"title": "Alone", "kind": SHARING, "parties": [trust.pk], "signed_on": today},
    )
    with pytest.raises(services.agreements.SharedWithNobody):
        services.keep_agreement(
            by=boss, title="Alone", kind=SHARING, signed_on=today, parties=[trust]
        )

    assert page.status_code == 422
    for answer in (page, admin):
        assert "Select at least 2 parties" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_the_database_keeps_no_agreement_with_nobody(trust):
    AgreementFactory(kind=SHARING, parties=[trust, OrganisationFactory()])
    AgreementFactory(kind=SHARING, parties=[trust])

    with pytest.raises(IntegrityError, match="at least two"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
