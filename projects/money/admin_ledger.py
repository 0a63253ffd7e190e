"""The ledger in the admin: to look up. It is kept in the workspace, where each step asks why."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly
from diz_portal.imports.admin import BatchAdmin, MappingAdmin
from projects.money.models import (
    LedgerDifference,
    LedgerImportBatch,
    LedgerImportMapping,
    LedgerLine,
    LedgerMonth,
)
from projects.money.views.ledger_files import pages
from projects.portfolio.admin.common import ReadOnlyInline


@admin.register(LedgerLine)
class LedgerLineAdmin(ReadOnly, ModelAdmin):
    list_display = [
        *("transaction_reference", "line", "on", "project", "amount", "supplier", "is_withdrawn")
    ]
    list_filter = ["is_withdrawn", "is_outturn", "project", "organisation"]
    list_select_related = ["project"]
    search_fields = ["transaction_reference", "supplier", "description", "cost_centre"]
    date_hierarchy = "on"

    def view_on_site(self, line):
        return reverse("money:ledger_line", args=[line.project.slug, line.reference])


class DifferenceInline(ReadOnlyInline):
    model = LedgerDifference
    fields = ["kind", "says", "amount", "by", "recorded_at"]


@admin.register(LedgerMonth)
class LedgerMonthAdmin(ReadOnly, ModelAdmin):
    list_display = ["month", "is_outturn", "project", "state", "ledger_total", "portal_total"]
    list_filter = ["state", "is_outturn", "project", "organisation"]
    list_select_related = ["project"]
    search_fields = ["project__title", "organisation__name"]
    date_hierarchy = "month"
    inlines = [DifferenceInline]

    def view_on_site(self, month):
        return reverse("money:month", args=[month.project.slug, month.slug])


@admin.register(LedgerImportBatch)
class LedgerImportBatchAdmin(BatchAdmin):
    pages = pages
    whose = "project"


@admin.register(LedgerImportMapping)
class LedgerImportMappingAdmin(MappingAdmin):
    whose = "organisation"
