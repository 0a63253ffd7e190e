"""Whom else a text speaks of: what is found, what is marked, and what is the person's own."""

import pytest

from diz_portal.privacy.copies import blacking, others
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
    with django_assert_num_queries(15):
        found("Otto Friend")
    with django_assert_num_queries(15):
        found(*["Otto Friend", "Some other words here"] * 5)


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Ann is planning. ANN!", ["Ann"], "[x] is planning. [x]!"),
        ("Otto’s and Otto\nFriend's", ["Otto Friend", "Otto"], "[x]’s and [x]'s"),
        ("(a+b) and a+b", ["(a+b)"], "[x] and a+b"),
        ("Otto black", ["Otto", "black", "person"], "[x] [x]"),
        ("", ["Otto"], ""),
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
