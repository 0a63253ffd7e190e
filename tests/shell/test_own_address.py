"""Whatever name the portal is called by, it gives only its own address (PORTAL_URL) away."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from diz_portal.outbox.models import Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db

OWN = "https://portal.example"
STRANGE = "localhost:6666"  # allowed by its name, and nobody checks a port


@pytest.fixture
def strange(settings):
    """A browser that calls the portal by another name and port."""
    settings.PORTAL_URL = OWN
    settings.ALLOWED_HOSTS = ["*"]
    return Client(headers={"host": STRANGE, "x-forwarded-host": STRANGE})


def addresses_in(text):
    """What a program takes for an address of the portal or of somebody else."""
    return set(re.findall(r"(?:https?:)?//[\w.-]+(?::\d+)?", text))


def test_letters_of_the_sign_in_lead_to_the_portal(strange):
    person = UserFactory(email="ann@x.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for email in ("ann@x.example", "nobody@x.example"):
        strange.post(reverse("account_reset_password"), {"email": email})
        strange.post(reverse("account_request_login_code"), {"email": email})
        strange.cookies.clear()
    strange.force_login(person)
    strange.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    strange.post(reverse("account_email"), {"email": "new@x.example", "action_add": ""})

    letters = list(Message.objects.all())

    assert len(letters) >= 5
    for letter in letters:
        assert STRANGE not in f"{letter.subject} {letter.words}", letter.template
        assert addresses_in(letter.words) <= {OWN}
    links = [letter.words for letter in letters if "password/reset/key" in letter.words]
    assert f"{OWN}/accounts/password/reset/key/" in links[0]


def test_letters_that_a_visitor_causes_lead_to_the_portal(strange, settings):
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory()
    seminar = SeminarFactory(slug="fibre")
    page = reverse("seminars:register", args=[seminar.slug])
    shown = re.search(r'name="shown_at" value="([^"]+)"', strange.get(page).content.decode())[1]
    strange.post(page, {"name": "Ann", "email": "ann@x.example", "shown_at": shown})

    letter = Message.objects.get(to="ann@x.example")

    assert STRANGE not in letter.words
    assert f"{OWN}/seminars/" in letter.words


PUBLIC = (
    "/",
    "/seminars/",
    "/seminars/fibre/",
    "/seminars/calendar.ics",
    "/seminars/fibre/event.ics",
    "/projects/",
    "/projects/full-fibre/",
    "/projects/full-fibre/sites.csv",
    "/impact/",
    "/data/",
    "/help/",
    "/learn/",
    "/accounts/login/",
    "/api/v1/openapi.json",
    "/api/v1/docs",
    "/api/v1/seminars/?per_page=1",
    "/api/v1/partners/?limit=1",
    "/api/v1/help-places/?limit=1",
)


def test_pages_feeds_calendars_and_data_never_repeat_the_name_they_were_called_by(strange):
    PartnershipFactory()
    for number in range(2):
        SeminarFactory(slug=("fibre", "more")[number])
        project = ProjectFactory(slug=("full-fibre", "other")[number])
        SiteFactory(project=project)

    answers = {path: strange.get(path) for path in PUBLIC}

    for path, answer in answers.items():
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code in (200, 404), path
        # The policy must name the folder of our scripts as the browser calls it: only the browser
        # that asked obeys it, and nobody follows it.
        headers = {k: v for k, v in answer.headers.items() if k != "Content-Security-Policy"}
        said = body.decode(errors="replace") + str(headers)
        assert STRANGE not in said, path
    following = [
        one.json()["next"]
        for path, one in answers.items()
        if path.endswith("=1") and one.status_code == 200 and one.json()["next"]
    ]
    assert following
    assert all(one.startswith(f"{OWN}/api/v1/") for one in following)
