from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.paginator import Paginator
from django.db import OperationalError
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.html import strip_tags

from diz_portal import context, errors, figures, navigation
from diz_portal.navigation import PUBLIC, Door, Room
from tests.factories.accounts import UserFactory
from tests.factories.partners import caseworker_of
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.words import says

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def directives(response) -> list[str]:
    """Of its policy, whose order is the library's and differs from one process to the next."""
    return response["Content-Security-Policy"].split("; ")


@pytest.mark.parametrize("name", ["home", "about", "accessibility", "privacy", "cookies"])
def test_public_page_opens_for_anybody_and_sets_no_cookie(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert "script-src testserver/static/js/" in directives(response)


@pytest.mark.parametrize("address", ["/static/img/mark.svg", "/static/img/none.svg", "/none/"])
def test_files_and_errors_carry_the_policy_as_pages_do(client, address):
    response = client.get(address)
    response.close()

    assert "script-src testserver/static/js/" in directives(response)


def test_accessibility_statement_claims_only_what_is_known_of_this_site(client):
    page = text_of(client.get(reverse("accessibility")))

    assert "has not reviewed this statement yet" in page
    assert "People have not yet tested this site" in page
    assert not says(page, "2026")

    PartnershipFactory(
        reply_days=1,
        statement_prepared_on=date(2027, 3, 1),
        statement_reviewed_on=date(2027, 4, 2),
        tested_on=date(2027, 4, 1),
        tested_by="Harlow Council",
        how_tested="With NVDA.\n\nBy keyboard.",
        known_problems="The map has no keyboard\n\nThe film has no captions",
    )
    page = text_of(client.get(reverse("accessibility")))

    assert "prepared on 1 March 2027. It was last reviewed on 2 April 2027." in page
    assert "on 1 April 2027. The test was carried out by Harlow Council. With NVDA." in page
    assert "The map has no keyboard" in page
    assert "The film has no captions" in page
    assert "We will reply within 1 working day." in page


@pytest.mark.parametrize("name", ["home", "about", "accessibility", "privacy", "cookies"])
def test_public_page_changes_nothing_when_it_is_posted_to(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_what_only_a_button_leads_to_says_so_when_opened_like_a_page(client, db):
    response = client.get(reverse("inclusion:learn_leave"))

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "You cannot open this page directly" in response.content.decode()


def test_every_page_carries_the_partnership_of_the_data(client):
    PartnershipFactory(name="Northshire Connected", phone="01632 960 001")

    page = client.get(reverse("about")).content.decode()

    assert "<title>About – Northshire Connected</title>" in page
    assert 'href="tel:01632960001"' in page
    assert "Digital Innovation Zone" not in page


def test_home_says_so_when_there_is_nothing_to_show_yet(client, monkeypatch):
    monkeypatch.setattr(figures, "_headlines", {})
    monkeypatch.setattr(figures, "_panels", {})

    assert "No figures to show yet" in client.get("/").content.decode()


def test_home_shows_figures_with_their_date_and_their_source(client, monkeypatch):
    figure = figures.Figure(
        "52", "surgeries with full fibre", date(2026, 11, 22), "/projects/x/", of="74"
    )
    monkeypatch.setattr(figures, "_headlines", {lambda request: figure: 1, lambda request: None: 0})

    response = client.get("/")

    assert response.context["figures"] == [figure]
    page = response.content.decode()
    assert "As at 22 November 2026." in page
    assert 'href="/projects/x/"' in page


def test_home_names_the_districts(client):
    DistrictFactory(name="Harlow", is_ours=True)
    DistrictFactory(name="Elsewhere", is_ours=False)

    assert client.get("/").context["districts"] == ["Harlow"]


def test_privacy_lists_what_the_register_says(client):
    page = client.get(reverse("privacy")).content.decode()

    assert "Accounts" in page
    assert "we remove your name 1 year after you last signed in" in page


# Navigation ----------------------------------------------------------------------


@pytest.fixture
def rooms(monkeypatch):
    monkeypatch.setattr(navigation, "_rooms", {})


def ask(path, user=None):
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_doors_show_only_rooms_the_person_may_enter_in_their_order(rooms):
    navigation.register(Room("Cookies", "cookies", PUBLIC, 20))
    navigation.register(Room("About", "about", PUBLIC, 10))
    navigation.register(Room("Staff", "privacy", PUBLIC, 5, may_enter=lambda user: user.is_staff))

    doors = navigation.doors(ask("/cookies/"), PUBLIC)

    assert doors == [Door("About", "/about/"), Door("Cookies", "/cookies/", current="page")]


def test_doors_mark_the_deepest_room_a_page_is_in(rooms):
    navigation.register(Room("Front", "home", PUBLIC, 1))
    navigation.register(Room("About", "about", PUBLIC, 2))

    doors = navigation.doors(ask("/about/us/"), PUBLIC)

    assert [door.current for door in doors] == ["", "true"]


def test_doors_count_what_waits(rooms):
    navigation.register(Room("About", "about", PUBLIC, 1, count=lambda request: 3))

    assert navigation.doors(ask("/"), PUBLIC) == [Door("About", "/about/", count=3)]


def test_rooms_stand_in_the_order_of_the_work():
    wanted = ["Home", "Projects", "Referrals", "Cases", "Devices", "Databank", "Partners"]

    doors = navigation.doors(ask("/", caseworker_of()), navigation.WORKSPACE)

    assert [door.label for door in doors if door.label in wanted] == wanted


# Errors ---------------------------------------------------------------------------


def test_missing_page_says_what_to_do_and_whom_to_ring(client):
    PartnershipFactory(phone="01632 960 001")

    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert "01632 960 001" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda r: errors.bad_request(r, SuspiciousOperation()), 400, "problem with that request"),
        (lambda r: errors.bad_request(r, RequestDataTooBig()), 413, "smaller than 25MB"),
        (lambda r: errors.permission_denied(r, PermissionDenied()), 403, "cannot open this"),
        (lambda r: errors.csrf_failure(r, "no cookie"), 403, "Please send that again"),
        (errors.too_many, 429, "Wait 5 minutes"),
    ],
)
def test_error_page_is_plain_even_before_anybody_was_recognised(answer, status, words):
    response = answer(RequestFactory().get("/"))  # no user, no session

    assert response.status_code == status
    assert words in response.content.decode()


