"""Contracts and subsidy in the admin: to look up. They are kept in the workspace, which asks."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.contracts.models import Contract, ContractNotice, ContractReview, Subsidy
from projects.portfolio.admin.common import ReadOnlyInline


class NoticeInline(ReadOnlyInline):
    model = ContractNotice
    fields = ["kind", "number", "published_on"]


class ReviewInline(ReadOnlyInline):
    model = ContractReview
    fields = readonly_fields = ["due_on", "done_on", "outcome"]


@admin.register(Contract)
class ContractAdmin(ReadOnly, ModelAdmin):
    list_display = ["title", "supplier", "project", "buyer", "value", "regime", "signed_on"]
    list_filter = ["regime", "expenditure", "project", "buyer"]
    list_select_related = ["project", "buyer"]
    search_fields = ["title", "supplier"]
    date_hierarchy = "signed_on"
    inlines = [NoticeInline, ReviewInline]

    def view_on_site(self, contract):
        return reverse("contracts:contract", args=[contract.project.slug, contract.reference])


@admin.register(Subsidy)
class SubsidyAdmin(ReadOnly, ModelAdmin):
    list_display = ["enterprise", "project", "amount", "decided_on", "regime", "route"]
    list_filter = ["regime", "route", "project"]
    list_select_related = ["project"]
    search_fields = ["enterprise", "company_number"]
    date_hierarchy = "decided_on"

    def view_on_site(self, subsidy):
        return reverse("contracts:subsidy", args=[subsidy.project.slug, subsidy.reference])
