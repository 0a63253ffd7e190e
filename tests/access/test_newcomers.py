"""Three people who come near residents by another way than A's caseworker: a caseworker of B, a
named lead who is no caseworker, and somebody of both organisations. What A keeps about residents
is not there for them, whatever they do; a named lead finds a case and uses emergency access."""

import pytest

from .doors import FINE, HIDDEN, NOT_THIS_WAY, Door
from .knocking import knock
from .pages import PAGES
from .world import NEWCOMERS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_changes", "people_stay", "quiet"),
]

SPACE = "inclusion_workspace:"
# What residents told A, or what was written about them:
OF_OURS = {"Marker-resident", "Marker-story", "Marker-note", "Marker-task", "Marker-home"}
# Between the two organisations, or shared by all.
SHARED = {"offer", "own_offer", "shared"}


def of_our_caseworkers() -> list[Door]:
    """Doors to one record of A's that its caseworkers alone may open, or press."""
    return [
        door
        for door in PAGES.doors
        if door.name.startswith(SPACE)
        and door.args
        and not any(str(value).partition(".")[0] in SHARED for value in door.args.values())
        and door.reads["outsider"] == HIDDEN
        and door.reads["viewer"] == HIDDEN
        and (door.reads["caseworker"] == FINE or door.takes_post_of("caseworker"))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("who", NEWCOMERS)
def test_what_is_for_our_caseworkers_is_not_there_for_anybody_else(world, who):
    found = of_our_caseworkers()
    wrong = []
    for door in found:
        for method in ("get", "post"):
            answer = knock(world, door, who, method)
            allowed = {HIDDEN} | ({NOT_THIS_WAY} if door.only_by_post or not door.acts else set())
            if answer.status not in allowed or answer.changed:
                wrong.append(f"{method} {door}: {answer.status} {answer.changed}")
            wrong += [f"{door} shows {mark}" for mark in OF_OURS if mark in answer.body]

    assert len(found) > 25
    assert wrong == []


@pytest.mark.parametrize("who", NEWCOMERS)
def test_no_list_shows_them_whom_we_help(world, who):
    for name in ("workspace:home", SPACE + "cases", SPACE + "waiting", SPACE + "devices"):
        door = Door(name, {}, {}, None)
        body = knock(world, door, who, "get").body

        assert [mark for mark in OF_OURS if mark in body] == [], name


def test_a_named_lead_finds_a_case_and_may_use_emergency_access(world):
    case = {"reference": "case.reference"}

    answers = [
        knock(world, Door(SPACE + name, args, {}, None), "named", "get").status
        for name, args in (("find", {}), ("emergency_access", case), ("case", case))
    ]

    assert answers == [FINE, FINE, HIDDEN]


def test_a_caseworker_elsewhere_works_on_their_own(world):
    own = Door(SPACE + "case", {"reference": "foreign_case.reference"}, {}, None)

    for who in ("elsewhere", "both"):
        assert knock(world, own, who, "get").status == FINE
    assert world.client("named").get(own.url(world)).status_code == HIDDEN


def test_a_named_data_protection_lead_keeps_their_organisations_record_of_processing(world):
    ours, lead = (
        {"controller": f"{one}.slug", "purpose": f"={purpose}"}
        for one, purpose in (("ours", "helping"), ("lead_organisation", "seminars"))
    )
    asked = [
        ("data_map", {}),
        ("processing_edit", ours),
        ("processor_add", {"controller": "ours.slug"}),
        ("processing_record", lead),
        ("processing_edit", lead),
        ("processor", {"reference": "processor.reference"}),
    ]

    answers = [
        knock(world, Door(f"privacy:{name}", args, {}, None), "named", "get").status
        for name, args in asked
    ]

    assert answers == [FINE, FINE, FINE, HIDDEN, HIDDEN, HIDDEN]
    edit = Door("privacy:processing_edit", ours, {}, None)
    for who in ("elsewhere", "both"):
        assert knock(world, edit, who, "get").status == HIDDEN
