"""The list of claims: of one project, and of all whose claims somebody reads."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from diz_portal.lists.declaring import Asking, Choice, Column, Kind, List, Words, register
from diz_portal.words import uk_date
from projects.money.claim_states import ClaimState
from projects.money.models import Claim
from projects.money.rules import reads_own_money
from projects.money.selectors.claim_pages import with_amount
from projects.portfolio.listed import PROJECT, projects

NEWEST = ("-period_to", "reference")


def _claims(asking: Asking) -> QuerySet[Claim]:
    rows = Claim.objects.visible_to(asking.user)
    slug = asking.fixed.get(PROJECT)
    return rows.filter(source__project__slug=slug) if slug else rows


def _sources(asking: Asking) -> Any:
    rows = _claims(asking).order_by("source__title")
    return rows.values_list("source__reference", "source__title").distinct()


def _of_words(rows: QuerySet, text: str, asking: Asking) -> QuerySet:
    for word in text.split():
        rows = rows.filter(
            Q(reference__istartswith=word)
            | Q(source__title__icontains=word)
            | Q(organisation__name__icontains=word)
        )
    return rows


@register
class Claims(List):
    name = "claims"
    title = "Claims"
    one, many = "claim", "claims"
    place = 40
    order, order_said = NEWEST, "Newest period first"
    columns = (
        Column("reference", "Claim", value=lambda claim: str(claim), order=("reference",)),
        Column(
            "project",
            "Project",
            value=lambda claim: claim.source.project.title,
            order=("source__project__title", *NEWEST),
        ),
        Column(
            "source",
            "Funding source",
            value=lambda claim: claim.source.title,
            order=(Lower("source__title"), *NEWEST),
        ),
        Column(
            "period",
            "Period",
            value=lambda claim: f"{uk_date(claim.period_from)} to {uk_date(claim.period_to)}",
            order=("period_to", "reference"),
        ),
        Column(
            "state",
            "Status",
            value=lambda claim: claim.get_state_display(),
            order=("state", *NEWEST),
            cell="projects/workspace/cells/claim_state.html",
        ),
        Column("amount", "Claimed (£)", kind=Kind.POUNDS, order=("amount", *NEWEST)),
        Column(
            "organisation",
            "Claimed for",
            value=lambda claim: claim.organisation.name,
            order=(Lower("organisation__name"), *NEWEST),
            at_first=False,
        ),
        Column("since", "Status since", kind=Kind.DAY, order=("since", *NEWEST), at_first=False),
        Column("paid_on", "Paid", kind=Kind.DAY, order=("paid_on", *NEWEST), at_first=False),
        Column(
            "held_back_percent",
            "Grant held back (%)",
            kind=Kind.NUMBER,
            order=("held_back_percent", *NEWEST),
            at_first=False,
        ),
    )
    filters = (
        Words("q", "Claim or funding source", found=_of_words),
        Choice(
            PROJECT,
            "Project",
            found=lambda rows, slug, _: rows.filter(source__project__slug=slug),
            choices=lambda asking: projects(asking).items(),
            any="All projects",
        ),
        Choice(
            "state",
            "Status",
            found=lambda rows, state, _: rows.filter(state=state),
            choices=lambda _: ClaimState.choices,
            any="Any status",
        ),
        Choice(
            "source",
            "Funding source",
            found=lambda rows, reference, _: rows.filter(source__reference=reference),
            choices=_sources,
            any="Any funding source",
        ),
    )

    def may_open(self, user: Any) -> bool:
        return reads_own_money(user) or user.has_perm("projects.see_money")

    def rows(self, asking: Asking) -> QuerySet[Claim]:
        return with_amount(_claims(asking))

    def url(self, claim: Claim, asking: Asking) -> str:
        return reverse("money:claim", args=[claim.source.project.slug, claim.reference])

    def page(self, filters: Mapping[str, str]) -> str:
        slug = filters.get(PROJECT)
        return reverse("money:claims", args=[slug]) if slug else super().page(filters)
