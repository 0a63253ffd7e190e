"""The page of what changed, and its file."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.accounts import visits
from diz_portal.changes import views
from diz_portal.changes.reading import Drafted
from diz_portal.changes.registry import Kind
from diz_portal.reports.models import BoardDate
from projects.rollout.stages import Stage
from tests.changes.dated import days_ago
from tests.days import as_of_now, in_days
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory, SiteFactory, enter
from tests.factories.reporting import RiskFactory

pytestmark = pytest.mark.django_db

PAGE = "/workspace/changes/"


@pytest.fixture
def supplier():
    return OrganisationFactory(name="Northline Networks")


@pytest.fixture
def project(supplier):
    return ProjectFactory(title="Surgery fibre", partners=[supplier], published=False)


@pytest.fixture
def member(supplier, client):
    person = contributor_of(supplier)
    client.force_login(person)
    return person


def went_live(project, name, days):
    site = SiteFactory(project=project, name=name, stage=Stage.ORDERED, on=days_ago(90))
    enter(site, Stage.CONNECTED, days_ago(days))
    return site


def text_of(client, **asked):
    page = client.get(PAGE, asked)
    return page.content.decode()


def test_it_says_sentences_with_their_rows_beneath(client, project, member):
    site = went_live(project, "Elm House Surgery", 2)

    text = text_of(client)

    assert "1 surgery went live" in text
    assert "Elm House Surgery went live" in text
    assert reverse("projects_workspace:site", args=[project.slug, site.reference]) in text
    assert "Download changes (CSV)" in text


def test_each_room_has_one_heading(client, project, member, monkeypatch):
    def of(room, order):
        kind = Kind(f"kind-{order}", "Things", room, lambda rows: f"Number {order}", order)
        return Drafted(f"Number {order}", (), kind)

    found = [of("Projects", 1), of("Meetings", 2), of("Projects", 3)]
    monkeypatch.setattr(views, "sentences", lambda user, late=False, **asked: [] if late else found)

    text = text_of(client)

    assert text.count(">Projects</h2>") == text.count(">Meetings</h2>") == 1
    assert text.index("Number 3") < text.index("Number 2")


def test_days_are_the_last_seven_unless_chosen(client, project, member):
    went_live(project, "Elm House Surgery", 10)

    today = text_of(client)
    assert "Recorded in this period, with an earlier date" in today
    chosen = text_of(client, **{"from": days_ago(12).isoformat(), "to": days_ago(9).isoformat()})
    assert "Elm House Surgery went live" in chosen
    assert "Recorded in this period" not in chosen


def test_days_are_those_since_the_last_visit(client, project, member):
    session = client.session
    session[visits.LAST] = (timezone.now() - timedelta(days=20)).isoformat()
    session.save()
    went_live(project, "Elm House Surgery", 15)

    text = text_of(client)

    on_time, _, _ = text.partition("Recorded in this period")
    assert "1 surgery went live" in on_time
    assert "Since your last visit" in text


def test_signing_in_keeps_when_one_was_here_before(client):
    person = contributor_of(OrganisationFactory())
    person.set_password("a long enough passphrase")
    before = timezone.now() - timedelta(days=3)
    person.last_login = before
    person.save()

    client.post(
        reverse("account_login"), {"login": person.email, "password": "a long enough passphrase"}
    )

    assert visits.last_of(client.session) == before


def test_since_the_last_board_that_has_met(client, member):
    BoardDate.objects.create(date=days_ago(40))
    BoardDate.objects.create(date=days_ago(-5))

    assert f"?from={days_ago(40).isoformat()}" in text_of(client)


def test_it_is_narrowed_to_a_project_and_a_partner(client, project, supplier):
    client.force_login(manager())
    went_live(project, "Elm House Surgery", 2)
    went_live(ProjectFactory(title="Other"), "Ash Surgery", 2)

    for narrowed in ({"project": project.slug}, {"organisation": supplier.slug}):
        text = text_of(client, **narrowed)
        assert "Elm House Surgery went live" in text
        assert "Ash Surgery" not in text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "rubbish"}, "Enter a real date, for example 27 3"),
        ({"from": "1999-12-31"}, "Enter a date that is in or after 2000"),
        ({"from": in_days(2)}, "Enter a date that is today or in the past"),
        ({"to": in_days(2)}, "Enter a date that is today or in the past"),
        (
            {"from": in_days(-2), "to": in_days(-3)},
            "Enter a first day on or before the last day",
        ),
        ({"from": "2001-01-01"}, "Enter a first day within 10 years of the last day"),
        ({"project": "nobodys"}, "Select a project from the list"),
    ],
)
def test_what_cannot_be_read_has_a_sentence(client, member, asked, sentence):
    for address in (PAGE, "/workspace/changes.csv"):
        page = client.get(address, as_of_now(asked))
        assert page.status_code == 422
        assert sentence in page.content.decode()


def test_a_project_of_others_is_not_chosen(client, member):
    hidden = ProjectFactory(title="Hidden project", published=False)

    page = client.get(PAGE, {"project": hidden.slug})

    assert page.status_code == 422
    assert "Hidden project" not in page.content.decode()


def test_where_nothing_changed_it_says_so(client, member):
    text = text_of(client, to=days_ago(30).isoformat())

    assert "Nothing changed" in text
    assert "Download changes (CSV)" not in text


def test_the_file_has_the_rows_of_the_page_and_runs_no_formula(client, project, member):
    went_live(project, "Elm House Surgery", 2)
    went_live(project, "Ash Surgery", 20)
    RiskFactory(project=project, title="=HYPERLINK(1)")

    page = client.get("/workspace/changes.csv")
    heading, *rows = b"".join(page.streaming_content).decode("utf-8-sig").splitlines()

    assert heading.startswith("happened_on,recorded_at,recorded_late,kind,what,project")
    assert any(
        "no,Sites that went live,Elm House Surgery went live,Surgery fibre" in r for r in rows
    )
    assert any("yes,Sites that went live,Ash Surgery went live" in row for row in rows)
    assert any("'=HYPERLINK(1) was raised" in row for row in rows)
    assert page["Content-Disposition"].endswith(f'to-{days_ago(0).isoformat()}.csv"')


def test_home_and_the_page_of_a_project_lead_to_it(client, project, member):
    assert f'href="{PAGE}"' in client.get("/workspace/").content.decode()
    home = client.get(reverse("projects_workspace:project", args=[project.slug]))
    assert f"{PAGE}?project={project.slug}" in home.content.decode()
