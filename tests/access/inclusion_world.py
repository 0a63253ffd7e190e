"""The part of the world in which people are helped: one function for each subject."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from inclusion.models import EqualityAnswers, ReferringPartner
from tests.factories.inclusion import HelpPlaceFactory, SocialTariffFactory, team_of


def build(t: SimpleNamespace, people: dict[str, Any]) -> None:
    teams(t, people)
    help_places(t)


def teams(t: SimpleNamespace, people: dict[str, Any]) -> None:
    t.team = team_of(t.ours, is_default=True)
    t.team.districts.add(t.district)
    t.referring_partner = ReferringPartner.objects.create(organisation=t.supplier)


def help_places(t: SimpleNamespace) -> None:
    t.help_place = HelpPlaceFactory(name="Harlow library", run_by=t.ours)
    t.tariff = SocialTariffFactory()
    t.equality_answers = EqualityAnswers.objects.create(
        month=timezone.localdate().replace(day=1), age="65_79"
    )
