"""What a list of clients may say, what is checked before anyone is referred, and what becomes
of it."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from diz_portal import names, phones
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.fields import EmailField
from diz_portal.imports.columns import Columns, Errors, both, in_chunks
from diz_portal.imports.fields import Field
from diz_portal.imports.headings import norm
from diz_portal.imports.kinds import Check, Kind, Progress, Share
from diz_portal.imports.preview import Preview
from diz_portal.imports.records import NEW, rows_of
from diz_portal.imports.refusals import ChangedSincePreview, TouchedSince
from diz_portal.locks import one_at_a_time
from diz_portal.places.selectors import spaced_postcode
from diz_portal.places.spelling import why_none
from diz_portal.tables import FileRefused, Limits, Row
from diz_portal.tables.values import Day, Wrong, line, lines, named
from inclusion.cases import rules
from inclusion.cases.models import (
    ContactBy,
    NeedKind,
    Referral,
    ReferralKind,
    ReferralState,
    ReferringPartner,
    Team,
)
from inclusion.cases.models.person import name_key
from inclusion.cases.services import referrals
from inclusion.landline.clients.models import ClientList, ClientListKind

MOST = 500


def name_of(cell: Any) -> str:
    """A message greets them by it: no address may hide there."""
    text = line(150)(cell)
    if names.holds_an_address(text):
        raise Wrong(f"“{text[:40]}” is not a name. Enter one without a web or email address")
    return text


def phone(cell: Any) -> str:
    text = named("phone number", 40)(cell)
    try:
        return phones.normalise(text)
    except ValidationError:
        raise Wrong(f"“{text[:20]}” is not a phone number. Enter it with its area code") from None


def email(cell: Any) -> str:
    text = line(254)(cell)
    try:
        return EmailField(as_typed=True).clean(text)
    except ValidationError:
        raise Wrong(
            f"“{text[:60]}” is not an email address. Enter one such as ann@example.org"
        ) from None


def postcode(cell: Any) -> str:
    text = line(20)(cell)
    if why := why_none(text):
        raise Wrong(f"“{text[:20]}” is not a postcode. {why}")
    return spaced_postcode(text)


WAYS = {norm(word): way.value for way in ContactBy for word in (way.value, way.label)} | {
    "call": ContactBy.PHONE.value,
    "telephone": ContactBy.PHONE.value,
    "sms": ContactBy.TEXT.value,
    "post": ContactBy.LETTER.value,
}


def way(cell: Any) -> str:
    text = line(40)(cell)
    if norm(text) not in WAYS:
        raise Wrong(
            f"“{text[:20]}” is not a way to contact someone. Use call, text, letter or email"
        )
    return WAYS[norm(text)]


FIELDS = [
    Field("name", "Name", name_of, ("full name", "client", "client name", "resident")),
    Field(
        "date_of_birth",
        "Date of birth",
        Day(first=1900, made=lambda day: day.isoformat()),
        ("dob", "birth date", "born"),
    ),
    Field("phone", "Phone number", phone, ("phone", "telephone", "tel", "landline", "mobile")),
    Field("email", "Email address", email, ("email", "e-mail")),
    Field("address", "Address", lines(300), ("full address", "postal address")),
    Field("postcode", "Postcode", postcode, ("post code", "pcd")),
    Field(
        "contact_by",
        "How to contact them",
        way,
        ("contact by", "contact preference", "preferred contact"),
    ),
    Field(
        "their_reference",
        "Your reference",
        named("reference", 40),
        ("reference", "ref", "client id", "client number", "case id"),
    ),
]
REACHED_BY = {
    ContactBy.PHONE: "phone",
    ContactBy.TEXT: "phone",
    ContactBy.LETTER: "address",
    ContactBy.EMAIL: "email",
}
# What reaches somebody who has said nothing: a call where there is a number.
AT_FIRST = (ContactBy.PHONE, ContactBy.LETTER, ContactBy.EMAIL)


# By what two rows, or a row and a referral, of one name are one person: the surest first.
TOLD_APART_BY = ("date_of_birth", "phone", "their_reference", "email", "address")


class People:
    """Who is known by now, by their names; each with the row that they came with, if any."""

    def __init__(self) -> None:
        self._named: dict[str, list[tuple[dict[str, str], Row | None]]] = {}

    def add(self, facts: dict[str, Any], row: Row | None = None) -> None:
        of_name = self._named.setdefault(name_key(facts["name"]), [])
        of_name.append(({name: _plain(facts.get(name)) for name in TOLD_APART_BY}, row))

    def find(self, facts: dict[str, Any]) -> tuple[bool, Row | None]:
        """Whether they are known, by the surest that both say. Who say nothing in common, like a
        phone number and an address, may be two people."""
        mine = {name: _plain(facts.get(name)) for name in TOLD_APART_BY}
        for theirs, row in self._named.get(name_key(facts["name"]), ()):
            name = next((one for one in TOLD_APART_BY if mine[one] and theirs[one]), None)
            if name and mine[name] == theirs[name]:
                return True, row
        return False, None


def _plain(said: Any) -> str:
    """Of an address the letters and figures alone: commas and lines are written as they come."""
    text = said.isoformat() if isinstance(said, date) else str(said or "")
    return re.sub(r"[\W_]+", " ", text.casefold()).strip() if "@" not in text else text.casefold()


class ClientCheck:
    def __init__(self, batch: ClientList, columns: Columns, preview: Preview):
        self.batch, self.columns, self.preview = batch, columns, preview
        self._seen = People()
        self._teams: dict[str, Team | str] = {}
        self._shares: dict[int, bool] = {}
        # Of one's own referrals alone: whether a team knows somebody is not the partner's to read.
        mine = Referral.objects.open().filter(
            made_by=batch.organisation_id, wanted__contains=[NeedKind.LANDLINE]
        )
        self._here = People()
        theirs = {name: f"person__{name}" for name in ("name", *TOLD_APART_BY)}
        theirs["their_reference"] = "their_reference"
        for facts in mine.values_list(*theirs.values()):
            self._here.add(dict(zip(theirs, facts, strict=True)))
        terms = ReferringPartner.objects.filter(organisation=batch.organisation_id).first()
        most = (terms or ReferringPartner(organisation_id=batch.organisation_id)).most_open
        waiting = Referral.objects.open().filter(made_by=batch.organisation_id).count()
        self._left = max(most - waiting, 0)

    def run(self, rows: Iterator[Row], progress: Progress) -> None:
        number = 0
        for chunk in in_chunks(rows, progress):
            for row in chunk:
                number += 1
                self._judge(row, *self.columns.values(row))
        if number > MOST:
            raise FileRefused(
                f"The file has {number:,} people, and the limit is {MOST:,}. Split it into several "
                "files"
            )
        new = self.preview.counts["create"]
        if new > self._left:
            raise FileRefused(
                f"The file has {new:,} new people, and your limit leaves room for {self._left:,} "
                "more open referrals. Ask the programme manager to raise your limit, or upload a "
                "shorter list"
            )

    def _judge(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        heading, name = self.columns.heading_of, values.get("name", "")
        if not name and not errors:
            errors.append((heading["name"], "Enter the person’s name"))
        born = values.get("date_of_birth", "")
        if born > timezone.localdate().isoformat():
            errors.append((heading["date_of_birth"], "Enter a date of birth in the past"))
        if name:
            _, first = self._seen.find(values)
            if first is not None:
                rows = both(*first[:2], row)
                errors.append(
                    (heading["name"], f"{rows} are the same person. Leave one of them out")
                )
            else:
                self._seen.add(values, row)
        self._reach(values, errors)
        if not errors:
            self._may_share(values, errors)
        if errors:
            self.preview.error(row, name, errors)
        elif self._here.find(values)[0]:
            # Sent before: nobody is referred or told twice.
            self.preview.unchanged()
        else:
            self.preview.create(row, name, values)

    def _reach(self, values: dict[str, Any], errors: Errors) -> None:
        """Everybody on a list is told, so that there must be a way."""
        heading = self.columns.heading_of
        if chosen := values.get("contact_by"):
            needed = REACHED_BY[ContactBy(chosen)]
            number = values.get("phone", "")
            if not values.get(needed):
                message = f"Enter what reaches them by {ContactBy(chosen).label.lower()}"
                errors.append((heading.get(needed) or heading["contact_by"], message))
            elif chosen == ContactBy.TEXT and not phones.is_mobile(number):
                errors.append((heading["phone"], "Enter a mobile number so that we can text it"))
            return
        found = next((one for one in AT_FIRST if values.get(REACHED_BY[one])), None)
        if found:
            values["contact_by"] = found.value
        elif not errors:
            errors.append(
                (heading["name"], "Enter a phone number, address or email so that we can tell them")
            )

    def _may_share(self, values: dict[str, Any], errors: Errors) -> None:
        """The team where they live takes referrals, and has an agreement with the partner."""
        code = values.get("postcode", "")
        if code not in self._teams:
            try:
                self._teams[code] = referrals.team_for(code)
            except Refusal as refusal:
                self._teams[code] = str(refusal.message)
        team = self._teams[code]
        column = self.columns.heading_of.get("postcode") or self.columns.heading_of["name"]
        if isinstance(team, str):
            errors.append((column, "No team takes referrals where they live. Leave them out"))
            return
        if team.organisation_id not in self._shares:
            self._shares[team.organisation_id] = rules.may_share(
                self.batch.organisation_id, team.organisation_id
            )
        if not self._shares[team.organisation_id]:
            errors.append(
                (
                    column,
                    f"You have no current data sharing agreement with {team}, who would help them. "
                    "Leave them out, or ask the programme manager",
                )
            )


class Clients(Kind):
    name, noun, nouns = ClientListKind.CLIENTS.value, "referral", "referrals"
    fields = FIELDS
    needed = [("name",), ("phone", "address", "email")]
    limits = Limits(size=1_000_000, rows=2 * MOST)
    undone_new = "withdrawn, and each person will be told"
    undone_more = "If a team has decided about one of them, nothing will be undone."

    def hold(self, batch: ClientList) -> None:
        one_at_a_time(f"clients:{batch.organisation_id}")

    def check(self, batch: ClientList, columns: Columns, preview: Preview) -> Check:
        return ClientCheck(batch, columns, preview)

    def apply(self, batch: ClientList, *, by: User | None, progress: Share) -> None:
        sharing = referrals.Sharing(batch.lawful_basis, batch.told_by, batch.told_on)
        for row in rows_of(batch, NEW):
            person = dict(row.values)
            reference = person.pop("their_reference", "")
            if born := person.get("date_of_birth"):
                person["date_of_birth"] = date.fromisoformat(born)
            try:
                referral = referrals.submit(
                    kind=ReferralKind.PARTNER,
                    person=person,
                    sharing=sharing,
                    wanted=[NeedKind.LANDLINE],
                    made_by=batch.organisation,
                    their_reference=reference,
                    attempt=_attempt(batch, row.pk),
                    by=cast(User, by),
                )
            except Refusal as refusal:
                raise ChangedSincePreview(
                    f"No one was referred. {refusal.message}. Then check the file again"
                ) from refusal
            row.record_id = referral.pk
            row.save(update_fields=["record_id"])

    def undo(self, batch: ClientList, *, by: User | None, progress: Share) -> None:
        rows = rows_of(batch, NEW)
        if not rows and batch.summary.get("create"):
            raise TouchedSince(
                "You cannot undo this list, because its rows have been deleted. Withdraw the "
                "referrals one by one"
            )
        made = Referral.objects.in_bulk([row.record_id for row in rows])
        for row in rows:
            referral = made[row.record_id]
            if referral.state == ReferralState.WITHDRAWN:
                continue
            if referral.state != ReferralState.SUBMITTED:
                raise TouchedSince(
                    f"You cannot undo this list, because referral {referral.reference} has been "
                    "decided since. Withdraw the others one by one"
                )
            referrals.withdraw(referral=referral, by=by)

    def why_not(self, batch: ClientList, by: User) -> str:
        may = rules.may_refer([batch.organisation_id])
        return "" if may else referrals.MayNotRefer.message

    def facts(self, batch: ClientList) -> list[str]:
        return [
            "Each person will be referred to the team where they live for “Landline, alarm or "
            "telecare”, and told about it by call, text, letter or email. If the team knows "
            "someone already, we will ask it to check if they are the same person."
        ]

    def names(self, rows: list[Any]) -> dict[str, dict[Any, str]]:
        return {"contact_by": dict(ContactBy.choices)}

    def looked_at(self, batch: ClientList) -> tuple[str, str]:
        return "View referrals", reverse("inclusion_workspace:referrals")


def _attempt(batch: ClientList, row: int) -> str:
    """Of one row always the same: applied twice, it is one referral."""
    return hashlib.sha256(f"{batch.reference}:{row}".encode()).hexdigest()[:12]
