"""The example has somebody at every step of a landline."""

import pytest
from django.utils import timezone

from inclusion.examples import landlines
from inclusion.models import Landline, LandlineState
from partners.example import CHARITY
from tests.factories.inclusion import team_of
from tests.factories.partners import OrganisationFactory, caseworker_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


def test_there_is_somebody_at_every_step():
    charity = team_of(OrganisationFactory(slug=CHARITY), is_default=True).organisation
    caseworker_of(charity)

    landlines.load(timezone.localdate())

    assert set(Landline.objects.values_list("state", flat=True)) == set(LandlineState)
    assert Landline.objects.to_call().filter(call_by__lt=timezone.localdate()).exists()
