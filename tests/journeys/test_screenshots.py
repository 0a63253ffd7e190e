"""The pages that show what the portal is, photographed with the example partnership.

`make screenshots` writes them to `docs/images/`, where `docs/tour.md` shows them. In the suite each
is photographed too, and must be the page that it says.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from diz_portal.demo import services as demo
from diz_portal.models import Heartbeat
from inclusion.models import Case
from projects.models import Claim, Return, Site
from projects.rollout.stages import Stage
from seminars.models import Seminar

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour.md"
PHONE, DESK = 360, 1280
# As much of a page as a reader of the tour looks at.
MOST_HIGH = 1500
FIBRE = "local-full-fibre-network"
MANAGER, PARTNER, CASEWORKER, FINANCE = (
    f"{name}@diz.example" for name in ("manager", "partner", "caseworker", "finance")
)


@dataclass(frozen=True)
class Picture:
    name: str
    address: Callable[[], str]
    by: str = ""
    width: int = DESK
    # A button without which the page keeps back what it is about.
    press: str = ""


def to(name: str, *args: str) -> Callable[[], str]:
    return lambda: reverse(name, args=args)


def seminar() -> str:
    return Seminar.objects.filter(starts_at__gt=timezone.now()).earliest("starts_at").slug


def site() -> Site:
    live = Site.objects.filter(project__slug=FIBRE, stage=Stage.IN_SERVICE)
    return live.exclude(measured_after_on=None).order_by("-stage_on", "pk").first()


def case() -> str:
    """Of a person who needs several things, half way."""
    mine = Case.objects.filter(assigned_to__email=CASEWORKER, closed_at=None)
    return max(mine, key=lambda one: (one.needs.count(), -one.pk)).reference


def month_due() -> str:
    partner = get_user_model().objects.get(email=PARTNER)
    return Return.objects.visible_to(partner).latest("round__month", "pk").reference


def claim() -> list[str]:
    paid = Claim.objects.filter(state="paid").latest("pk")
    return [paid.source.project.slug, paid.reference]


PICTURES = [
    Picture("home", to("home")),
    Picture("home-phone", to("home"), width=PHONE),
    Picture("impact", to("impact:overview")),
    Picture("connectivity", to("connectivity:overview")),
    Picture("project", to("projects:detail", FIBRE)),
    Picture("rollout", to("projects:sites", FIBRE)),
    Picture("site", lambda: reverse("projects:site", args=[FIBRE, site().reference])),
    Picture("seminars", to("seminars:list")),
    Picture("register", lambda: reverse("seminars:register", args=[seminar()]), width=PHONE),
    Picture("help", to("inclusion:help"), width=PHONE),
    Picture("landline", to("inclusion:landline"), width=PHONE),
    Picture("learn", to("inclusion:learn")),
    Picture("business", to("demand:business")),
    Picture("open-data", to("open_data:index")),
    Picture("workspace", to("workspace:home"), by=MANAGER),
    Picture("portfolio-project", to("projects_workspace:project", FIBRE), by=MANAGER),
    Picture("sites", to("projects_workspace:sites", FIBRE), by=MANAGER),
    Picture("forecast", to("projects_workspace:forecast", FIBRE), by=MANAGER),
    Picture("money", to("money:project", FIBRE), by=FINANCE),
    Picture("claim", lambda: reverse("money:claim", args=claim()), by=FINANCE),
    Picture("reports", to("reports:list"), by=MANAGER),
    Picture("operations", to("operations:overview"), by=MANAGER),
    Picture("partner-home", to("workspace:home"), by=PARTNER),
    Picture("return", lambda: reverse("returns:return", args=[month_due()]), by=PARTNER),
    Picture(
        "case",
        lambda: reverse("inclusion_workspace:case", args=[case()]),
        by=CASEWORKER,
        press="Show",
    ),
    Picture("devices", to("inclusion_workspace:devices"), by=CASEWORKER),
    Picture("admin", to("admin:index"), by=MANAGER),
]


def photograph(page: Page, path: Path) -> None:
    """In a window as high as the picture: what stays in view stands at its end, not amid it."""
    whole = page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": min(whole, MOST_HIGH)})
    page.screenshot(path=path, type="jpeg", quality=70)


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("counted")
def test_each_page_of_the_tour_can_be_photographed(open_page, tmp_path):
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    demo.load(today=timezone.localdate())
    for part in ("worker", "beat"):
        Heartbeat.beat(part)
    people = {one.email: one for one in get_user_model().objects.all()}
    wrong = []
    for one in PICTURES:
        page = open_page(user=people.get(one.by), width=one.width)
        address = one.address()
        answer = page.goto(address)
        if one.press:
            page.get_by_role("button", name=re.compile(one.press)).first.click()
            page.wait_for_load_state()
        if answer.status != 200 or not page.url.split("?")[0].endswith(address):
            wrong.append(f"{one.name}: {answer.status}, {page.url}")
        photograph(page, folder / f"{one.name}.jpg")

    assert wrong == []


def test_the_tour_shows_each_picture_and_no_other():
    shown = re.findall(r"!\[[^\]]+\]\(images/([\w-]+)\.jpg\)", TOUR.read_text())

    assert sorted(shown) == sorted(one.name for one in PICTURES)
    kept = {path.stem for path in (TOUR.parent / "images").glob("*.jpg")}
    assert kept == set(shown)
