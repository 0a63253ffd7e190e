"""A manager, and seminars to register for: written straight into the database, as a job of its own.

python -m tests.deployed.people SECRET     the secret of the manager's two-step verification
"""

import sys

import django

EMAIL, NAME = "maya@lead.example", "Maya Manager"
SEMINARS = 3


def main(secret: str) -> None:
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    from partners.models import Role
    from tests.factories.accounts import UserFactory
    from tests.factories.partners import MembershipFactory
    from tests.factories.places import PartnershipFactory
    from tests.factories.seminars import SeminarFactory

    lead = PartnershipFactory().lead_organisation
    maya = MembershipFactory(
        person=UserFactory(name=NAME, email=EMAIL), organisation=lead, role=Role.MANAGER
    ).person
    Authenticator.objects.create(
        user=maya,
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(secret)},
    )
    for number in range(SEMINARS):
        SeminarFactory(slug=f"seminar-{number}", capacity_in_person=100_000)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
