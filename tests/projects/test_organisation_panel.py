import pytest
from django.urls import reverse

from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def page_of(client, organisation) -> str:
    return client.get(reverse("partners:organisation", args=[organisation.slug])).content.decode()


def test_an_organisation_shows_the_published_projects_it_carries(client):
    organisation = OrganisationFactory()
    ProjectFactory(title="Led by them", lead=organisation)
    ProjectFactory(title="Delivered by them", partners=[organisation])
    ProjectFactory(title="Not public yet", lead=organisation, published=False)
    ProjectFactory(title="Somebody else's")

    page = page_of(client, organisation)

    assert "Led by them" in page
    assert "Delivered by them" in page
    assert "Not public yet" not in page
    assert "Somebody else" not in page


def test_an_organisation_without_projects_shows_no_empty_heading(client):
    assert "their-projects" not in page_of(client, OrganisationFactory())
