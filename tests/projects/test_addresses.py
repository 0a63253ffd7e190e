"""No project is called like a page beside its own: one of the two would never be seen."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLResolver, get_resolver, resolve, reverse

from diz_portal.slugs import words_of_pages
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory

# Where a project has a page of its own in each room.
OWN_PAGES = (
    "projects:detail",
    "projects_workspace:project",
    "money:project",
    "change:project",
    "contracts:project",
)


def test_the_pages_of_money_keep_their_words():
    assert words_of_pages("projects") >= {"bids", "grants", "partners", "queue"}


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_free_word_leads_to_the_project_in_every_room(name):
    found = resolve(reverse(name, args=["full-fibre"]))

    assert found.view_name == name
    assert found.kwargs["slug"] == "full-fibre"


def test_every_word_that_hides_a_project_is_reserved():
    """Each page is asked for by its address with the word in place of the slug."""
    words = {
        word
        for word in _first_words()
        for name in OWN_PAGES
        if resolve(reverse(name, args=[word])).view_name != name
    }

    assert words
    assert words <= words_of_pages("projects")


def _first_words(resolver: URLResolver | None = None) -> set[str]:
    """Every fixed piece of any address."""
    found = set()
    for one in (resolver or get_resolver()).url_patterns:
        found |= set(re.findall(r"(?<![<:\w-])[a-z][a-z-]*(?=/)", str(one.pattern)))
        if isinstance(one, URLResolver):
            found |= _first_words(one)
    return found


@pytest.mark.django_db
def test_a_new_project_takes_none_of_them():
    project = ProjectFactory.build(slug="grants", lead=OrganisationFactory())

    with pytest.raises(ValidationError, match="is the address of another page"):
        project.full_clean()


@pytest.mark.django_db
def test_one_that_was_there_before_the_page_is_still_saved():
    project = ProjectFactory(slug="grants")
    project.title = "Grants for villages"

    project.full_clean()
