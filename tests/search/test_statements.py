"""What of a search is built once, for whom, and what is looked for at all."""

import pytest

from diz_portal.search import Asked, statements
from diz_portal.search.reading import found
from diz_portal.search.registry import searchables
from diz_portal.search.statements import Form, statement
from tests.factories.inclusion import team_of
from tests.factories.partners import (
    OrganisationFactory,
    caseworker_of,
    certifier_of,
    contributor_of,
    finance_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import PartnershipFactory
from tests.factories.projects import SiteFactory, WayleaveFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db
ALL_FORMS = (
    Form(True, True, True, is_reference=True, begins_reference=False),
    Form(True, True, True, is_reference=False, begins_reference=True),
    Form(False, True, False, is_reference=False, begins_reference=False),
)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    PartnershipFactory()
    monkeypatch.setattr(statements, "_kept", {})


def parts(one, user, form: Form) -> list:
    return list(statements._built(statements._arms([one], user, form)))


@pytest.mark.parametrize(
    "member", [lead_of, contributor_of, viewer_of, caseworker_of, finance_of, certifier_of, None]
)
def test_two_people_of_the_same_roles_look_in_the_same_rows(member):
    """A kind whose rows differ by more than roles and the day says so: `is_ones_own`."""
    organisation = OrganisationFactory()
    team_of(organisation)
    one, other = (member(organisation) if member else manager() for _ in range(2))

    for kind in searchables():
        if kind.may_look(one) and not kind.is_ones_own:
            for form in ALL_FORMS:
                assert parts(kind, one, form) == parts(kind, other, form), kind.kind


def test_nobody_has_the_parts_of_another_role():
    SiteFactory(name="Elm House", order_ref="QX-77-KZ")
    asked = Asked.of("QX-77-KZ", by_post=True)

    assert [group.kind for group in found(manager(), asked)] == ["sites"]
    assert found(contributor_of(), asked) == []
    assert [group.kind for group in found(manager(), asked)] == ["sites"]


def test_what_was_typed_before_is_not_found_again():
    ann = manager()
    for name in ("Elm_House", "Elm%House", "Birch House"):
        SiteFactory(name=name, ods_code=name[:7])

    def names(text: str) -> list[str]:
        groups = found(ann, Asked.of(text, by_post=False), "sites")
        return [hit.title for group in groups for hit in group.hits]

    assert names("birch") == ["Birch House"]
    assert names("Elm%Hou") == ["Elm%House", "Elm_House"]
    assert names("Elm_Hou") == ["Elm_House", "Elm%House"]
    assert names("e%h") == []


def test_parts_are_built_once(monkeypatch):
    SiteFactory(name="Elm House")
    found(manager(), Asked.of("elm house", by_post=True))
    built = []
    monkeypatch.setattr(
        statements, "_arms", lambda within, *_: built.extend(one.kind for one in within) or ()
    )

    (group,) = found(manager(), Asked.of("house elm", by_post=True))

    assert group.hits[0].title == "Elm House"
    assert built == [one.kind for one in searchables() if one.is_ones_own]


def test_parts_of_very_many_standings_are_forgotten(monkeypatch):
    monkeypatch.setattr(statements, "MOST_KEPT", 1)
    ann = manager()

    statement(searchables(), ann, Asked.of("elm", by_post=False))
    statement(searchables(), ann, Asked.of("elm", by_post=True))

    assert len(statements._kept) == 1


def test_only_what_may_be_a_reference_is_looked_for_among_references():
    site = SiteFactory()
    milestone = MilestoneFactory(project=site.project)
    WayleaveFactory(site=site)
    ann = manager()

    def has(text: str) -> bool:
        sql, _ = statement(searchables(), ann, Asked.of(text, by_post=True))
        return '"projects_milestone"."reference"' in sql

    assert has(milestone.reference)
    assert has(milestone.reference[:4].upper())
    assert not has(milestone.reference + "2")
    assert not has("person@town.example")
    assert not has("st john’s surgery")


def test_nothing_to_look_in_is_nothing_found():
    assert statement([], manager(), Asked.of("elm", by_post=False)) == ("", [])
    assert found(manager(), Asked.of("elm", by_post=False), "no-such-kind") == []
