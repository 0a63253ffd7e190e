"""Reading cases: queues by the page, one case with its timeline, and looking one up.

A queue is read from its index a page at a time and counted no further than a reader counts, so
that it costs the same among a thousand cases as among a million.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case as Case_
from django.db.models import Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from diz_portal import words
from diz_portal.accounts.models import User, normalise_email
from diz_portal.phones import in_words
from diz_portal.places.selectors import compact_postcode, spaced_postcode
from diz_portal.tables import values
from diz_portal.tables.values import Wrong
from inclusion.cases.models import (
    RESOLVED,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseOpening,
    Need,
    NeedState,
    NotMetReason,
    Person,
    Referral,
    ReferralState,
    Transfer,
    Urgency,
)
from inclusion.cases.models.person import NAME_WORDS, phone_key
from inclusion.cases.roles import handles_for
from inclusion.cases.services import people
from partners.models import Membership, Organisation, Role

PAGE = 50
COUNTED = 1000


class Count(NamedTuple):
    """A number, counted as far as it helps anyone."""

    number: int

    def __str__(self) -> str:
        return f"{COUNTED:,}+" if self.number > COUNTED else f"{self.number:,}"

    def __bool__(self) -> bool:
        return self.number > 0


def counted(rows: QuerySet) -> Count:
    return Count(rows.order_by()[: COUNTED + 1].count())


@dataclass(frozen=True)
class Slice:
    """Some rows of a list, and where the next ones begin."""

    rows: list[Any]
    after: str = ""
    is_first: bool = True


# Key and label. The urgent first, then the oldest; what is late by how late it is; of the closed
# the last first.
SHOWS = {
    "unassigned": "Unassigned",
    "mine": "Mine",
    "all": "All open",
    "late": "Overdue",
    "closed": "Closed",
}
_ORDER = {"late": ("target_on", False), "closed": ("closed_at", True)}


def shown(cases: Any, user: Any, show: str) -> QuerySet[Case]:
    if show == "closed":
        return cases.closed()
    cases = cases.open()
    if show == "unassigned":
        return cases.filter(assigned_to=None)
    if show == "mine":
        return cases.filter(assigned_to=user)
    if show == "late":
        return cases.filter(target_on__lt=timezone.localdate())
    return cases


def counts(user: Any) -> dict[str, Count]:
    mine = Case.objects.visible_to(user)
    return {show: counted(shown(mine, user, show)) for show in SHOWS if show != "closed"}


def queue(cases: QuerySet[Case], show: str, *, last: Case | None = None) -> Slice:
    """A page of these cases, which `show` has narrowed; `last` is the last of the page before."""
    field, backwards = _ORDER.get(show, ("opened_at", False))
    if show in _ORDER:
        return sliced(cases, field, backwards=backwards, last=last)
    return sliced_by_urgency(cases, field, last=last)


# The first come first.
URGENT_FIRST = (Urgency.URGENT, Urgency.SOON, Urgency.ROUTINE)


def sliced_by_urgency(rows: QuerySet, field: str, *, last: Any = None) -> Slice:
    """A page of the urgent first, among them the oldest: one query whatever it holds.

    Each urgency is read from the index that it is narrowed by, and no further than the page.
    """
    parts = []
    for rank, urgency in enumerate(URGENT_FIRST):
        some = rows.filter(urgency=urgency)
        if last is not None:
            at = URGENT_FIRST.index(Urgency(last.urgency))
            if rank < at:
                continue
            some = _after(some, field, last, "gt") if rank == at else some
        some = some.order_by(field, "pk").annotate(rank=Value(rank))
        parts.append(some.values_list("rank", field, "pk")[: PAGE + 1])
    keys = [pk for *_, pk in sorted(parts[0].union(*parts[1:], all=True))]
    found = rows.in_bulk(keys[:PAGE])
    shown = [found[key] for key in keys[:PAGE]]
    return Slice(shown, shown[-1].reference if len(keys) > PAGE else "", last is None)


def sliced(rows: QuerySet, field: str, *, backwards: bool = False, last: Any = None) -> Slice:
    """A page from an index: by a field and, where it is equal, by the order of writing."""
    if last is not None:
        rows = _after(rows, field, last, "lt" if backwards else "gt")
    sign = "-" if backwards else ""
    found = list(rows.order_by(f"{sign}{field}", f"{sign}pk")[: PAGE + 1])
    more = len(found) > PAGE
    return Slice(found[:PAGE], found[PAGE - 1].reference if more else "", last is None)


def _after(rows: QuerySet, field: str, last: Any, way: str) -> QuerySet:
    value = getattr(last, field)
    return rows.filter(
        Q(**{f"{field}__{way}e": value}),
        Q(**{f"{field}__{way}": value}) | Q(**{f"pk__{way}": last.pk}),
    )


# Referrals awaiting a decision ---


def waiting(user: Any, *, urgency: str = "", after: str = "") -> Slice:
    referrals = Referral.objects.to_answer_by(user)
    if urgency in Urgency.values:
        referrals = referrals.filter(urgency=urgency)
    last = Referral.objects.visible_to(user).filter(reference=after).first() if after else None
    return sliced_by_urgency(
        referrals.select_related("made_by", "to", "person__district"), "submitted_at", last=last
    )


def waiting_count(user: Any) -> Count:
    return counted(Referral.objects.to_answer_by(user))


def transfers_to(user: Any) -> list[Transfer]:
    """Cases that other organisations offer, the oldest first."""
    offers = Transfer.objects.to_answer_by(user).select_related("case__handled_by", "to")
    return list(offers.order_by("offered_at", "pk")[:PAGE])


# One case ---


@dataclass(frozen=True)
class Line:
    """One entry of the timeline, by its number on the case."""

    number: int
    event: CaseEvent
    is_corrected: bool

    @property
    def may_be_corrected(self) -> bool:
        return bool(self.event.words) and self.event.kind in (
            CaseEventKind.NOTE,
            CaseEventKind.CONTACT,
            CaseEventKind.CORRECTION,
        )


# What of a timeline is shown: by its key in the address, its label and the types of entry.
PARTS: dict[str, tuple[str, frozenset[CaseEventKind]]] = {
    "": ("All entries", frozenset(CaseEventKind)),
    "notes": (
        "Notes and contact",
        frozenset({CaseEventKind.NOTE, CaseEventKind.CONTACT, CaseEventKind.CORRECTION}),
    ),
    "needs": ("Needs, devices and data", frozenset({CaseEventKind.NEED, CaseEventKind.ITEM})),
    "work": (
        "Tasks and appointments",
        frozenset({CaseEventKind.TASK, CaseEventKind.APPOINTMENT}),
    ),
}


def timeline(case: Case, part: str = "") -> list[Line]:
    """What happened, or a part of it, the newest first. Numbers never change: nothing is ever
    removed."""
    _, kinds = PARTS.get(part, PARTS[""])
    events = list(case.events.select_related("by", "whom", "need", "corrects").order_by("pk"))
    numbers = {event.pk: number for number, event in enumerate(events, 1)}
    corrected = {event.corrects_id for event in events}
    events.sort(key=lambda event: (event.at, event.pk), reverse=True)
    return [Line(numbers[one.pk], one, one.pk in corrected) for one in events if one.kind in kinds]


def openings(case: Case) -> QuerySet[CaseOpening]:
    """The access log of the case and of the referrals it came from, most recent first."""
    return (
        CaseOpening.objects.filter(Q(case=case) | Q(referral__case=case))
        .select_related("by", "referral")
        .order_by("-at", "-pk")
    )


@dataclass(frozen=True)
class Outcome:
    """How a closed case ended, counted from its needs."""

    met: int
    of: int
    transferred: bool

    def __str__(self) -> str:
        if self.transferred:
            return "Transferred to another organisation"
        if not self.of:
            return "No needs"
        if self.met == self.of:
            return "All needs met"
        return f"{self.met} of {self.of} needs met" if self.met else "No needs met"


def outcome(needs: list[Need]) -> Outcome:
    real = [need for need in needs if need.state != NeedState.CANCELLED]
    return Outcome(
        met=sum(need.state == NeedState.CONFIRMED for need in real),
        of=len(real),
        transferred=any(need.reason == NotMetReason.TRANSFERRED for need in real),
    )


NEXT = {
    NeedState.IDENTIFIED: "Decide if we can help",
    NeedState.APPROVED: "Find and issue it",
    NeedState.WAITING: "Check again when stock arrives",
    NeedState.RESERVED: "Issue it",
    NeedState.SUPPLIED: "Check with the person that it works",
}


def next_action(need: Need) -> str:
    """What someone should do about a need, or nothing when it is resolved."""
    return "" if need.state in RESOLVED else NEXT[NeedState(need.state)]


def caseworkers(organisation: Organisation | int) -> QuerySet[User]:
    """Those who may be assigned a case of an organisation."""
    members = Membership.objects.current().filter(organisation=organisation, role=Role.CASEWORKER)
    return User.objects.filter(pk__in=members.values("person"), is_active=True).order_by("name")


# Who may be the same person ---

SAME, DIFFERENT, UNKNOWN = "The same", "Different", "Not known"


@dataclass(frozen=True)
class Likely:
    """Someone known already, and in what they agree: their own details stay hidden."""

    person: Person
    agrees: list[tuple[str, str]]
    cases: list[Case]

    @property
    def reasons(self) -> str:
        return self._named(SAME)

    @property
    def differences(self) -> str:
        return self._named(DIFFERENT)

    def _named(self, how: str) -> str:
        return ", ".join(name.lower() for name, one in self.agrees if one == how)


def compared(one: Person, other: Person) -> list[tuple[str, str]]:
    pairs = [
        ("Name", one.name_key, other.name_key),
        ("Date of birth", one.date_of_birth, other.date_of_birth),
        ("Phone number", one.phone_key, other.phone_key),
        ("Email address", one.email_key, other.email_key),
        ("Postcode", one.postcode, other.postcode),
    ]
    return [(name, _agreement(mine, theirs)) for name, mine, theirs in pairs]


def _agreement(mine: Any, theirs: Any) -> str:
    if not mine or not theirs:
        return UNKNOWN
    return SAME if mine == theirs else DIFFERENT


def side_by_side(one: Person, other: Person) -> list[tuple[str, str, str, str]]:
    """What each record says, and whether they agree: for those to whom both are shown."""

    def said(person: Person) -> list[str]:
        born = words.uk_date(person.date_of_birth)
        return [person.name, born, in_words(person.phone), person.email, person.postcode]

    pairs = zip(compared(one, other), said(one), said(other), strict=True)
    return [(label, mine, theirs, how) for (label, how), mine, theirs in pairs]


def likely_same(person: Person) -> list[Likely]:
    """People of the same organisation who may be this one."""
    found = people.likely_same(
        kept_by=person.kept_by_id,
        name=person.name,
        date_of_birth=person.date_of_birth,
        phone=person.phone,
        email=person.email,
        but=person,
    )
    found = found.prefetch_related(
        Prefetch("cases", Case.objects.order_by("-state", "-opened_at"))
    ).order_by("pk")[:10]
    return [Likely(one, compared(person, one), list(one.cases.all())) for one in found]


# Looking someone up ---

REFERENCE = re.compile(r"[2-9bcdfghjkmnpqrstvwxyz]{10}")
MOST_FOUND = 50
A_BIRTHDAY = values.Day(first=1880)


def reference_in(text: str) -> str:
    """`HX7 4KD …` as it is stored, or nothing when it is no reference."""
    compact = re.sub(r"[\s-]", "", text).lower()
    return compact if REFERENCE.fullmatch(compact) else ""


def people_matching(user: Any, text: str) -> list[int]:
    """Keys of people whom one's own teams keep, by name, telephone number, email address,
    postcode or date of birth."""
    people = Person.objects.visible_to(user).filter(erased_at=None)
    if "@" in text:
        people = people.filter(email_key=normalise_email(text))
    elif compact_postcode(text):
        people = people.filter(postcode=spaced_postcode(text))
    elif born := _day_in(text):
        people = people.filter(date_of_birth=born)
    elif len(phone_key(text)) >= 9:
        people = people.filter(phone_key=phone_key(text))
    else:
        names = re.findall(r"[^\W\d_]+", text.casefold())
        if not names:
            return []
        begins = " & ".join(f"{name}:*" for name in names)
        people = people.annotate(words=NAME_WORDS).filter(
            words=SearchQuery(begins, search_type="raw", config="simple")
        )
    found = people.order_by()[: MOST_FOUND + 1].values_list("pk", "merged_into")
    return [into or pk for pk, into in found]


def _day_in(text: str) -> date | None:
    """`2/3/1948` or `2 March 1948`, or nothing when it is no day."""
    if not re.search("[0-9]", text):
        return None
    try:
        return A_BIRTHDAY(text)
    except Wrong:
        return None


def find_referrals(user: Any, text: str) -> list[Referral]:
    """Requests sent to one's own teams that became no case: someone who called last week is found
    before anyone has decided. Those that wait come first."""
    people = people_matching(user, text)
    if not people:
        return []
    found = Referral.objects.received_by(user).filter(person__in=people, case=None)
    waits = Case_(When(state=ReferralState.SUBMITTED, then=0), default=1)
    found = found.select_related("made_by", "person__district")
    return list(found.order_by(waits, "-submitted_at")[: MOST_FOUND + 1])


def find(user: Any, text: str) -> list[Case]:
    """Cases of one's own teams, by whom they are about; open ones first."""
    people = people_matching(user, text)
    if not people:
        return []
    cases = Case.objects.visible_to(user).filter(person__in=people)
    cases = cases.select_related("person__district", "assigned_to", "handled_by")
    return list(cases.prefetch_related("needs").order_by("-state", "-opened_at")[: MOST_FOUND + 1])


def by_reference(user: Any, reference: str) -> tuple[Case | Referral | None, Organisation | None]:
    """The record of one's own team, or else who handles a case of this reference."""
    case = Case.objects.select_related("handled_by").filter(reference=reference).first()
    if case is not None:
        mine = case.handled_by_id in handles_for(user)
        return (case, None) if mine else (case, case.handled_by)
    return Referral.objects.received_by(user).filter(reference=reference).first(), None
