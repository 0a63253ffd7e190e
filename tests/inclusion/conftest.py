from datetime import timedelta

import pytest
from django.utils import timezone

from inclusion.cases.services.referrals import Sharing
from partners.models import AgreementKind
from tests.factories.inclusion import team_of
from tests.factories.partners import AgreementFactory, OrganisationFactory, caseworker_of
from tests.factories.places import DistrictFactory, PartnershipFactory, PostcodeFactory


@pytest.fixture
def partnership(db):
    return PartnershipFactory()


@pytest.fixture
def district(db):
    return DistrictFactory(name="Harlow", code="E07000073", slug="harlow", is_ours=True)


@pytest.fixture
def postcode(district) -> str:
    """A postcode of the district."""
    return str(PostcodeFactory(district=district))


@pytest.fixture
def team(district):
    """The team that takes referrals from the district, and from everywhere else."""
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    team.districts.add(district)
    return team


@pytest.fixture
def caseworker(team):
    return caseworker_of(team.organisation, name="Cass Worker")


@pytest.fixture
def sharing() -> Sharing:
    """Why a partner may pass on somebody's details, as a form gives it."""
    return Sharing("public_task", told_by="The practice nurse", told_on=timezone.localdate())


@pytest.fixture
def surgery(team):
    """A partner that may refer to the team: active, with a live agreement between the two."""
    organisation = OrganisationFactory(name="Old Mill Surgery")
    AgreementFactory(
        kind=AgreementKind.DATA_SHARING,
        signed_on=timezone.localdate() - timedelta(days=100),
        expires_on=timezone.localdate() + timedelta(days=200),
        parties=[organisation, team.organisation],
    )
    return organisation
