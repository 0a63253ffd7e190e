from django.contrib import admin, messages
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.admin_site import ModelAdmin
from projects.portfolio.admin.common import NeverDeleted, ReadOnlyInline
from projects.portfolio.controlled import is_controlled
from projects.portfolio.models import Milestone, MilestoneBaseline
from projects.portfolio.services import milestones as services

FACTS = ["title", "forecast_on", "actual_on", "note", "owner"]


class BaselineInline(ReadOnlyInline):
    model = MilestoneBaseline
    fields = ["old_on", "new_on", "reason", "approved_by", "recorded_at"]
    readonly_fields = fields


@admin.register(Milestone)
class MilestoneAdmin(NeverDeleted, ModelAdmin):
    """Dated targets. A baseline is changed in the workspace, with its approval."""

    list_display = [
        "title",
        "project",
        "owner",
        "baseline_on",
        "forecast_on",
        "actual_on",
        "slippage",
    ]
    list_filter = [
        ("actual_on", admin.EmptyFieldListFilter),
        ("withdrawn_at", admin.EmptyFieldListFilter),
        "project",
        "owner",
    ]
    list_select_related = ["project", "owner"]
    search_fields = ["title", "project__title", "owner__name", "reference"]
    date_hierarchy = "forecast_on"
    inlines = [BaselineInline]
    fields = [
        "project",
        "title",
        "owner",
        "baseline_on",
        "forecast_on",
        "actual_on",
        "note",
        "withdrawn_at",
        "withdrawn_reason",
    ]

    def get_readonly_fields(self, request, obj=None):
        kept = ["withdrawn_at", "withdrawn_reason"]
        if obj is None:
            return [*kept, "actual_on"]
        title = ["title"] if is_controlled(obj.project) else []
        return [*kept, "project", "baseline_on", *title]

    def view_on_site(self, milestone):
        return reverse(
            "projects_workspace:milestone", args=[milestone.project.slug, milestone.reference]
        )

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
            return
        facts = {name: form.cleaned_data[name] for name in FACTS if name in form.cleaned_data}
        try:
            services.update(by=request.user, milestone=obj, **facts)
        except Refusal as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
