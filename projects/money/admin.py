"""Money in the admin: to look up. It is kept in the workspace, where each step asks why."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.money.models import (
    Claim,
    ClaimEvent,
    ClaimLine,
    FundingLetter,
    FundingSource,
    Posting,
)
from projects.portfolio.admin.common import ReadOnlyInline


class LetterInline(ReadOnlyInline):
    model = FundingLetter
    fields = ["dated_on", "kind", "capital", "revenue", "letter_reference", "reason", "by"]


@admin.register(FundingSource)
class FundingSourceAdmin(ReadOnly, ModelAdmin):
    list_display = [
        "title",
        "project",
        "kind",
        "form",
        "state",
        "awarded_capital",
        "awarded_revenue",
    ]
    list_filter = ["kind", "form", "state", "project", "organisation"]
    list_select_related = ["project"]
    search_fields = ["title", "funder", "agreement_reference", "reference", "organisation__name"]
    date_hierarchy = "secured_on"
    inlines = [LetterInline]

    def view_on_site(self, source):
        return reverse("money:source", args=[source.project.slug, source.reference])


@admin.register(Posting)
class PostingAdmin(ReadOnly, ModelAdmin):
    list_display = ["on", "source", "kind", "expenditure", "net", "vat", "amount", "counterparty"]
    list_filter = ["flow", "kind", "expenditure", "is_outturn", "source__project"]
    list_select_related = ["source"]
    search_fields = ["description", "counterparty", "transaction_reference"]
    date_hierarchy = "on"

    def view_on_site(self, posting):
        return reverse("money:source", args=[posting.source.project.slug, posting.source.reference])


class ClaimLineInline(ReadOnlyInline):
    model = ClaimLine
    fields = ["posting", "percent", "net", "vat", "amount", "no_invoice", "no_payment", "by"]


class ClaimEventInline(ReadOnlyInline):
    model = ClaimEvent
    fields = ["on", "step", "reason", "capital", "revenue", "held_back", "by"]


@admin.register(Claim)
class ClaimAdmin(ReadOnly, ModelAdmin):
    list_display = ["reference", "source", "period_from", "period_to", "state", "paid_on"]
    list_filter = ["state", "source__project", "organisation"]
    list_select_related = ["source"]
    search_fields = ["reference", "source__title", "organisation__name"]
    date_hierarchy = "period_to"
    inlines = [ClaimLineInline, ClaimEventInline]

    def view_on_site(self, claim):
        return reverse("money:claim", args=[claim.source.project.slug, claim.reference])
