"""The records of partners whose changes can be read: see `diz_portal.trail`."""

from typing import Any

from django.urls import reverse

from diz_portal import trail
from diz_portal.trail import Part, Tracked
from partners.models import Agreement, Membership, Organisation


def _organisation(user: Any, slug: str) -> Organisation | None:
    """For whoever looks after it: the trail names its people and when they came and went."""
    found = Organisation.objects.visible_to(user).filter(slug=slug).first()
    return found if found and user.has_perm("partners.look_after_people", found) else None


def _agreement(user: Any, reference: str) -> Agreement | None:
    return Agreement.objects.visible_to(user).filter(reference=reference).first()


trail.register(
    Tracked(
        kind="organisation",
        model=Organisation,
        key="slug",
        find=_organisation,
        url=lambda organisation: reverse(
            "partners_workspace:organisation", args=[organisation.slug]
        ),
        parts=(
            Part(
                Membership,
                of=lambda organisation: {"organisation": organisation},
                what="Member",
                named="person",
            ),
        ),
    )
)
trail.register(
    Tracked(
        kind="agreement",
        model=Agreement,
        find=_agreement,
        url=lambda agreement: agreement.get_absolute_url(),
    )
)
