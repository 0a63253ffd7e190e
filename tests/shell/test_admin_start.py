"""The first page of the admin: by what somebody does, with how many there are."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_start import REST, TASKS
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
NAMED = [label for _, labels in TASKS for label in labels]


@pytest.mark.parametrize("label", NAMED)
def test_every_record_that_is_named_is_in_the_admin(label):
    assert apps.get_model(label) in admin.site._registry


def test_no_record_is_named_twice():
    assert len(NAMED) == len(set(NAMED))


def start(client) -> str:
    client.force_login(manager())
    return client.get(reverse("admin:index")).content.decode()


def test_the_start_says_what_is_done_and_how_many_there_are(client):
    ProjectFactory.create_batch(3)
    OrganisationFactory()

    page = start(client)

    titles = re.findall(r'<h2 id="[a-z-]+">(.*?)</h2>', page)
    assert titles[0] == "Run projects"
    assert titles[-1] == REST
    projects = page.split(f'href="{reverse("admin:projects_project_changelist")}"', 1)[1]
    assert re.search(r"admin-task__number\">3<", projects[:300])


def test_every_list_that_may_be_opened_is_on_the_start_once(client, rf):
    page = start(client)
    request = rf.get("/admin/")
    request.user = manager()

    for model, one in admin.site._registry.items():
        if one.has_view_or_change_permission(request):
            meta = model._meta
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            assert page.count(f'<a href="{address}"') == 1, meta.label


def test_lists_of_one_name_say_whose_they_are(client):
    names = re.findall(r'<a href="/admin/[^"]+">([^<]+)</a>', start(client).split("admin-tasks")[1])

    assert len(names) > 50
    assert [name for name in names if names.count(name) > 1] == []


def test_the_portfolio_leads_into_the_workspace(client):
    project = ProjectFactory()

    assert reverse("projects_workspace:project", args=[project.slug]) in start(client)
