"""Example teams, referrals and cases. Every resident is invented."""

from datetime import date

from diz_portal.accounts.models import User
from diz_portal.demo import example
from diz_portal.places.models import District
from inclusion.models import Team
from partners.example import CHARITY
from partners.models import Organisation


@example("Cases", order=60)
def load(today: date) -> str:
    _teams()
    return "1 team"


def _teams() -> Team:
    team = Team.objects.create(
        organisation=Organisation.objects.get(slug=CHARITY),
        is_default=True,
        phone="01632 960 044",
        safeguarding_lead=User.objects.get(email="beth.marlowe@kettle.example"),
        data_protection_lead=User.objects.get(email="beth.marlowe@kettle.example"),
    )
    team.districts.set(District.objects.filter(is_ours=True))
    return team
