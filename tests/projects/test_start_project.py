"""`start_project`: one sentence of success, or one of refusal."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from projects.models import Project
from tests.factories.partners import lead_of
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db


def test_start_project_makes_an_empty_published_project_of_the_lead(capsys):
    lead = PartnershipFactory().lead_organisation

    call_command("start_project", "full-fibre", "Full fibre for surgeries")

    project = Project.objects.get()
    assert (project.slug, project.title, project.lead) == (
        "full-fibre",
        "Full fibre for surgeries",
        lead,
    )
    assert project.published
    assert "/projects/full-fibre/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("full-fibre", "already"),
        ("Not a slug!", "^slug: Use only letters"),
        ("bids", "^slug: “bids” is the address of another page. Enter another"),
    ],
)
def test_start_project_refuses_a_name_that_will_not_do(slug, sentence):
    PartnershipFactory()
    call_command("start_project", "full-fibre", "First")

    with pytest.raises(CommandError, match=sentence):
        call_command("start_project", slug, "Second")

    assert Project.objects.count() == 1


def test_start_project_needs_a_lead_organisation():
    with pytest.raises(CommandError, match="no lead organisation"):
        call_command("start_project", "full-fibre", "Full fibre")


def test_started_project_opens_in_the_workspace_of_its_lead(client):
    lead = PartnershipFactory().lead_organisation
    call_command("start_project", "full-fibre", "Full fibre")
    client.force_login(lead_of(lead))

    response = client.get(reverse("projects_workspace:project", args=["full-fibre"]))

    assert response.status_code == 200
