from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_bulk import BulkActions
from diz_portal.admin_site import ModelAdmin
from projects.portfolio.admin.bulk import RISKS
from projects.portfolio.admin.common import NeverDeleted
from projects.portfolio.models import Risk
from projects.portfolio.services import risks as services


@admin.register(Risk)
class RiskAdmin(NeverDeleted, BulkActions, ModelAdmin):
    """What may go wrong. It is closed and reopened from the list, or in the workspace."""

    bulk = RISKS

    list_display = [
        "title",
        "project",
        "owner",
        "state",
        "inherent",
        "residual",
        "proximity",
        "next_review_on",
    ]
    list_filter = ["state", "is_issue", "proximity", "project", "owner"]
    list_select_related = ["project", "owner"]
    search_fields = ["title", "description", "project__title", "owner__name", "reference"]
    date_hierarchy = "next_review_on"
    fields = ["project", *services.FIELDS, "state", "closed_on", "closing_note"]
    readonly_fields = ["state", "closed_on", "closing_note"]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "project"] if obj else self.readonly_fields

    @admin.display(description="inherent score")
    def inherent(self, risk):
        return risk.score_before

    @admin.display(description="residual score")
    def residual(self, risk):
        return risk.score_after

    def view_on_site(self, risk):
        return reverse("projects_workspace:risk", args=[risk.project.slug, risk.reference])

    def doings(self, risk):
        verb = "close" if risk.is_open else "reopen"
        address = reverse(
            f"projects_workspace:risk_{verb}", args=[risk.project.slug, risk.reference]
        )
        return [(verb.capitalize(), address)]

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in services.FIELDS}
        if change:
            services.review(by=request.user, risk=obj, **values)
        else:
            added = services.add(by=request.user, project=obj.project, **values)
            obj.pk, obj.reference, obj._state.adding = added.pk, added.reference, False
