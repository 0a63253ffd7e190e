"""The part of the world in which people are helped: one function for each subject."""

from types import SimpleNamespace
from typing import Any

from inclusion.models import ReferringPartner
from tests.factories.inclusion import team_of


def build(t: SimpleNamespace, people: dict[str, Any]) -> None:
    teams(t, people)


def teams(t: SimpleNamespace, people: dict[str, Any]) -> None:
    t.team = team_of(t.ours, is_default=True)
    t.team.districts.add(t.district)
    t.referring_partner = ReferringPartner.objects.create(organisation=t.supplier)
