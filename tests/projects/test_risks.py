"""Risks: scored, reviewed, closed with a reason, and private to those who work on it."""

from datetime import timedelta

import pytest
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from projects.models import Risk, RiskState
from projects.portfolio.selectors import risks as selectors
from projects.portfolio.services import risks as services
from tests.editing import edit
from tests.factories.partners import OrganisationFactory, contributor_of, lead_of, viewer_of
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def partnership():
    return PartnershipFactory()


@pytest.fixture
def partner():
    return OrganisationFactory()


@pytest.fixture
def project(partner):
    return ProjectFactory(partners=[partner])


def address(name, thing):
    args = [thing.project.slug, thing.reference] if isinstance(thing, Risk) else [thing.slug]
    return reverse(f"projects_workspace:{name}", args=args)


def values(**changed):
    return {
        "title": "A landowner stays silent",
        "description": "",
        "impact_before": 5,
        "likelihood_before": 4,
        "mitigation": "Ask the council's estates team",
        "impact_after": 4,
        "likelihood_after": 3,
        "proximity": "close",
        "next_review_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        **changed,
    }


def test_the_register_begins_with_the_most_serious_and_ends_with_closed_ones(project):
    low = RiskFactory(project=project, impact_after=1, likelihood_after=5)
    closed = RiskFactory(
        project=project, impact_after=5, likelihood_after=5, state=RiskState.CLOSED
    )
    high = RiskFactory(project=project, impact_after=4, likelihood_after=4)

    assert list(selectors.register(project)) == [high, low, closed]


def test_the_matrix_counts_open_risks_in_their_cells(project):
    RiskFactory.create_batch(2, project=project, impact_after=5, likelihood_after=4)
    RiskFactory(project=project, impact_after=5, likelihood_after=4, state=RiskState.CLOSED)

    rows = selectors.matrix(project)

    assert [row.likelihood for row in rows] == [5, 4, 3, 2, 1]
    cell = rows[1].cells[4]
    assert (cell.impact, cell.number, cell.level) == (5, 2, "red")
    assert sum(cell.number for row in rows for cell in row.cells) == 2


@pytest.mark.parametrize(
    ("impact", "likelihood", "level"),
    [(1, 1, "green"), (7, 1, "green"), (2, 4, "amber"), (3, 4, "amber"), (3, 5, "red")],
)
def test_levels_follow_the_score(impact, likelihood, level):
    assert Risk(impact_after=impact, likelihood_after=likelihood).level == level


def test_scores_stay_between_1_and_5_in_the_database(project):
    with pytest.raises(IntegrityError, match="projects_risk_scores_1_to_5"):
        RiskFactory(project=project, impact_after=6)


def test_close_and_reopen_keep_the_dates(project):
    risk = services.close(by=None, risk=RiskFactory(project=project), note="Granted")
    assert (risk.state, risk.closed_on) == (RiskState.CLOSED, timezone.localdate())
    with pytest.raises(services.RiskIsClosed):
        services.review(by=None, risk=risk, **values())

    risk = services.reopen(by=None, risk=risk, next_review_on=timezone.localdate())

    assert (risk.state, risk.closed_on) == (RiskState.OPEN, None)
    with pytest.raises(services.RiskIsOpen):
        services.reopen(by=None, risk=risk, next_review_on=timezone.localdate())


def test_reviews_overdue_are_open_and_past(project):
    today = timezone.localdate()
    late = RiskFactory(project=project, next_review_on=today - timedelta(days=1))
    RiskFactory(project=project, next_review_on=today)
    RiskFactory(project=project, next_review_on=today - timedelta(days=9), state=RiskState.CLOSED)

    assert list(selectors.reviews_overdue(today)) == [late]


def test_strangers_and_others_do_not_find_the_pages(client, project):
    risk = RiskFactory(project=project)

    assert client.get(address("risks", project)).status_code == 302
    client.force_login(lead_of())
    for name in ("risks", "risk_add"):
        assert client.get(address(name, project)).status_code == 404
    for name in ("risk", "risk_close", "risk_reopen"):
        assert client.get(address(name, risk)).status_code == 404


def test_a_viewer_reads_and_does_not_write(client, project, partner):
    risk = RiskFactory(project=project)
    client.force_login(viewer_of(partner))

    assert client.get(address("risks", project)).status_code == 200
    for name in ("risk", "risk_close", "risk_reopen"):
        assert client.get(address(name, risk)).status_code == 403
    assert client.post(address("risk_add", project), values()).status_code == 403


def test_a_contributor_adds_reviews_closes_and_reopens(client, project, partner):
    client.force_login(contributor_of(partner))

    assert client.post(address("risk_add", project), values(owner=partner.pk)).status_code == 302
    risk = project.risks.get()
    assert (risk.score_before, risk.score_after, risk.owner) == (20, 12, partner)
    edit(client, address("risk", risk), values(likelihood_after=1, is_issue="on"))
    risk.refresh_from_db()
    assert (risk.score_after, risk.is_issue) == (4, True)
    assert client.post(address("risk_close", risk), {"note": ""}).status_code == 422
    client.post(address("risk_close", risk), {"note": "Granted"})
    text = client.get(address("risk", risk), follow=True).content.decode()
    assert "Granted" in text
    client.post(address("risk_reopen", risk), {"next_review_on": timezone.localdate().isoformat()})
    risk.refresh_from_db()
    assert risk.is_open


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Enter the risk"),
        ({"title": "Known"}, "already has a risk with this title"),
        ({"impact_after": ""}, "Select the impact after mitigation"),
        ({"impact_after": "6"}, "Select an answer from the list"),
        ({"proximity": ""}, "Select the proximity"),
        ({"next_review_on": "32/01/2026"}, "Enter a real date"),
    ],
)
def test_bad_input_is_a_sentence(client, project, partner, changed, sentence):
    RiskFactory(project=project, title="Known")
    client.force_login(contributor_of(partner))

    response = client.post(address("risk_add", project), values(**changed))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert project.risks.count() == 1


def test_the_list_shows_one_cell_or_closed_ones_when_asked(client, project, partner):
    RiskFactory(project=project, title="Big", impact_after=5, likelihood_after=5)
    RiskFactory(project=project, title="Small", impact_after=1, likelihood_after=1)
    RiskFactory(project=project, title="Over", state=RiskState.CLOSED)
    client.force_login(contributor_of(partner))

    def titles(query):
        page = client.get(address("risks", project) + query).context["page"]
        return [risk.title for risk in page.object_list]

    assert titles("") == ["Big", "Small"]
    assert titles("?show=all") == ["Big", "Small", "Over"]
    assert titles("?impact=5&likelihood=5") == ["Big"]
    assert titles("?impact=9&likelihood=x") == ["Big", "Small"]
