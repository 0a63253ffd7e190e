"""What the admin shows is written as everywhere: amounts, answers of yes and no, lists of parts."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_words import number, plain, yes_or_no
from projects.models import Milestone, Site
from projects.rollout.stages import Stage
from tests.factories.money import awarded
from tests.factories.partners import manager
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import MilestoneFactory


@pytest.mark.parametrize(
    ("value", "is_pounds", "said"),
    [
        ("240000.00", True, "£240,000"),
        ("400.50", True, "£400.50"),
        ("100.0000", False, "100"),
        ("17.40", False, "17.4"),
        ("1200", False, "1,200"),
    ],
)
def test_a_number_is_written_with_its_unit_and_no_empty_decimals(value, is_pounds, said):
    assert number(Decimal(value), is_pounds=is_pounds) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"was_open": True, "sizes": [1, 2]}, "was open: Yes; sizes: 1, 2"),
        (["a", None], "a, Not known"),
    ],
)
def test_what_was_kept_as_it_came_is_shown_in_words(value, said):
    assert plain(value) == said


def test_a_box_is_answered_with_yes_or_no():
    assert [yes_or_no(one) for one in (True, False, None)] == ["Yes", "No", "Not known"]


@pytest.fixture
def boss(client, db):
    person = manager()
    client.force_login(person)
    return person


def list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.usefixtures("boss")
def test_a_list_says_what_it_is_of_and_which_column_each_cell_is_in(client):
    SiteFactory(name="Elm House", stage=Stage.ORDERED)

    page = client.get(list_of(Site)).content.decode()

    assert "<h1>Sites</h1>" in page
    assert '<caption class="visually-hidden">Sites</caption>' in page
    assert re.search(r'<th scope="row" data-label="Name"[^>]*><a [^>]*>Elm House</a></th>', page)
    assert 'data-label="Stage since"' in page
    assert ">Yes</td>" in page
    assert 'alt="True"' not in page


@pytest.mark.usefixtures("boss")
def test_an_empty_list_says_so_and_a_narrowed_one_leads_back(client):
    empty = client.get(list_of(Milestone)).content.decode()
    MilestoneFactory()
    narrowed = client.get(list_of(Milestone), {"q": "nothing like it"}).content.decode()

    assert "No milestones yet." in empty
    assert "No milestones match." in narrowed
    assert '<a href="?">Show all milestones</a>' in narrowed


@pytest.mark.usefixtures("boss")
def test_a_filter_by_what_is_filled_says_what_that_means(client):
    MilestoneFactory(title="All surveys", actual_on=date(2026, 1, 5))
    MilestoneFactory(title="All live")

    page = client.get(list_of(Milestone), {"actual_on__isempty": "0"}).content.decode()

    assert "Not complete" in page
    assert "Not empty" not in page
    assert "All surveys" in page
    assert "All live" not in page


@pytest.mark.usefixtures("boss")
def test_an_amount_in_a_list_is_in_pounds(client):
    source = awarded("1700000")

    page = client.get(list_of(type(source))).content.decode()

    assert "£1,700,000" in page
    assert "1700000" not in page


@pytest.mark.usefixtures("boss")
def test_each_record_that_has_a_page_in_the_workspace_leads_there(client):
    project = ProjectFactory(slug="lffn", published=True)
    site, milestone = SiteFactory(project=project), MilestoneFactory(project=project)

    def links(record):
        name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
        page = client.get(reverse(name, args=[record.pk])).content.decode()
        tools = page.split('<ul class="object-tools">', 1)[1].split("</ul>", 1)[0]
        return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', tools)

    inside = f"/workspace/projects/lffn/sites/{site.reference}/"
    assert links(site)[:4] == [
        (inside, "Open in the workspace"),
        (f"{inside}move/", "Update stage"),
        (f"{inside}withdraw/", "Withdraw"),
        (f"/projects/lffn/sites/{site.reference}/", "Open the public page"),
    ]
    assert [words for _, words in links(milestone)] == [
        "Open in the workspace",
        "Change baseline",
        "Withdraw",
        "History",
    ]
    # And back.
    for url, words in (*links(site)[:1], *links(milestone)[:1]):
        assert "/admin/projects/" in client.get(url).content.decode(), words


def test_the_admin_has_no_list_of_apps_beside_each_page():
    """A list needs the width; what the records are for stands on the first page."""
    assert admin.site.enable_nav_sidebar is False