def test_form_from_elsewhere_is_refused_with_words():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})

    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()


def broken(error):
    def view(*args, **kwargs):
        raise error

    return view


@pytest.fixture
def without_database(monkeypatch, settings):
    """Whatever asks the database for the partnership fails, as when it is down."""
    settings.PORTAL_NAME, settings.PORTAL_PHONE = "Northshire", "01632 960 001"
    monkeypatch.setattr(context.selectors, "partnership", broken(OperationalError("gone")))


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ValueError("secret"), 500, "Something went wrong"),
        (OperationalError("secret"), 503, "the service is unavailable"),
    ],
)
def test_failure_page_needs_no_database(
    client, monkeypatch, without_database, error, status, words
):
    client.raise_request_exception = False
    monkeypatch.setattr("diz_portal.views.figures.headlines_for", broken(error))

    response = client.get("/")

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "01632 960 001" in page
    assert "secret" not in page


def test_failure_page_falls_back_on_the_phone_last_read(client, monkeypatch, settings):
    settings.PORTAL_NAME, settings.PORTAL_PHONE = "", ""
    PartnershipFactory(phone="01632 960 777")
    client.get("/")
    monkeypatch.setattr(context.selectors, "partnership", broken(OperationalError("gone")))
    client.raise_request_exception = False

    # Not the front page, which is kept and needs nobody.
    response = client.get(reverse("about"))

    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert "01632 960 777" in response.content.decode()


# Components ------------------------------------------------------------------------


def drawn(source, **values):
    return Template(source).render(Context(values))


def test_components_page_shows_every_component(client):
    assert client.get(reverse("components")).status_code == 200


@pytest.mark.parametrize(
    ("rating", "word"), [("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("", "Not rated")]
)
def test_rag_always_says_its_word_beside_a_shape(rating, word):
    html = drawn("{% rag rating %}", rating=rating)

    assert f">{word}<" in html
    assert "<svg" in html


def test_components_escape_what_people_typed():
    html = drawn(
        "{% timeline_entry title by=title %}{{ title }}{% endtimeline_entry %}{% tag title %}",
        title="<b>x</b>",
    )

    assert "<b>" not in html


@pytest.mark.parametrize(("part", "whole", "width"), [(37, 74, 50.0), (5, 0, 0), (9, 3, 100)])
def test_bar_stays_within_its_cell(part, whole, width):
    assert f'width="{width}%"' in drawn("{% bar part whole %}", part=part, whole=whole)


def test_pagination_keeps_the_filters_of_the_address():
    html = Template("{% pagination page %}").render(
        Context(
            {
                "request": RequestFactory().get("/?district=harlow&page=2"),
                "page": Paginator(range(30), 10).page(2),
            }
        )
    )

    assert 'href="?district=harlow&amp;page=3"' in html


# Signing in ---------------------------------------------------------------------------


def test_login_offers_a_code_beside_the_password(client):
    page = client.get(reverse("account_login")).content.decode()

    assert "Email me a code instead" in page
    assert 'autocomplete="current-password"' in page


def test_login_that_fails_names_the_error_on_top(client):
    PartnershipFactory()

    response = client.post(reverse("account_login"), {"login": "a@b.example", "password": "no"})

    page = response.content.decode()
    assert "There is a problem" in page
    assert "<title>Error: Sign in" in page


def test_signup_is_closed_and_says_how_to_come_in(client):
    assert "You need an invitation" in client.get(reverse("account_signup")).content.decode()


def test_account_page_opens_for_its_owner(client):
    client.force_login(UserFactory(name="Priya Raman"))

    page = client.get(reverse("mfa_index")).content.decode()

    assert "Priya Raman" in page
    assert "Set up two-step verification" in page
