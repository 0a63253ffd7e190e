"""Bids: who puts what into one, and what all of them have come to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from diz_portal.accounts.models import User
from partners.models import Organisation
from projects.money import periods
from projects.money.amounts import NOTHING, rounded
from projects.money.bid_enums import DECIDED, OPEN, SIGNERS, BidState
from projects.money.enums import Form, LetterKind
from projects.money.models import Bid, BidShare, FundingLetter, Regrant
from projects.money.models.bids import signs_for
from projects.money.readers import own_readers
from projects.money.selectors.statement import MONEY


@dataclass(frozen=True)
class Share:
    """A share as one person reads it: without its figures where these are another’s draft."""

    share: BidShare
    is_shown: bool
    may_sign: bool

    @property
    def is_signed(self) -> bool:
        return self.share.is_signed


@dataclass(frozen=True)
class Member:
    """One organisation of the consortium."""

    organisation: Organisation
    shares: tuple[Share, ...]
    may_sign: bool

    @property
    def is_signed(self) -> bool:
        return all(one.is_signed for one in self.shares)


@dataclass(frozen=True)
class Consortium:
    """What is signed adds up; what is not is left out of every sum."""

    members: tuple[Member, ...]
    match_needed: Decimal

    @property
    def unsigned(self) -> list[Organisation]:
        return [one.organisation for one in self.members if not one.is_signed]

    def _signed(self, form: str) -> Decimal:
        shares = (one.share for member in self.members for one in member.shares)
        return sum((one.amount for one in shares if one.is_signed and one.form == form), NOTHING)

    @property
    def cash(self) -> Decimal:
        return self._signed(Form.CASH)

    @property
    def in_kind(self) -> Decimal:
        return self._signed(Form.IN_KIND)

    @property
    def short(self) -> Decimal:
        """Of the match that the scheme requires."""
        return max(self.match_needed - self.cash - self.in_kind, NOTHING)


def consortium(bid: Bid, user: Any) -> Consortium:
    mine, signs = set(own_readers(user)), set(signs_for(user))
    found = bid.shares.select_related("organisation", "signature__by").order_by(
        "organisation__name", "organisation_id", "form", "pk"
    )
    members = []
    for organisation, shares in groupby(found, key=lambda one: one.organisation):
        pk = organisation.pk
        rows = tuple(
            Share(one, one.is_signed or pk in mine, pk in signs and not one.is_signed)
            for one in shares
        )
        members.append(Member(organisation, rows, pk in signs))
    # The lead organisation first.
    members.sort(key=lambda one: one.organisation.pk != bid.lead_id)
    return Consortium(tuple(members), bid.match_needed)


def signers(organisation: Organisation) -> list[User]:
    """Its leads and finance officers: they sign for it."""
    return list(
        User.objects.active()
        .filter(
            memberships__organisation=organisation,
            memberships__role__in=SIGNERS,
            memberships__ended_on=None,
        )
        .distinct()
    )


def awarded(bid: Bid) -> Decimal | None:
    """What the award letter gave to a bid that was won; variations that followed are the
    source’s."""
    letters = FundingLetter.objects.filter(source=bid.source_id, kind=LetterKind.AWARD)
    return letters.values_list(F("capital") + F("revenue"), flat=True).first()


def with_signatures(bids: QuerySet[Bid]) -> QuerySet[Bid]:
    """Each with how many organisations take part and how many of them have shares unsigned."""
    return bids.annotate(
        partners=Count("shares__organisation", distinct=True),
        waiting=Count(
            "shares__organisation", distinct=True, filter=Q(shares__signature__isnull=True)
        ),
    )


def signed_said(bid: Any) -> str:
    """`2 of 3`, of a row of `with_signatures`."""
    return f"{bid.partners - bid.waiting} of {bid.partners}"


@dataclass(frozen=True)
class Pipeline:
    """What is asked for and not decided yet."""

    number: int
    asked: Decimal
    submitted: Decimal
    next_deadline: date | None


def pipeline(user: Any) -> Pipeline:
    found = Bid.objects.visible_to(user).filter(state__in=[*OPEN, BidState.SUBMITTED])
    asked = F("ask_capital") + F("ask_revenue")
    sums = found.aggregate(
        number=Count("pk"),
        asked=Coalesce(Sum(asked), Value(NOTHING), output_field=MONEY),
        submitted=Coalesce(
            Sum(asked, filter=Q(state=BidState.SUBMITTED)), Value(NOTHING), output_field=MONEY
        ),
    )
    ahead = found.filter(state__in=OPEN, deadline_on__isnull=False).order_by("deadline_on")
    return Pipeline(**sums, next_deadline=ahead.values_list("deadline_on", flat=True).first())


# What they have come to ----------------------------------------------------------------


@dataclass(frozen=True)
class Leverage:
    """What was won for what partners put in themselves, in pounds.

    funding: awarded to bids that were won, as their award letters say, without what is passed on
    as grants: the larger of what was planned and of what was awarded out of it since.
    cash, in_kind: what partners signed in these bids. public: of it, what public bodies signed.
    """

    funding: Decimal
    cash: Decimal
    in_kind: Decimal
    public: Decimal

    @property
    def per_cash(self) -> Decimal | None:
        return _per(self.funding, self.cash)

    @property
    def per_all(self) -> Decimal | None:
        return _per(self.funding, self.cash + self.in_kind)

    @property
    def public_per_pound(self) -> Decimal | None:
        """Of public bodies’ own, for each £1 won."""
        return _per(self.public, self.funding)


def _per(amount: Decimal, each: Decimal) -> Decimal | None:
    return rounded(amount / each) if each > 0 else None


@dataclass(frozen=True)
class Year:
    """Bids that were decided in a financial year."""

    name: str
    number: int
    number_won: int
    asked: Decimal
    won: Decimal


@dataclass(frozen=True)
class Results:
    won: int
    lost: int
    waiting: int
    years: tuple[Year, ...]
    leverage: Leverage
    _asked: Decimal = field(default=NOTHING)
    _asked_won: Decimal = field(default=NOTHING)

    @property
    def decided(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> int | None:
        """Per cent of the bids that were decided, by number."""
        return _percent(self.won, self.decided)

    @property
    def rate_by_value(self) -> int | None:
        """The same of the amounts that were asked for."""
        return _percent(self._asked_won, self._asked)


def _percent(part: Decimal | int, whole: Decimal | int) -> int | None:
    if not whole:
        return None
    return int((Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP))


def results(user: Any) -> Results:
    """Of the bids that the person may see. Withdrawn ones count nowhere."""
    seen = Bid.objects.visible_to(user)
    decided = list(_with_award(seen.filter(state__in=DECIDED)))
    won = [one for one in decided if one.state == BidState.WON]
    return Results(
        won=len(won),
        lost=len(decided) - len(won),
        waiting=seen.filter(state=BidState.SUBMITTED).count(),
        years=tuple(_years(decided)),
        leverage=_leverage(won),
        _asked=_total(one.asked for one in decided),
        _asked_won=_total(one.asked for one in won),
    )


def _with_award(bids: QuerySet[Bid]) -> QuerySet[Bid]:
    """With what the award letter gave, and what of it was awarded to others since."""
    letters = FundingLetter.objects.filter(source=OuterRef("source"), kind=LetterKind.AWARD)
    passed_on = (
        Regrant.objects.filter(source=OuterRef("source"))
        .standing()
        .order_by()
        .values("source")
        .annotate(total=Sum("amount"))
    )
    nothing = Value(NOTHING)
    amount = letters.annotate(all=F("capital") + F("revenue")).values("all")[:1]
    return bids.annotate(
        awarded=Coalesce(Subquery(amount), nothing, output_field=MONEY),
        passed_on=Coalesce(Subquery(passed_on.values("total")), nothing, output_field=MONEY),
    )


def _years(decided: list[Any]) -> Iterable[Year]:
    by_year: dict[date, list[Any]] = {}
    for one in decided:
        by_year.setdefault(periods.year_of(one.decided_on), []).append(one)
    for began, bids in sorted(by_year.items(), reverse=True):
        won = [one for one in bids if one.state == BidState.WON]
        yield Year(
            periods.year_name(began),
            len(bids),
            len(won),
            _total(one.asked for one in bids),
            _total(one.awarded for one in won),
        )


def _leverage(won: list[Any]) -> Leverage:
    signed = BidShare.objects.filter(bid__in=[one.pk for one in won])
    shares = list(signed.select_related("organisation"))
    funding = _total(one.awarded - max(one.regranted, one.passed_on) for one in won)
    return Leverage(
        funding=funding,
        cash=_total(one.amount for one in shares if one.form == Form.CASH),
        in_kind=_total(one.amount for one in shares if one.form == Form.IN_KIND),
        public=_total(one.amount for one in shares if one.organisation.is_public_body),
    )


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
