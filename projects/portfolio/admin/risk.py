from django.contrib import admin, messages
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.admin_site import ModelAdmin
from projects.portfolio.admin.common import NeverDeleted
from projects.portfolio.models import Risk
from projects.portfolio.services import risks as services


@admin.register(Risk)
class RiskAdmin(NeverDeleted, ModelAdmin):
    """What may go wrong. It is closed and reopened in the workspace, with a reason."""

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

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
            return
        values = {name: form.cleaned_data[name] for name in services.FIELDS}
        try:
            services.review(by=request.user, risk=obj, **values)
        except Refusal as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
