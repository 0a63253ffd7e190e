"""Asking for help, question by question, as residents and staff do."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.words import uk_date
from inclusion.cases.services import referrals
from inclusion.help.forms.asking import QUESTIONS
from inclusion.help.selectors import help as selectors
from inclusion.help.services import help as services
from inclusion.help.services import switches
from inclusion.models import (
    EqualityAnswers,
    HelpPlace,
    LawfulBasis,
    Person,
    Referral,
    ReferralKind,
    Team,
)
from tests.factories.partners import caseworker_of, manager, viewer_of
from tests.factories.places import PostcodeFactory
from tests.words import says

pytestmark = pytest.mark.django_db

ANSWERS = {
    "what": {"wanted": ["device", "skills"]},
    "story": {"story": "See my GP online"},
    "name": {"name": "Ada Example"},
    "born": {"date_of_birth_0": "2", "date_of_birth_1": "3", "date_of_birth_2": "1948"},
    "home": {"postcode": "cm20 1aa"},
    "contact": {"contact_by": "phone"},
    "reach": {"phone": "01632 960 123", "contact_notes": "After six"},
    "easier": {"adjustments": ["large_print"], "adjustments_words": ""},
}


@pytest.fixture(autouse=True)
def _no_tries_used_up():
    cache.clear()


@pytest.fixture
def ready(team, partnership, settings):
    settings.PUBLIC_FORM_LIMITS = False
    return team


def url(step: str, room: str = "inclusion:help") -> str:
    return reverse(f"{room}_step", args=[step])


def answer(client, *, room="inclusion:help", begin=True, **changed):
    """Answer every question in order; gives the last response."""
    response = client.post(reverse(room)) if begin else None
    for step in QUESTIONS:
        response = client.post(url(step, room), {**ANSWERS[step], **changed.get(step, {})})
    return response


def send(client, room="inclusion:help"):
    return client.post(reverse(f"{room}_check"), {"website_address": "", "shown_at": ""})


def test_a_resident_asks_and_gets_a_reference(client, ready):
    assert answer(client).url == reverse("inclusion:help_check")
    checked = client.get(reverse("inclusion:help_check")).content.decode()
    for words in ("Ada Example", "2 March 1948", "CM20 1AA", "01632 960 123", "Large print"):
        assert words in checked

    response = send(client)

    referral = Referral.objects.get()
    assert response.url == reverse("inclusion:help_sent")
    assert referral.reference in client.get(response.url).content.decode()
    assert (referral.kind, referral.to, referral.lawful_basis) == (
        ReferralKind.SELF,
        ready.organisation,
        # No public body: see its record of processing.
        LawfulBasis.LEGITIMATE,
    )
    assert referral.wanted == ["device", "skills"]
    assert (referral.person.phone, referral.person.date_of_birth) == (
        "+441632960123",
        date(1948, 3, 2),
    )


DEVICES = ("laptop", "tablet", "phone")


def pause(*items, by):
    for item in items:
        switches.set_item(item=item, is_paused=True, weeks=6, by=by)


def test_a_kind_of_device_that_is_paused_is_not_offered_and_says_how_long(client, ready):
    pause("laptop", by=caseworker_of(ready.organisation))
    client.post(reverse("inclusion:help"))

    page = client.get(url("what")).content.decode()

    assert "A device: a tablet or smartphone" in page
    assert "Laptops: not available at the moment" in page
    assert "Expect to wait about 6 weeks." in page


def test_a_request_keeps_which_devices_could_be_chosen_and_its_need_too(client, ready):
    worker = caseworker_of(ready.organisation)
    pause("laptop", by=worker)
    answer(client)

    checked = client.get(reverse("inclusion:help_check")).content.decode()
    send(client)

    referral = Referral.objects.get()
    assert "A device: a tablet or smartphone" in checked
    assert referral.which_device == "tablet or smartphone"
    assert referral.wanted_in_words == "A device (tablet or smartphone), Digital skills support"
    assert asked_for(referral) == ["Tablet or smartphone", "Learning digital skills"]
    case = referrals.accept(referral=referral, by=worker)
    assert [need.item for need in case.needs.all()] == ["Tablet or smartphone", ""]
    # What staff write of it later is theirs; the person reads what they asked for.
    case.needs.filter(kind="device").update(item="The blue one for the twins")
    assert asked_for(referral) == ["Tablet or smartphone", "Learning digital skills"]


def asked_for(referral) -> list[str]:
    found = services.progress(
        reference=referral.reference, date_of_birth=referral.person.date_of_birth
    )
    return [what for what, _ in found.needs]


def test_who_asks_for_no_device_keeps_no_kind_of_one(client, ready):
    answer(client, what={"wanted": ["skills"]})
    send(client)

    assert Referral.objects.get().which_device == ""


def test_what_is_paused_altogether_cannot_be_chosen(client, ready):
    pause(*DEVICES, "data", by=caseworker_of(ready.organisation))
    client.post(reverse("inclusion:help"))

    response = client.post(url("what"), {"wanted": ["device", "skills"]})

    assert response.status_code == 422
    assert [value for value, _ in response.context["form"].fields["wanted"].choices] == [
        "skills",
        "accessibility",
        "landline",
    ]
    assert "Select from the help available now" in response.content.decode()


def test_what_is_paused_while_somebody_answers_is_refused_with_the_wait(client, ready):
    answer(client)
    pause(*DEVICES, by=caseworker_of(ready.organisation))

    response = send(client)

    assert response.status_code == 422
    assert "Tablets: not available at the moment" in response.content.decode()
    assert not Referral.objects.exists()
    client.post(url("what"), {"wanted": ["skills"]})
    assert send(client).url == reverse("inclusion:help_sent")
    said = client.get(reverse("inclusion:help_sent")).content.decode()
    by = timezone.localdate() + timedelta(days=Team.objects.get().days_if_routine)
    assert f"We aim to do this by {uk_date(by)}." in said


def test_sent_twice_is_kept_once_and_the_answers_are_forgotten(client, ready):
    answer(client)
    send(client)

    assert send(client).url == reverse("inclusion:help")
    assert Referral.objects.count() == 1
    assert not says(str(dict(client.session)), "Ada")


def test_the_check_leads_to_what_is_not_answered_yet(client, ready):
    client.post(reverse("inclusion:help"))
    client.post(url("what"), ANSWERS["what"])

    assert client.get(reverse("inclusion:help_check")).url == url("story")


def test_a_page_opened_without_a_beginning_leads_to_it(client, ready):
    for page in (url("name"), reverse("inclusion:help_check"), reverse("inclusion:help_sent")):
        assert client.get(page).url == reverse("inclusion:help")


def test_an_unknown_question_is_not_found(client, ready):
    client.post(reverse("inclusion:help"))

    assert client.get(url("income")).status_code == 404


def test_another_way_of_contact_asks_where_again(client, ready):
    answer(client)
    response = client.post(url("contact"), {"contact_by": "email"})

    assert response.url == url("reach")
    client.post(url("reach"), {"email": "Ada@home.example"})
    send(client)
    person = Person.objects.get()
    assert (person.contact_by, person.email, person.phone) == ("email", "Ada@home.example", "")


@pytest.mark.parametrize(
    ("step", "data", "sentence"),
    [
        ("what", {}, "Select at least one thing that would help"),
        ("what", {"wanted": ["money"]}, "Select from the help available now"),
        ("name", {"name": "  "}, "Enter your name"),
        ("name", {"name": "a\x00b"}, "Remove the null character"),
        ("name", {"name": "x" * 151}, "Enter 150 characters or fewer"),
        ("born", {}, "Enter your date of birth"),
        (
            "born",
            {"date_of_birth_0": "31", "date_of_birth_1": "2", "date_of_birth_2": "1950"},
            "31 February 1950 is not a real date",
        ),
        (
            "born",
            {"date_of_birth_0": "1", "date_of_birth_1": "1", "date_of_birth_2": "2199"},
            "in the past",
        ),
        (
            "born",
            {"date_of_birth_0": "1", "date_of_birth_1": "1", "date_of_birth_2": "1900"},
            "Check the year of birth",
        ),
        ("home", {}, "Enter a postcode or select no fixed address"),
        ("home", {"postcode": "Harlow"}, "Enter a full postcode"),
        ("home", {"postcode": "CM20 1AA", "nowhere": "on"}, "no fixed address, not both"),
        ("home", {"postcode": "Harlow", "nowhere": "on"}, "no fixed address, not both"),
        ("contact", {}, "Select how we should contact you"),
        ("reach", {"phone": "12"}, "Enter a UK phone number"),
        ("easier", {"adjustments": ["gold"]}, "Select an answer from the list"),
        ("story", {"story": "x" * 2001}, "Enter 2000 characters or fewer"),
    ],
)
def test_a_wrong_answer_comes_back_with_a_sentence(client, ready, step, data, sentence):
    client.post(reverse("inclusion:help"))

    response = client.post(url(step), data)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_text_needs_a_mobile_number(client, ready):
    client.post(reverse("inclusion:help"))
    client.post(url("contact"), {"contact_by": "text"})

    response = client.post(url("reach"), {"phone": "01632 960 123"})

    assert "Enter a mobile number" in response.content.decode()


def test_somebody_without_an_address_can_ask(client, ready):
    answer(client, home={"postcode": "", "nowhere": "on"})

    assert "No fixed address" in client.get(reverse("inclusion:help_check")).content.decode()
    send(client)
    assert Person.objects.get().postcode == ""


def test_nobody_to_help_is_said_and_nothing_lost(client, ready):
    answer(client)
    ready.takes_referrals = False
    ready.save()

    response = send(client)

    assert response.status_code == 422
    assert "You cannot ask for help where you live" in response.content.decode()
    ready.takes_referrals = True
    ready.save()
    assert send(client).url == reverse("inclusion:help_sent")


CALLER = "inclusion_workspace:caller"
OF_CALLER = {
    "wanted": ["device", "skills"],
    "story": "Order tablets",
    "urgency": "urgent",
    **ANSWERS["name"],
    **ANSWERS["born"],
    **ANSWERS["home"],
    "contact_by": "phone",
    "phone": "01632 960 123",
    "email": "ada@mail.example",
    "address": "1 High Street",
    "adjustments": ["large_print"],
}


def write_down(client, **changed):
    return client.post(reverse(CALLER), OF_CALLER | changed)


def test_browser_fills_in_what_it_knows_of_whoever_asks_and_nothing_of_a_caller(client, ready):
    answer(client)
    own = client.get(url("born")).content.decode()
    assert 'autocomplete="bday-day"' in own
    assert 'autocomplete="bday-year"' in own

    client.force_login(caseworker_of(ready.organisation))
    of_caller = client.get(reverse(CALLER)).content.decode()
    assert "bday-" not in of_caller
    assert 'autocomplete="name"' not in of_caller


def test_each_question_says_how_many_there_are(client, ready):
    answer(client)
    for number, step in enumerate(QUESTIONS, 1):
        assert f"Question {number} of {len(QUESTIONS)}" in client.get(url(step)).content.decode()


def test_staff_write_a_request_down_for_a_caller_on_one_page(client, ready):
    caseworker = caseworker_of(ready.organisation)
    client.force_login(caseworker)
    page = client.get(reverse(CALLER)).content.decode()
    assert "Read this to the caller" in page
    assert "How urgent is it?" in page

    response = write_down(client)

    referral = Referral.objects.get()
    assert (referral.kind, referral.by) == (ReferralKind.CALLER, caseworker)
    assert (referral.urgency, referral.story) == ("urgent", "Order tablets")
    person = referral.person
    assert (person.contact_by, person.email, person.address) == (
        "phone",
        "ada@mail.example",
        "1 High Street",
    )
    assert (person.postcode, person.date_of_birth) == ("CM20 1AA", date(1948, 3, 2))
    assert person.adjustments == ["large_print"]
    assert response.url == referral.get_absolute_url()
    shown = client.get(response.url).content.decode()
    assert f"Their reference is {referral.reference}" in shown


def test_who_wrote_a_request_down_reads_it_on_and_the_access_log_says_so(client, ready):
    caseworker = caseworker_of(ready.organisation)
    client.force_login(caseworker)

    shown = client.get(write_down(client).url).content.decode()

    assert says(shown, "Ada Example")
    assert Referral.objects.get().openings.get().by == caseworker


def test_a_manager_writes_a_request_down_and_does_not_see_it_again(client, ready):
    client.force_login(manager())

    response = write_down(client)

    assert response.url == reverse(CALLER)
    referral = Referral.objects.get()
    assert not referral.openings.exists()
    shown = client.get(response.url).content.decode()
    assert referral.reference in shown
    assert not says(shown, "Ada")


def test_a_request_of_a_caller_sent_twice_is_kept_once(client, ready):
    client.force_login(caseworker_of(ready.organisation))

    for _ in range(2):
        assert write_down(client, attempt="bcdfghjkmn").status_code == 302

    assert Referral.objects.count() == 1


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_is_kept(client, ready):
    client.force_login(caseworker_of(ready.organisation))

    response = write_down(client, name="", wanted=[], postcode="nowhere", date_of_birth_2="19")

    page = response.content.decode()
    assert response.status_code == 422
    for sentence in ("Enter their name", "Select at least one thing", "Enter a full postcode"):
        assert sentence in page
    assert "Order tablets" in page
    assert 'value="ada@mail.example"' in page
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("letter", "Enter the address, because they prefer letters"),
        ("email", "Enter the email address, because they prefer email"),
        ("text", "Enter the phone number"),
    ],
)
def test_the_way_that_a_caller_prefers_must_lead_to_them(client, ready, way, sentence):
    client.force_login(caseworker_of(ready.organisation))

    response = write_down(client, contact_by=way, phone="", email="", address="")

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_only_caseworkers_and_managers_write_for_callers(client, ready):
    client.force_login(viewer_of(ready.organisation))

    assert client.get(reverse("inclusion_workspace:caller")).status_code == 403


def test_whoever_has_an_email_address_gets_the_reference_by_mail(client, ready):
    answer(client, contact={"contact_by": "email"}, reach={"email": "ada@home.example"})
    client.post(url("reach"), {"email": "ada@home.example"})
    send(client)

    letter = Message.objects.get(to="ada@home.example")
    assert Referral.objects.get().reference in letter.words
    assert not says(letter.words + letter.subject, "Ada")


# How far it has got ---


@pytest.fixture
def asked(ready):
    return services.ask(
        person={"name": "Ada Example", "date_of_birth": date(1948, 3, 2)}, wanted=["device"]
    )


def look_up(client, reference, born=("2", "3", "1948")):
    data = {f"date_of_birth_{at}": part for at, part in enumerate(born)}
    return client.post(reverse("inclusion:help_progress"), {"reference": reference, **data})


def test_progress_tells_how_far_a_request_has_got_and_nothing_of_the_person(client, asked):
    caseworker = caseworker_of(asked.to)
    stages = [
        lambda: None,
        lambda: referrals.accept(referral=asked, by=caseworker),
    ]
    for act, words in zip(stages, ["We have your request", "We are helping you"], strict=True):
        act()
        page = look_up(client, asked.reference.upper()).content.decode()
        assert words in page
        assert not says(page, "Ada")


@pytest.mark.parametrize(
    "written",
    [
        "\u200b{0}",
        "{0}\ufeff",
        "\u202d{0}\u202c",
        "{1}-{2}",
        " {1} {2} ",
        "{wide}",
    ],
)
def test_progress_understands_a_reference_as_it_is_pasted(client, asked, written):
    code = asked.reference
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code.upper())

    page = look_up(client, written.format(code, code[:5], code[5:], wide=wide))

    assert "We have your request" in page.content.decode()


def test_progress_answers_a_wrong_reference_like_a_wrong_date_of_birth(client, asked):
    wrong_day = look_up(client, asked.reference, ("3", "3", "1948"))
    wrong_reference = look_up(client, "2222222222")

    assert wrong_day.status_code == wrong_reference.status_code == 422
    sentence = "We cannot find a request with that reference and date of birth."
    assert sentence in wrong_day.content.decode()
    assert sentence in wrong_reference.content.decode()


WRONG_DAY = ("3", "3", "1948")


def says_too_many(response) -> bool:
    return response.status_code == 422 and "too many" in response.content.decode()


def test_ten_wrong_tries_lock_this_reference_alone_and_for_an_hour(client, asked, time_machine):
    time_machine.move_to("2026-11-22 12:00", tick=False)
    other = services.ask(
        person={"name": "Ben Example", "date_of_birth": date(1948, 3, 2)}, wanted=["device"]
    )
    for _ in range(10):
        assert not says_too_many(look_up(client, asked.reference, WRONG_DAY))

    locked = look_up(client, asked.reference)
    assert says_too_many(locked)
    assert "Wait one hour" in locked.content.decode()
    assert look_up(client, other.reference).status_code == 200
    time_machine.shift(3602)
    assert look_up(client, asked.reference).status_code == 200


def test_an_unknown_reference_is_locked_as_a_known_one_is(client, asked):
    def answers(reference):
        return [look_up(client, reference, WRONG_DAY).content.decode() for _ in range(11)]

    known, unknown = answers(asked.reference), answers("2222222222")

    assert ["too many" in page for page in known] == [False] * 10 + [True]
    assert ["too many" in page for page in unknown] == [False] * 10 + [True]


def test_everybody_in_a_library_is_served(client, ready):
    """Thirty people behind one address, each of whom mistypes once."""
    for number in range(30):
        mine = services.ask(
            person={"name": f"Ada {number}", "date_of_birth": date(1948, 3, 2)}, wanted=["device"]
        )
        assert not says_too_many(look_up(client, mine.reference, WRONG_DAY))
        assert look_up(client, mine.reference).status_code == 200


def test_right_tries_use_nothing_up(client, asked):
    for _ in range(12):
        assert look_up(client, asked.reference).status_code == 200


def test_who_guesses_at_many_references_is_slowed(client, asked):
    tries = [says_too_many(look_up(client, f"22222{n:05}", WRONG_DAY)) for n in range(61)]

    assert tries == [False] * 60 + [True]
    assert says_too_many(look_up(client, asked.reference))


# Questions about whom we reach ---


def test_equality_answers_are_kept_apart_and_only_once(client, ready):
    answer(client)
    send(client)
    client.post(reverse("inclusion:help_equality"), {"age": "65_79", "limited": ""})
    client.post(reverse("inclusion:help_equality"), {"age": "65_79"})

    kept = EqualityAnswers.objects.get()
    assert (kept.age, kept.gender, kept.month) == (
        "65_79",
        "",
        timezone.localdate().replace(day=1),
    )
    linked = {field.name for field in EqualityAnswers._meta.get_fields() if field.is_relation}
    assert linked == set()


def test_no_answer_keeps_nothing(client, ready):
    answer(client)
    send(client)
    client.post(reverse("inclusion:help_equality"), {})

    assert not EqualityAnswers.objects.exists()


# Places ---


def a_place(**values):
    values = {
        "name": "Harlow library",
        "slug": "harlow-library",
        "kind": "library",
        "services": ["wifi"],
        "opening_times": "Monday to Friday, 10am to 4pm\nSaturday, 10am to 1pm",
        "address": "Cross Street",
        "postcode": "CM20 1AA",
        **values,
    }
    return HelpPlace.objects.create(**values)


def test_places_come_the_nearest_first(district):
    here, there = (
        PostcodeFactory(code=code, district=district, latitude=latitude, longitude=0.1)
        for code, latitude in (("CM201AA", 51.77), ("CM202BB", 51.87))
    )
    far = a_place(name="A far hub", slug="far", postcode=str(there))
    near = a_place(postcode=str(here))
    lost = a_place(name="A lost hub", slug="lost", postcode="ZZ1 1ZZ")

    found = selectors.places(postcode="cm20 1aa")

    assert [one.place for one in found] == [near, far, lost]
    assert [one.how_far for one in found] == ["less than a mile", "about 7 miles", ""]
    assert [one.place for one in selectors.places()] == [far, lost, near]


def test_places_are_found_by_what_there_is(client, district):
    a_place()
    a_place(name="Repair café", slug="repair", services=["repair"])

    page = client.get(reverse("inclusion:near_you"), {"service": "repair"}).content.decode()

    assert "Repair café" in page
    assert "Harlow library" not in page


@pytest.mark.parametrize(
    ("postcode", "sentence"),
    [
        ("Harlow", "is not a full postcode"),
        ("CM99 9ZZ", "We do not know exactly where"),
    ],
)
def test_an_odd_postcode_is_said_and_all_places_shown(client, db, postcode, sentence):
    a_place()

    page = client.get(reverse("inclusion:near_you"), {"postcode": postcode}).content.decode()

    assert sentence in page
    assert "Harlow library" in page
    is_wrong = sentence.startswith("is not")
    assert ("There is a problem" in page) is is_wrong
    assert ('href="#postcode"' in page) is is_wrong


def test_of_an_unknown_postcode_places_that_begin_alike_come_first(db):
    for slug, postcode in (("a", "SG14 1AA"), ("b", "CM16 4AA"), ("c", "CM20 1AA")):
        a_place(name=f"{slug} place", slug=slug, postcode=postcode)

    assert [one.place.slug for one in selectors.places(postcode="cm20 9zz")] == ["c", "b", "a"]


def test_a_place_that_is_not_listed_is_not_shown(client, db):
    place = a_place(is_listed=False)

    assert client.get(reverse("inclusion:place", args=[place.slug])).status_code == 404
    assert place.name not in client.get(reverse("inclusion:near_you")).content.decode()
