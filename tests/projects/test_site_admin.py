"""The admin reads history, and leaves whatever has rules to the services."""

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Project, ScopeChange, Site, StageEntry, Wayleave
from projects.portfolio.services.projects import publish, unpublish
from projects.rollout.stages import Stage
from tests import editing
from tests.factories.partners import contributor_of, manager
from tests.factories.projects import (
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    put_in_scope,
)


@pytest.fixture
def boss(db):
    return manager()


@pytest.fixture
def admin(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def site(boss):
    return SiteFactory(stage=Stage.ORDERED, name="Elm House", project__slug="full-fibre")


def address(model, page="changelist", *args):
    return reverse(f"admin:projects_{model._meta.model_name}_{page}", args=args)


def typed(admin, where):
    """The form of a page as a browser would send it back."""
    form = admin.get(where).context["adminform"].form
    found = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in found.items()}
    for formset in admin.get(where).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data | editing.opened(admin, where)


@pytest.mark.parametrize("model", [Project, Site, ScopeChange, Wayleave])
def test_lists_search_and_open(admin, site, model):
    put_in_scope(SiteFactory(project=site.project))
    WayleaveFactory(site=site)

    assert admin.get(address(model), {"q": "elm"}).status_code == 200
    record = model.objects.first()
    page = admin.get(address(model, "change", record.pk)).content.decode()
    assert "View in the workspace" in page or "Open in the workspace" in page


def test_admin_is_closed_to_partners(client, site):
    client.force_login(contributor_of(site.project.lead))

    assert client.get(address(Site)).status_code == 302


def test_edit_of_a_site_takes_the_services_way(admin, site):
    where = address(Site, "change", site.pk)

    response = admin.post(where, {**typed(admin, where), "supplier": "Northline"})

    assert response.status_code == 302
    site.refresh_from_db()
    assert (site.supplier, site.version) == ("Northline", 2)


def test_edit_of_a_site_that_somebody_else_changed_is_refused(admin, site):
    where = address(Site, "change", site.pk)
    old = typed(admin, where)
    admin.post(where, {**old, "supplier": "Northline"})

    response = admin.post(where, {**old, "supplier": "Southline"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Northline" in page
    assert "Southline" in page
    site.refresh_from_db()
    assert site.supplier == "Northline"


def test_added_site_has_a_history(admin, site):
    where = address(Site, "add")
    values = {"name": "Fern", "project": site.project_id, "district": site.district_id}

    admin.post(where, {**typed(admin, where), **values})

    fern = Site.objects.get(name="Fern")
    assert [entry.stage for entry in fern.entries.all()] == [Stage.CANDIDATE]


def test_history_cannot_be_written_or_lost_in_the_admin(admin, site):
    where = address(Site, "change", site.pk)

    admin.post(
        where,
        {
            **typed(admin, where),
            "stage": Stage.ACCEPTED,
            "entries-TOTAL_FORMS": 1,
            "entries-INITIAL_FORMS": 0,
            "entries-0-stage": Stage.ACCEPTED,
            "entries-0-entered_on": timezone.localdate().isoformat(),
        },
    )

    site.refresh_from_db()
    assert site.stage == Stage.ORDERED
    assert StageEntry.objects.filter(site=site).count() == 1
    for model in (Site, ScopeChange, Project):
        record = model.objects.first()
        assert admin.post(address(model, "delete", record.pk)).status_code == 403


def test_publishing_asks_first(admin, site):
    hidden = ProjectFactory(published=False, title="Quiet project")
    chosen = {"action": "publish_chosen", "_selected_action": [hidden.pk, site.project_id]}

    asked = admin.post(address(Project), chosen)
    hidden.refresh_from_db()
    assert not hidden.published
    assert "Quiet project" in asked.content.decode()

    done = admin.post(address(Project), {**chosen, "confirmed": "yes"}, follow=True)
    hidden.refresh_from_db()
    assert hidden.published
    assert "1 project published" in done.content.decode()


def test_address_of_a_published_project_is_fixed(admin, site):
    where = address(Project, "change", site.project_id)

    assert "slug" not in admin.get(where).context["adminform"].form.fields


def test_opened_wayleave_has_a_history(admin, site, boss):
    where = address(Wayleave, "add")

    admin.post(where, {**typed(admin, where), "site": site.pk, "grantor": "Hunsdon Estate"})

    wayleave = Wayleave.objects.get()
    assert [event.by for event in wayleave.events.all()] == [boss]


def test_a_project_that_comes_back_with_errors_keeps_its_address(admin):
    project = ProjectFactory(slug="fixed", published=True)

    # Unticks "published" and leaves out the title.
    where = address(Project, "change", project.pk)
    response = editing.edit(admin, where, {"title": ""})

    assert response.status_code == 200
    assert "fixed" in response.content.decode()
    assert "slug" not in response.context["adminform"].form.fields


def test_a_project_taken_off_again_keeps_its_address(admin):
    project = ProjectFactory(slug="fixed", published=True)
    unpublish(projects=[project])

    page = admin.get(address(Project, "change", project.pk))

    assert "slug" not in page.context["adminform"].form.fields


def test_a_project_published_by_the_list_fixes_its_address(admin):
    project = ProjectFactory(slug="fixed", published=False)
    assert (
        "slug" in admin.get(address(Project, "change", project.pk)).context["adminform"].form.fields
    )

    publish(projects=[project])
    unpublish(projects=[project])

    page = admin.get(address(Project, "change", project.pk))
    assert "slug" not in page.context["adminform"].form.fields


def test_sites_are_narrowed_to_those_without_a_supplier(admin, site):
    named = SiteFactory(project=site.project, supplier="Lea Valley Fibre")

    page = admin.get(address(Site), {"supplier": "-"})
    other = admin.get(address(Site), {"supplier": "Lea Valley Fibre"})

    assert list(page.context["cl"].queryset) == [site]
    assert list(other.context["cl"].queryset) == [named]
    assert 'href="?supplier="' not in page.content.decode()
