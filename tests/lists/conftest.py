"""One project with a partner, its people, and sites; a second project that is not theirs."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager, viewer_of
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory


@pytest.fixture
def world(db):
    PartnershipFactory()
    ours = OrganisationFactory(name="Northline Networks")
    project = ProjectFactory(title="Full fibre", slug="full-fibre", partners=[ours])
    other = ProjectFactory(title="Library lines", slug="library-lines", published=False)
    return SimpleNamespace(
        ours=ours,
        project=project,
        other=other,
        ann=contributor_of(ours, name="Ann Able"),
        colleague=viewer_of(ours, name="Cem Colleague"),
        elsewhere=contributor_of(name="Eve Elsewhere"),
        manager=manager(name="Mo Manager"),
        waiting=SiteFactory(project=project, name="Ash", supplier="Stort", stage=Stage.WAYLEAVE),
        civils=SiteFactory(project=project, name="Elm", supplier="Lea", stage=Stage.CIVILS),
        hidden=SiteFactory(project=other, name="Yew", supplier="Secret Co", stage=Stage.WAYLEAVE),
    )


@pytest.fixture
def save(client):
    """Save what an address asks as somebody, through the page; returns the view."""
    from diz_portal.lists.models import SavedView

    def save_view(person, query, *, of="sites", name="Waiting", whom="own"):
        client.force_login(person)
        address = f"{reverse('lists:save', args=[of])}?{query}"
        response = client.post(address, {"name": name, "whom": whom})
        assert response.status_code == 302, response.context["form"].errors
        return SavedView.objects.get(owner=person, of_list=of, name=name)

    return save_view


@pytest.fixture
def names(client):
    """What a view shows to somebody: the names of its rows."""

    def shown(person, view):
        client.force_login(person)
        response = client.get(view.get_absolute_url(), follow=True)
        assert response.status_code == 200
        return [str(one) for one in response.context["page"]]

    return shown
