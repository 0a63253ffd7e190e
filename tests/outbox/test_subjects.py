"""A subject holds 200 characters: with the longest names its fact and its date stay."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.attention import Item, Urgency
from diz_portal.attention.forms import MOST_OF_A_SUBJECT, prefilled
from diz_portal.outbox import rendering, shrinking
from seminars.models import Place, Registration, RegistrationState, Seminar
from seminars.placeholders import Values, Wording
from tests.outbox.test_forms_of_messages import MESSAGES, WRITTEN_BY_HAND

# Of an account: each a short sentence of `accounts/news.py` without a name.
NEWS = {"accounts/news"}
# As long as the longest name that a column holds.
LONGEST = ("Digital confidence for everyone in Harlow and around " * 4)[:200].strip()
LONGEST_WORD = "Llanfairpwllgwyngyll" * 10
# What is short by itself: days, a reference, a month, a role, a kind of device.
SHORT = re.compile(
    r"(\w+\.)?reference|case|count|number|role|duty|until|record\.round"
    r"|[\w.]+\|(uk_\w+|due):?\w*|loans\.0\.device\.get_kind_display\|lower"
)
AS_LONG_AS_ANY_OF_THEM = "on Wednesday 30 September 2026 at 10:30am"
_IF = re.compile(r"{% if [^%]*%}(.*?){% endif %}")
_OR = re.compile(r"{% (?:elif [^%]*|else) %}")


def choices(source: str) -> list[str]:
    """A subject's source, once for each of the words that it may have."""
    found = _IF.search(source)
    if not found:
        return [source]
    rest = [source[: found.start()], source[found.end() :]]
    return [one for part in _OR.split(found[1]) for one in choices(part.join(rest))]


SUBJECTS = [
    (name, source)
    for name in MESSAGES
    if name not in WRITTEN_BY_HAND | NEWS
    for source in choices(rendering.sources(name)[0])
]


@pytest.mark.parametrize(("name", "source"), SUBJECTS)
def test_a_value_in_a_subject_is_short_or_may_shrink(name, source):
    values = re.findall(r"{{ (.+?) }}", source)

    assert [
        one for one in values if not one.endswith("|may_shrink") and not SHORT.fullmatch(one)
    ] == [], "Write {{ value|may_shrink }}, or name it in SHORT."


@pytest.mark.parametrize("longest", [LONGEST, LONGEST_WORD])
@pytest.mark.parametrize(("name", "source"), SUBJECTS)
def test_every_word_of_a_subject_stays_with_the_longest_names(name, source, longest):
    marked = re.sub(r"{{ [^}]+\|may_shrink }}", shrinking.may_shrink(longest), source)
    filled = re.sub(r"{{ .+? }}", AS_LONG_AS_ANY_OF_THEM, marked)

    subject = rendering.fit_subject(filled)

    ours = [part.strip() for part in re.split(f"{shrinking.OPEN}.*?{shrinking.CLOSE}", filled)]
    assert len(subject) <= rendering.LONGEST_SUBJECT
    assert [part for part in ours if part not in subject] == []
    assert subject.endswith(ours[-1])
    assert not {shrinking.OPEN, shrinking.CLOSE}.intersection(subject)


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_subject_always_fits_in_one_line_without_marks(name, words):
    subject = rendering.fit_subject(f"{words}: {shrinking.may_shrink(name)}, by 1 May 2027")

    assert len(subject) <= rendering.LONGEST_SUBJECT
    assert "\n" not in subject
    assert shrinking.bare(subject) == subject


def test_a_name_that_fits_stays_whole():
    name = shrinking.may_shrink("Getting online")

    assert rendering.fit_subject(f"You have a place: {name}") == "You have a place: Getting online"


def test_the_longest_name_is_shortened_first():
    long, short = shrinking.may_shrink(LONGEST), shrinking.may_shrink("Stort Valley Fibre Limited")

    subject = rendering.fit_subject(f"Overdue: October 2026 return for {long} from {short}")

    assert subject.startswith("Overdue: October 2026 return for Digital confidence for everyone")
    assert subject.endswith("… from Stort Valley Fibre Limited")


@pytest.mark.django_db
def test_an_email_about_the_seminar_of_the_longest_title_says_when_it_is():
    starts = datetime(2026, 9, 30, 9, tzinfo=UTC)
    seminar = Seminar(title=LONGEST[:150], slug="s", starts_at=starts, ends_at=starts)
    registration = Registration(
        seminar=seminar, place=Place.IN_PERSON, state=RegistrationState.CONFIRMED, name="Ann"
    )

    subject, _ = rendering.render(
        "seminars/promoted", {"seminar": seminar, "registration": registration, "person": "Ann"}
    )

    assert subject.startswith("You now have a place: Digital confidence for everyone in Harlow")
    assert subject.endswith("…, Wednesday 30 September 2026")


def test_what_an_organiser_writes_after_a_long_title_stays():
    now = timezone.now()
    seminar = Seminar(title=LONGEST[:150], slug="s", starts_at=now, ends_at=now)
    person = Registration(
        seminar=seminar, place=Place.ONLINE, state=RegistrationState.CONFIRMED, name="Ann " * 30
    )
    wording = Wording("For {name}: {title} is {how soon}, {day}: bring a pen", "Hello,")

    filled = wording.fill(Values(seminar, now).of(person, link="http://127.0.0.1/p/"))
    subject = rendering.fit_subject(filled["subject"])

    assert len(subject) <= rendering.LONGEST_SUBJECT
    assert " is today, " in subject
    assert subject.endswith(": bring a pen")


def test_a_reminder_that_a_manager_sends_says_how_late_it_is():
    item = Item(
        key="return:x",
        title="Chase October 2026 return",
        about=LONGEST,
        when="12 days overdue",
        url="/x/",
        urgency=Urgency.OVERDUE,
        recipients=list,
        ask=f"Your October 2026 return for {LONGEST} is 12 days overdue",
    )

    subject = prefilled(item, "Our partnership")["subject"]

    assert len(subject) <= MOST_OF_A_SUBJECT
    assert subject.startswith("Your October 2026 return for Digital confidence")
    assert subject.endswith("… is 12 days overdue")
