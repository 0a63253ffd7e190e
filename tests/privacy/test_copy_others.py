"""Whom else a text speaks of: what is found, what is marked, and what is the person's own."""

import pytest

from diz_portal.privacy.copies import blacking, others
from diz_portal.privacy.copies.content import Cell
from diz_portal.privacy.kinds import Bearer
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import HelpPlaceFactory, PersonFactory, team_of
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db
ADA = Bearer("Ada Example", "ada@test.example", "+447700900001")


def found(*texts, bearers=(ADA,)):
    return [
        [(one.words, one.why, one.is_marked) for one in each]
        for each in others.in_texts(texts, bearers)
    ]


def test_people_the_portal_knows_are_found_by_their_whole_name_and_then_by_the_first():
    PersonFactory(name="Otto Friend")
    registered(SeminarFactory(), name="Someone", guest_name="Mina O’Hara-Jones")

    assert found("otto FRIEND came with Mina O’Hara-Jones.", "Otto rang, and will rang Otto.") == [
        [
            ("otto FRIEND", others.KNOWN, True),
            ("Mina O’Hara-Jones", others.KNOWN, True),
        ],
        [("Otto", others.KNOWN, True)],
    ]


def test_staff_in_their_work_stay_unless_they_are_somebody_we_help_too():
    UserFactory(name="Cass Worker")
    UserFactory(name="Both Ways")
    PersonFactory(name="Both Ways")

    assert found("Cass Worker and Both Ways met.") == [
        [("Cass Worker", others.STAFF, False), ("Both Ways", others.KNOWN, True)]
    ]


def test_names_after_who_they_are_addresses_and_numbers_are_found():
    assert found(
        "Her son Ben Small and Mrs Tall rang (07700 900 123), or write to ben@test.example."
    ) == [
        [
            ("Mrs Tall", others.TITLE, True),
            ("Ben Small", others.RELATED, True),
            ("ben@test.example", others.ADDRESS, True),
            ("07700 900 123", others.PHONE, True),
        ]
    ]


def test_what_is_the_persons_own_is_not_found():
    PersonFactory(name="Ada Example")

    assert found("Ada Example, Mrs Example, her daughter Ada, 07700 900001, ADA@test.example") == [
        []
    ]


def test_it_costs_the_same_however_many_texts(django_assert_num_queries):
    PersonFactory(name="Otto Friend")
    with django_assert_num_queries(16):
        found("Otto Friend")
    with django_assert_num_queries(16):
        found(*["Otto Friend", "Some other words here"] * 5)


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Ann is planning. ANN!", ["Ann"], "[x] is planning. [x]!"),
        ("Otto’s and Otto\nFriend's", ["Otto Friend", "Otto"], "[x]’s and [x]'s"),
        ("(a+b) and a+b", ["(a+b)"], "[x] and a+b"),
        ("Otto black", ["Otto", "black", "person"], "[x] [x]"),
        ("", ["Otto"], ""),
        ("Otto Maria Quorle", ["Otto Maria", "Maria Quorle"], "[x]"),
        ("O'Dell, O’Dell, O Dell", ["O'Dell"], "[x], [x], [x]"),
        ("Ann-Marie Ann‑Marie", ["Ann-Marie"], "[x] [x]"),
        ("José Jose\u0301 JOSE", ["José"], "[x] [x] [x]"),
        ("Jose\u0301!", ["Jose"], "[x]!"),
        ("Ot\u200bto and Otto\u200bFriend", ["Otto Friend", "Otto"], "[x] and [x]"),
        (
            "Otto_Friend, Otto\r\n\r\n  Friend, Bob_Small",
            ["Otto Friend", "Bob"],
            "[x], [x], [x]_Small",
        ),
        ("Straße STRASSE", ["strasse"], "[x] [x]"),
        (
            "07700 900123, 07700900123, +447700900123, (07700) 900-123, 0770\u200b0 900123",
            ["07700 900 123"],
            "[x], [x], [x], [x], [x]",
        ),
        ("943 476 5919 and 9434765919", ["943-476-5919"], "[x] and [x]"),
        ("Otto@Home.example", ["otto@home.example"], "[x]"),
        ("Ottokar in 2077 at 12 Elm", ["Otto", "207", "2 Elm"], "Ottokar in 2077 at 12 Elm"),
        ("— and …", ["—", "\u200b"], "[x] and …"),
        ("Otto", ["", " "], "Otto"),
    ],
)
def test_words_are_taken_out_whole_in_any_case_and_across_lines(text, words, left):
    mark = blacking.instead("another")

    assert blacking.blacked_out(text, words, "another") == left.replace("[x]", mark)


@pytest.mark.parametrize(
    "words",
    ["01279 446 611", "01279446622", "(01279) 446633", "us@diz.example", "0303 123 1113"],
)
def test_what_everybody_may_ring_or_write_to_is_nobody_elses(words, settings):
    PartnershipFactory(phone="01279 446611", email="us@diz.example")
    team_of(phone="01279 446622")
    HelpPlaceFactory(phone="01279 446633")

    assert found(f"Ring {words}, or ben@test.example on 07700 900 123.") == [
        [("ben@test.example", others.ADDRESS, True), ("07700 900 123", others.PHONE, True)]
    ]


@pytest.mark.parametrize("value", ["+447700900123", ["Otto A", "B"], {"who": "Otto A, B"}])
def test_the_file_says_what_the_paper_says(value):
    """Also where a column is a list, a number that is told another way, or a whole object."""
    cell = Cell("here", "Heading", value, "Otto A, B, 07700 900 123", is_typed=True)
    marks = blacking.Marks(("Otto A, B", "07700 900 123"), reason="another")

    left = blacking.as_marked(cell, {"here": marks})

    assert left.value == left.said == ", ".join([blacking.instead("another")] * 2)


def test_what_is_found_over_the_end_of_a_line_is_suggested_in_one():
    """A browser sends the end of a line back as another one, and knew nothing of it."""
    PersonFactory(name="Otto Friend")

    assert found("Otto\nFriend and Mrs\r\nBaker, 07700\n900123. Otto rang.") == [
        [
            ("Otto Friend", others.KNOWN, True),
            ("Mrs Baker", others.TITLE, True),
            ("07700 900123", others.PHONE, True),
            ("Otto", others.KNOWN, True),
        ]
    ]
