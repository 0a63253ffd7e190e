"""What nobody sees makes no second person, address or number."""

import pytest
from django.core.exceptions import ValidationError

from diz_portal import fields, names, phones, unseen
from diz_portal.accounts.models import normalise_email
from diz_portal.privacy.kinds import Wanted

UNSEEN = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e",
    "\u200f", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\u2800", "\u3164", "\ufe0f",
    "\ufeff", "\uffa0", "\U000e0041",
]  # fmt: skip


@pytest.mark.parametrize("mark", UNSEEN)
def test_an_unseen_mark_changes_nobody(mark):
    assert unseen.taken_out(f"{mark}Ad{mark}a{mark}") == "Ada"
    assert fields.NameField().clean(f"Ad{mark}a Ex{mark}ample{mark}") == "Ada Example"
    assert (
        fields.EmailField().clean(f"{mark}ad{mark}a@ex{mark}ample.org{mark}") == "ada@example.org"
    )
    assert fields.PhoneField().clean(f"{mark}07700{mark} 900982{mark}") == "+447700900982"
    assert fields.PostcodeField().clean(f"CM20{mark} 1AA{mark}") == "CM20 1AA"
    assert names.key(f"Ad{mark}a Example") == names.key("Ada Example")
    assert normalise_email(f"Ad{mark}a@example.org") == "ada@example.org"
    assert phones.key(f"{mark}+44 7700 900{mark}982") == "7700900982"
    assert Wanted.of(f"ad{mark}a@example.org") == Wanted.of("ada@example.org")
    assert Wanted.of(f"Ad{mark}a Example").is_in("with Ada Example") is True
    assert Wanted.of("Ada Example").is_in(f"with Ad{mark}a Example") is True


def test_spaces_of_any_kind_are_one_space():
    assert fields.NameField().clean("Ada\u00a0\u2009 Example\u3000") == "Ada Example"
    assert fields.NameField().clean("Ada\nExample\u2028X\x85Y") == "Ada Example X Y"


def test_joiners_stay_where_a_language_spells_with_them():
    name = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"

    assert fields.NameField().clean(name) == name


def test_one_letter_in_two_spellings_is_one_name():
    assert names.key("Jose\u0301 Nun\u0303ez") == names.key("José Nuñez")
    assert names.key("\uff21\uff44\uff41") == names.key("Ada")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ada@bücher.example", "ada@bücher.example"),
        ("ada@xn--bcher-kva.example", "ada@bücher.example"),
        ("ADA@BÜCHER.EXAMPLE", "ada@bücher.example"),
        ("\uff41da@example.org", "ada@example.org"),
        ("ada@example\u3002org", "ada@example.org"),
    ],
)
def test_one_address_in_two_spellings_is_one_address(typed, address):
    assert normalise_email(typed) == address


@pytest.mark.parametrize("typed", ["j@localhost", "j@[127.0.0.1]", "j@[IPv6:::1]", "j@machine"])
def test_nobody_has_an_address_on_this_machine(typed):
    with pytest.raises(ValidationError, match="in the correct form"):
        fields.EmailField().clean(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "01279 446611",
        "(01279) 446611",
        "01279-446-611",
        "01279/446611",
        "+44 (0)1279 446611",
        "+44 01279 446611",
        "0044 1279 446611",
        "00 44 (0) 1279 446611",
        "441279446611",
        "tel:+441279446611",
        "TEL: 01279 446611",
        "\u202a+44 1279 446611\u202c",
        "\uff10\uff11\uff12\uff17\uff19 446611",
        "01279\u00a0446\u2011611",
    ],
)
def test_a_number_is_understood_as_people_paste_it(typed):
    assert phones.normalise(typed) == "+441279446611"
    assert phones.key(typed) == "1279446611"


@pytest.mark.parametrize("written", ["ext 23", "ext.23", "x23", "#23", "extension: 23", ", ext 23"])
def test_an_extension_is_kept_and_said(written):
    number = phones.normalise(f"01279 446611 {written}")

    assert number == "+441279446611;ext=23"
    assert phones.normalise(number) == number
    assert phones.in_words(number) == "01279 446 611, extension 23"
    assert phones.key(number) == phones.key("01279 446611")
    assert not phones.is_mobile(phones.normalise(f"07700 900982 {written}"))


@pytest.mark.parametrize("typed", ["446611", "1279 446611", "ext 23", "0279 4466", "+33 1 2345678"])
def test_what_is_no_number_here_is_refused(typed):
    with pytest.raises(phones.NotANumber):
        phones.normalise(typed)


@pytest.mark.parametrize("typed", ["\u200b", " \u202a\n\u202c ", "\u2800"])
def test_what_nobody_sees_is_no_reason(typed):
    field = fields.WordsField()

    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.code == "required"
    assert fields.WordsField(required=False).clean(typed) == ""
    assert field.clean(f" Because.{typed}") == f"Because.{typed}".strip()
