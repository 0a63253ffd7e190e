"""What this app shows on the front page: see diz_portal.figures."""

from django.http import HttpRequest
from django.urls import reverse

from diz_portal import figures, versions
from diz_portal.figures import Invitation
from inclusion.help.selectors.help import anyone_takes_requests
from inclusion.learning.selectors import learning


def first_paths(request: HttpRequest) -> dict | None:
    offers = learning.offers()[:3]
    return {"offers": offers} if offers else None


def ask_for_help(request: HttpRequest) -> Invitation:
    if not anyone_takes_requests():
        return Invitation(
            title="Get help",
            text="We cannot take requests on this website at the moment. You can still call us.",
            link="How to reach us",
            url=reverse("inclusion:help"),
        )
    return Invitation(
        title="Get help",
        text="A phone or tablet, mobile data, or someone to show you how. It is free.",
        link="Ask for help",
        url=reverse("inclusion:help"),
    )


def give(request: HttpRequest) -> Invitation:
    return Invitation(
        title="Donate a device or mobile data",
        text="We wipe old laptops, tablets and phones. Those that work go to people who need one.",
        link="See how to donate",
        url=reverse("inclusion:donate"),
    )


figures.invitation(
    order=10,
    find=ask_for_help,
    version=(versions.rows_of("inclusion_team"), versions.rows_of("partners_organisation")),
)
figures.invitation(order=20, find=give, version=())
figures.panel(
    order=30,
    template="inclusion/learn/front_panel.html",
    find=first_paths,
    version=tuple(
        versions.rows_of(f"inclusion_{table}")
        for table in ("learningpath", "learningmodule", "lesson")
    ),
)
