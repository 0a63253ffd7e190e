"""Contracts and subsidy assessments are found by those who may read them."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Hit, Searchable, Words
from projects.contracts.models import Contract, Subsidy


def _contract(contract: Contract, user: Any) -> Hit:
    return Hit(
        title=contract.title,
        url=reverse("contracts:contract", args=[contract.project.slug, contract.reference]),
        about=f"{contract.supplier}, {contract.project}",
    )


def _subsidy(subsidy: Subsidy, user: Any) -> Hit:
    return Hit(
        title=subsidy.enterprise,
        url=reverse("contracts:subsidy", args=[subsidy.project.slug, subsidy.reference]),
        about=f"Subsidy assessment, {subsidy.project}",
        state=subsidy.get_route_display(),
    )


search.register(
    Searchable(
        kind="contracts",
        label="Contracts",
        rows=lambda user: Contract.objects.visible_to(user),
        hit=_contract,
        order=52,
        words=Words("title"),
        codes=("reference",),
        related=("project",),
    )
)
search.register(
    Searchable(
        kind="subsidies",
        label="Subsidy assessments",
        rows=lambda user: Subsidy.objects.visible_to(user),
        hit=_subsidy,
        order=53,
        title="enterprise",
        words=Words("enterprise"),
        codes=("reference",),
        related=("project",),
    )
)
