from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_bulk import BulkActions
from diz_portal.admin_site import ModelAdmin
from diz_portal.admin_words import entered
from projects.portfolio.admin.bulk import MILESTONES
from projects.portfolio.admin.common import NeverDeleted, ReadOnlyInline
from projects.portfolio.controlled import is_controlled
from projects.portfolio.models import Milestone, MilestoneBaseline
from projects.portfolio.services import milestones as services

ADDED = ["title", "owner", "baseline_on", "note"]
FACTS = ["title", "forecast_on", "actual_on", "note", "owner"]


class BaselineInline(ReadOnlyInline):
    model = MilestoneBaseline
    fields = ["old_on", "new_on", "reason", "approved_by", "recorded_at"]
    readonly_fields = fields


@admin.register(Milestone)
class MilestoneAdmin(NeverDeleted, BulkActions, ModelAdmin):
    """Dated targets. A baseline is changed in the workspace, with its approval."""

    bulk = MILESTONES

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
        ("actual_on", entered("completion", "Complete", "Not complete")),
        ("withdrawn_at", entered("withdrawal", "Withdrawn", "Not withdrawn")),
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
    ]

    def has_change_permission(self, request, obj=None):
        # One that is withdrawn is to be read: it is restored in the workspace.
        is_withdrawn = obj is not None and obj.withdrawn_at is not None
        return not is_withdrawn and super().has_change_permission(request, obj)

    def get_fields(self, request, obj=None):
        if obj is None:
            # Its forecast is the baseline until someone changes it.
            return ["project", *ADDED]
        gone = ["withdrawn_at", "withdrawn_reason"] if obj.withdrawn_at else []
        return [*self.fields, *gone]

    def get_readonly_fields(self, request, obj=None):
        kept = ["withdrawn_at", "withdrawn_reason"]
        if obj is None:
            return []
        title = ["title"] if is_controlled(obj.project) else []
        return [*kept, "project", "baseline_on", *title]

    def view_on_site(self, milestone):
        return reverse(
            "projects_workspace:milestone", args=[milestone.project.slug, milestone.reference]
        )

    def doings(self, milestone):
        if milestone.withdrawn_at:
            return []
        if is_controlled(milestone.project):
            return [("Request a change", reverse("change:project", args=[milestone.project.slug]))]
        args = [milestone.project.slug, milestone.reference]
        found = [
            ("Change baseline", reverse("projects_workspace:milestone_baseline", args=args)),
            ("Withdraw", reverse("projects_workspace:milestone_withdraw", args=args)),
        ]
        return [] if milestone.actual_on else found

    def save_model(self, request, obj, form, change):
        if not change:
            facts = {name: form.cleaned_data[name] for name in ADDED if name in form.cleaned_data}
            added = services.add(by=request.user, project=obj.project, **facts)
            obj.pk, obj.reference, obj._state.adding = added.pk, added.reference, False
            return
        facts = {name: form.cleaned_data[name] for name in FACTS if name in form.cleaned_data}
        services.update(by=request.user, milestone=obj, **facts)
