"""Bids, and grants to voluntary bodies, in the admin: to look up. They are kept in the workspace,
where each step asks why."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.money.models import Bid, BidSignature, GrantRecipient, Regrant, RegrantNote
from projects.portfolio.admin.common import ReadOnlyInline


class SignatureInline(ReadOnlyInline):
    model = BidSignature
    fields = ["organisation", "form", "in_kind", "capital", "revenue", "by", "recorded_at"]


@admin.register(Bid)
class BidAdmin(ReadOnly, ModelAdmin):
    list_display = [
        "title",
        "funder",
        "lead",
        "deadline_on",
        "state",
        "ask_capital",
        "ask_revenue",
    ]
    list_filter = ["state", "lead"]
    list_select_related = ["lead"]
    search_fields = ["title", "funder", "scheme", "lead__name"]
    date_hierarchy = "deadline_on"
    inlines = [SignatureInline]

    def view_on_site(self, bid):
        return reverse("money:bid", args=[bid.reference])


class NoteInline(ReadOnlyInline):
    model = RegrantNote
    fields = ["on", "met", "note", "by"]


@admin.register(Regrant)
class RegrantAdmin(ReadOnly, ModelAdmin):
    list_display = ["title", "recipient", "source", "amount", "state", "decided_on", "awarded_on"]
    list_filter = ["state", "expenditure", "source__project"]
    list_select_related = ["recipient", "source"]
    search_fields = ["title", "programme", "recipient__name", "recipient__number"]
    date_hierarchy = "awarded_on"
    inlines = [NoteInline]

    def view_on_site(self, regrant):
        return reverse("money:grant", args=[regrant.reference])


@admin.register(GrantRecipient)
class GrantRecipientAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "kind", "number", "organisation"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]
    search_fields = ["name", "number"]
