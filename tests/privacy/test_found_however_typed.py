"""However a name, number or address is typed, pasted or broken, it is found; and a person's
records are found however somebody spells them."""

import datetime as dt
import time

import pytest

from diz_portal.privacy import erasure
from diz_portal.privacy.kinds import Bearer, Wanted
from diz_portal.privacy.mentions import people
from inclusion.models import DeviceEvent
from tests.factories.inclusion import DeviceFactory, PersonFactory, team_of
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered

ADA = "Wilhelmina Oakapple"
PHONE = Bearer(phone="+447700900777")
EMAIL = Bearer(email="wilma.oak@post.example")
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b\u200d\u202a\u202e\u2060\u2066\u2069\u2800\u3164\ufe0f"
)


def found(bearer: Bearer, text: str) -> tuple[list[str], list[str]]:
    spans = people.spans(text, people.patterns_of([bearer]))
    return tuple(
        [text[s.start : s.end] for s in spans if s.certain is want] for want in (True, False)
    )


@pytest.mark.parametrize("mark", UNSEEN)
def test_a_mark_that_nobody_sees_hides_nothing(mark):
    house = Bearer(address="17 Quince Street\nHarlow", postcode="CM20 9ZZ")
    for bearer, text in (
        (Bearer(name=ADA), f"Wilhelmina{mark} Oak{mark}apple"),
        (PHONE, f"07700 9{mark}00 777"),
        (EMAIL, f"wilma{mark}.oak@po{mark}st.example"),
        (house, f"1{mark}7 Quince{mark} Street, Harlow, CM20 9{mark}ZZ"),
    ):
        assert found(bearer, f"See {text}!") == ([text], []), text
    assert found(Bearer(name=ADA), f"See{mark}Wilhelmina Oakapple{mark}!")[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (ADA, "Wilhelmina\n      Oakapple"),
        (ADA, "Wilhelmina &nbsp;Oakapple"),
        (ADA, "Wilhelmina (Billie) Oakapple"),
        (ADA, "Wilhelmina “Billie Jo” Oakapple"),
        (ADA, "Oakapple; Wilhelmina"),
        (ADA, "Oakapple (Wilhelmina"),
        (ADA, "OAKAPPLE/Wilhelmina"),
        (ADA, "Wilhelmina Oak-\n  apple"),
        ("Siân O'Brien", "Sian O&#39;Brien"),
        ("Siân O'Brien", "Sian O&#x27;Brien"),
        ("Siân O'Brien", "Sian O&rsquo;Brien"),
        ("Siân O'Brien", "Sian O\\u0027Brien"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Juergen Mueller", "Jürgen Müller"),
        ("Juergen Mueller", "Ju\u0308rgen Mu\u0308ller"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Сергей Чайкин", "Сергей Чайкин"),
        ("राम शर्मा", "राम शर्मा"),
        ("山田 太郎", "山田太郎"),
        ("山田太郎", "山田 太郎"),
        ("김 철수", "김철수"),
        ("Ἀλέξανδρος Σοφός", "Ἀλέξανδρος Σοφός"),
    ],
)
def test_a_name_in_full_is_certain_however_it_is_typed(name, text):
    assert found(Bearer(name=name), f"1. {text}, 2") == ([text], [])


def test_a_name_of_a_script_without_spaces_is_found_among_its_words():
    assert found(Bearer(name="山田 太郎"), "見た山田太郎さん") == (["山田太郎"], [])


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("the Oakapples came", ["Oakapples"]),
        ("Wilhelmina Oakapples laptop", ["Wilhelmina Oakapples"]),
        ("Mrs Oakapples laptop", ["Mrs Oakapples"]),
    ],
)
def test_a_plural_may_be_another_name_and_is_asked_about(text, doubtful):
    assert found(Bearer(name=ADA), text) == ([], doubtful)


def test_a_letter_of_another_script_belongs_to_the_word():
    assert found(Bearer(name="राम शर्मा"), "राम शर्माजी") == ([], [])


@pytest.mark.parametrize(
    "typed",
    [
        "07700_900_777",
        "07700*900*777",
        "07700,900,777",
        "07700  -  900777",
        "07700 / 900 777",
        "０７７００９００７７７",
        "٠٧٧٠٠٩٠٠٧٧٧",
    ],
)
def test_a_number_is_found_however_it_is_parted(typed):
    assert found(PHONE, f"Ring {typed}!") == ([typed], [])


