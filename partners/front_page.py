from django.urls import reverse
from django.utils import timezone

from diz_portal import figures, versions
from diz_portal.figures import Figure, Invitation

from .models import Organisation


def partners_at_work(request) -> Figure | None:
    count = Organisation.objects.public().count()
    if not count:
        return None
    return Figure(
        number=f"{count:,}",
        label="organisations working together" if count > 1 else "organisation so far",
        as_at=timezone.localdate(),
        how_we_know=reverse("partners:directory"),
    )


def become_a_partner(request) -> Invitation:
    return Invitation(
        title="Become a partner",
        text="Councils, health, education, charities and businesses that work in our districts.",
        link="Ask to join",
        url=reverse("partners:join"),
    )


PARTNERS = versions.rows_of("partners_organisation")
figures.headline(order=30, find=partners_at_work, version=PARTNERS)
figures.invitation(order=30, find=become_a_partner, version=())
