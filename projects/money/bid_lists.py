"""The lists of bids and of grants to voluntary bodies."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from diz_portal.lists.declaring import Asking, Choice, Column, Kind, List, Words, register
from projects.money.bid_enums import OPEN, BidState
from projects.money.models import Bid, Regrant
from projects.money.regrant_enums import REGISTER
from projects.money.selectors import bids, regrants

ASKED = F("ask_capital") + F("ask_revenue")
BY_TITLE = (Lower("title"), "reference")
IN_HAND = {*OPEN, BidState.SUBMITTED}


def _of_words(*columns: str) -> Any:
    def found(rows: QuerySet, text: str, asking: Asking) -> QuerySet:
        for word in text.split():
            either = Q()
            for column in columns:
                either |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(either)
        return rows

    return found


def _leads(asking: Asking) -> Any:
    rows = Bid.objects.visible_to(asking.user).order_by("lead__name")
    return rows.values_list("lead__slug", "lead__name").distinct()


def _states(rows: QuerySet, state: str, asking: Asking) -> QuerySet:
    return rows if state == "all" else rows.filter(state=state)


@register
class Bids(List):
    name = "bids"
    title = "Bids"
    one, many = "bid", "bids"
    place = 60
    order = (F("deadline_on").asc(nulls_last=True), *BY_TITLE)
    order_said = "Soonest deadline first"
    columns = (
        Column("title", "Bid", order=BY_TITLE),
        Column("funder", "Funder", order=(Lower("funder"), *BY_TITLE)),
        Column("scheme", "Scheme or fund", at_first=False),
        Column(
            "lead",
            "Lead organisation",
            value=lambda bid: bid.lead.name,
            order=(Lower("lead__name"), *BY_TITLE),
        ),
        Column(
            "deadline_on",
            "Deadline",
            kind=Kind.DAY,
            order=("deadline_on", *BY_TITLE),
            cell="projects/workspace/money/bids/deadline.html",
        ),
        Column("state", "Status", value=lambda bid: bid.get_state_display()),
        Column(
            "signed",
            "Partners who have signed",
            value=bids.signed_said,
            prepare=bids.with_signatures,
        ),
        Column("asked", "Requested (£)", kind=Kind.POUNDS, order=(ASKED, *BY_TITLE)),
        Column("ask_capital", "Requested, capital (£)", kind=Kind.POUNDS, at_first=False),
        Column("ask_revenue", "Requested, revenue (£)", kind=Kind.POUNDS, at_first=False),
        Column(
            "decided_on",
            "Date of decision",
            kind=Kind.DAY,
            order=("decided_on", *BY_TITLE),
            at_first=False,
        ),
    )
    filters = (
        Words("q", "Bid, funder or scheme", found=_of_words("title", "funder", "scheme")),
        Choice(
            "state",
            "Status",
            found=_states,
            choices=lambda _: [*BidState.choices, ("all", "All")],
            any="Open or submitted",
        ),
        Choice(
            "lead",
            "Lead organisation",
            found=lambda rows, slug, _: rows.filter(lead__slug=slug),
            choices=_leads,
        ),
    )

    def may_open(self, user: Any) -> bool:
        return user.has_perm("projects.see_own_money")

    def rows(self, asking: Asking) -> QuerySet:
        return Bid.objects.visible_to(asking.user).select_related("lead")

    def at_first(self, rows: QuerySet, chosen: Mapping[str, str]) -> QuerySet:
        return rows if chosen.get("state") else rows.filter(state__in=IN_HAND)

    def url(self, row: Any, asking: Asking) -> str:
        return reverse("money:bid", args=[row.reference])

    def page(self, filters: Mapping[str, str]) -> str:
        return reverse("money:bids")


def _projects(asking: Asking) -> Any:
    rows = Regrant.objects.visible_to(asking.user).order_by("source__project__title")
    return rows.values_list("source__project__slug", "source__project__title").distinct()


@register
class Grants(List):
    name = "grants"
    title = "Grants register"
    one, many = "grant", "grants"
    place = 65
    order = (F("awarded_on").desc(nulls_first=True), "-decided_on", "reference")
    order_said = "Newest award first"
    columns = (
        Column("title", "Grant", order=BY_TITLE),
        Column(
            "beneficiary",
            REGISTER["beneficiary"],
            value=lambda grant: grant.recipient.name,
            order=(Lower("recipient__name"), *BY_TITLE),
        ),
        Column("number", REGISTER["number"], value=regrants.number, at_first=False),
        Column("purpose", REGISTER["purpose"], at_first=False),
        Column("progress", "Status", value=lambda one: regrants.PROGRESS[regrants.progress(one)]),
        Column(
            "awarded_on",
            REGISTER["awarded_on"],
            kind=Kind.DAY,
            order=("awarded_on", *BY_TITLE),
        ),
        Column("period", REGISTER["period"], value=regrants.period),
        Column(
            "department",
            REGISTER["department"],
            value=regrants.department,
            at_first=False,
        ),
        Column("programme", "Grant programme", at_first=False),
        Column("amount", REGISTER["amount"], kind=Kind.POUNDS, order=("amount", *BY_TITLE)),
        Column("paid", "Paid (£)", kind=Kind.POUNDS, order=("paid", *BY_TITLE)),
        Column(
            "monitor_on",
            "Monitoring due",
            kind=Kind.DAY,
            order=("monitor_on", *BY_TITLE),
            at_first=False,
        ),
        Column("source", "Funding source", value=lambda one: one.source.title, at_first=False),
    )
    filters = (
        Words(
            "q",
            "Grant, beneficiary or number",
            found=_of_words("title", "recipient__name", "recipient__number"),
        ),
        Choice(
            "progress",
            "Status",
            found=lambda rows, key, _: regrants.of_progress(rows, key),
            choices=lambda _: regrants.PROGRESS.items(),
            any="All",
        ),
        Choice(
            "project",
            "Project",
            found=lambda rows, slug, _: rows.filter(source__project__slug=slug),
            choices=_projects,
            any="All projects",
        ),
    )

    def may_open(self, user: Any) -> bool:
        return user.has_perm("projects.see_own_money")

    def rows(self, asking: Asking) -> QuerySet:
        found = Regrant.objects.visible_to(asking.user)
        return regrants.with_paid(found).select_related("recipient", "source__project__lead")

    def url(self, row: Any, asking: Asking) -> str:
        return reverse("money:grant", args=[row.reference])

    def page(self, filters: Mapping[str, str]) -> str:
        return reverse("money:grants")
