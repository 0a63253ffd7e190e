"""Money in the admin: to look up. It is kept in the workspace, where each step asks why."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.money.models import FundingLetter, FundingSource, Posting
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