@pytest.mark.parametrize(
    ("email", "typed"),
    [
        ("wilma.oak@post.example", "wilma.oak%40post.example"),
        ("wilma.oak@post.example", "wilma.oak&#64;post.example"),
        ("wilma.oak@post.example", "wilma.oak [at] post.example"),
        ("wilma.oak@post.example", "wilma.oak@ post.example"),
        ("wilma.oak@post.example", "wilma.oak@\npost.example"),
        ("w+a@post.example", "w%2Ba%40post.example"),
        ("w@bücher.example", "w@xn--bcher-kva.example"),
        ("w@xn--bcher-kva.example", "w@bücher.example"),
        ("w@xn--bcher-kva.example", "w@xn--bcher-kva.example"),
    ],
)
def test_an_email_address_is_found_however_it_is_written(email, typed):
    assert found(Bearer(email=email), f"To {typed}!") == ([typed], [])


def test_a_day_of_birth_is_found_without_anything_between():
    born = Bearer(born=dt.date(1950, 5, 3))

    assert found(born, "DOB 03051950, no. 03051950") == (["03051950"], ["03051950"])


@pytest.mark.parametrize(
    "name", ["a" * 150, "-".join(["a"] * 75), "ü" * 70, "ae" * 75, "a'" * 75, " ".join(["ab"] * 50)]
)
def test_no_name_makes_the_search_slow(name):
    patterns = people.patterns_of(
        [Bearer(name=name, phone="+447700900777", address=f"{name}\n1 a")]
    )
    for text in (
        *("a" * 20000, "aa " * 7000, "ab " * 7000, "a b " * 5000, "ae" * 8000, "ü " * 6000),
        *("a-'" * 6000, "a (a) " * 3000, "ab“ab”" * 3000, "a-\n" * 6000, "0 " * 9000, "7_" * 9000),
    ):
        began = time.process_time()
        people.spans(text, patterns)
        assert time.process_time() - began < 3, text[:9]


# In the database ------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (ADA, "Wilhelmina Oak\u3164apple"),
        (ADA, "Wilhelmina Oak-\napple"),
        (ADA, "Wilhelmina\n      Oakapple"),
        ("Siân O'Brien", "Sian O&#39;Brien"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("राम शर्मा", "राम शर्मा"),
        ("山田 太郎", "山田太郎"),
        ("Сергей Чайкин", "Сергей Чайкин"),
    ],
)
def test_the_database_hands_it_out(name, typed):
    PartnershipFactory()
    one = registered(
        SeminarFactory(), name=name, email="wilma.oak@bücher.example", phone="+447700900777"
    )
    words = [typed, "0７７００_900,777", "wilma.oak%40xn--bcher-kva.example"]
    events = [
        DeviceEvent.objects.create(
            device=DeviceFactory(), to_state="received", why=f"From {each}!", by=manager()
        )
        for each in words
    ]

    erasure.erase(kind="registration", reference=one.reference)

    assert list(
        DeviceEvent.objects.filter(pk__in=[e.pk for e in events])
        .order_by("pk")
        .values_list("why", flat=True)
    ) == ["From [name removed]!", "From [number removed]!", "From [email removed]!"]


# Looking for somebody's records ---------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Zoe O'Brien", "Zoe obrien", "Zöe", "ZOË O’BRIEN", "o brien"])
def test_a_person_is_found_however_the_name_is_typed(typed):
    PartnershipFactory()
    team = team_of(OrganisationFactory())
    PersonFactory(kept_by=team.organisation, name="Zoë O’Brien", name_key="brien o zoë")
    registered(SeminarFactory(), name="Zoë O’Brien", email="z@post.example")
    registered(SeminarFactory(), name="Max Otter", email="m@post.example")

    kinds = [one.kind.name for one in erasure.find(Wanted.of(typed))]

    assert sorted(kinds) == ["registration", "resident"]
    assert Wanted.of(typed).is_in("Dear Zoë O’Brien")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "typed"), [("Jürgen Groß", "Juergen Gross"), ("Juergen Øst", "jürgen ost")]
)
def test_a_german_or_danish_name_is_found_in_both_spellings(stored, typed):
    PartnershipFactory()
    registered(SeminarFactory(), name=stored, email="z@post.example")

    assert len(erasure.find(Wanted.of(typed))) == 1


@pytest.mark.parametrize(
    "typed", ["07700900777 ext 2", "tel: 07700 900777", "Mobile 07700 900 777"]
)
def test_a_number_with_a_word_beside_it_is_a_number(typed):
    assert Wanted.of(typed) == Wanted(phone="7700900777")
