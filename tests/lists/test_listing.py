"""A list as it is declared: its filters, columns and order, whatever an address asks."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists import registry
from diz_portal.lists.listing import Listing
from diz_portal.lists.state import State
from projects.rollout.stages import Stage
from tests.factories.projects import SiteFactory


def listing(user, query="", name="sites", **fixed):
    kind = registry.named(name)
    return Listing(kind, user, State.asked(kind, QueryDict(query)), fixed=fixed)


def every_list():
    return sorted(registry._lists)


@pytest.mark.parametrize("name", every_list())
def test_keys_are_for_good_and_unlike(name):
    kind = registry.named(name)
    keys = [one.key for one in kind.filters]

    assert len(set(keys)) == len(keys)
    assert not {"sort", "column", "view", "page"} & set(keys)
    assert len({one.key for one in kind.columns}) == len(kind.columns)


@pytest.mark.parametrize("name", every_list())
def test_every_order_filter_and_column_can_be_asked(name, world):
    kind = registry.named(name)
    columns = "&".join(f"column={one.key}" for one in kind.columns)

    for order in [word for one in kind.columns for word, _ in one.orders()]:
        found = listing(world.manager, f"{columns}&sort={order}", name)
        assert not found.problems
        assert list(found.rows(found.page(1))) is not None
    for one in kind.filters:
        shown = listing(world.manager, name=name)
        offered = {**shown.form.fields, **shown.more.fields}[one.key]
        values = [value for value, _ in getattr(offered, "choices", [("7", "")]) if value]
        for value in values:
            found = listing(world.manager, f"{one.key}={value}", name)
            assert not found.problems, (one.key, value)
            assert found.narrowed.count() >= 0


def test_nothing_there_comes_last_whichever_way(world):
    site = SiteFactory(project=world.project, name="Fir", planned_live_on=timezone.localdate())

    for order in ("planned", "-planned"):
        assert listing(world.ann, f"sort={order}").found.first() == site


def test_more_days_at_stage_than(world):
    today = timezone.localdate()
    long = SiteFactory(
        project=world.project, stage=Stage.WAYLEAVE, on=today - timedelta(days=61), name="Oak"
    )
    SiteFactory(
        project=world.project, stage=Stage.WAYLEAVE, on=today - timedelta(days=60), name="Fir"
    )

    found = listing(world.ann, "stage=wayleave&over=60")

    assert list(found.found) == [long]
    assert [(one.label, one.words) for one in found.chips] == [
        ("Stage", "Awaiting wayleave"),
        ("Days at stage, more than", "60 days"),
    ]
    assert listing(world.ann, "over=6e1").problems


def test_each_chip_takes_its_own_filter_away(world):
    found = listing(world.ann, "stage=wayleave&supplier=Stort")

    assert [one.without for one in found.chips] == [
        "?supplier=Stort&sort=",
        "?stage=wayleave&sort=",
    ]


def test_the_page_of_a_project_neither_asks_for_it_nor_shows_it(client, world):
    client.force_login(world.manager)

    page = client.get(reverse("projects_workspace:sites", args=["full-fibre"]))
    whole = client.get(reverse("lists:list", args=["sites"]))

    assert "project" not in page.context["listing"].form.fields
    assert "project" in whole.context["listing"].form.fields
    assert len(page.context["page"]) == 2
    assert len(whole.context["page"]) == 3


def test_an_old_order_is_the_same_as_its_new_name(world):
    assert listing(world.ann, "sort=longest").state.order == "stage"
