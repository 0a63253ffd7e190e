from django.urls import reverse

from diz_portal import figures
from diz_portal.figures import Invitation


def become_a_partner(request) -> Invitation:
    return Invitation(
        title="Become a partner",
        text="Councils, health, education, voluntary bodies and firms that work in our districts.",
        link="Ask to join the partnership",
        url=reverse("partners:join"),
    )


figures.invitation(order=30, find=become_a_partner)
