from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin
from diz_portal.impact.declaring import figures
from projects.portfolio.admin.common import NeverDeleted, workspace_link
from projects.portfolio.models import Programme, Project
from projects.portfolio.services.projects import publish, unpublish


@admin.register(Programme)
class ProgrammeAdmin(ModelAdmin):
    list_display = ["name", "theme", "projects"]
    list_filter = ["theme"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("projects")).order_by("name")

    @admin.display(ordering="number")
    def projects(self, programme):
        return programme.number


class ProjectForm(forms.ModelForm):
    figures = forms.MultipleChoiceField(
        label="Figures on its page",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What the project gives, teaches or holds, each with its date and source.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "figures" in self.fields:
            self.fields["figures"].choices = [
                (one.name, one.title[:1].upper() + one.title[1:]) for one in figures()
            ]


@admin.register(Project)
class ProjectAdmin(NeverDeleted, ModelAdmin):
    form = ProjectForm
    list_display = ["title", "programme", "lead", "state", "published", "sites", "ends_on"]
    list_filter = ["published", "state", "programme", "reports_monthly"]
    list_select_related = ["programme", "lead"]
    search_fields = ["title", "slug", "lead__name"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["programme", "lead", "partners", "sro"]
    actions = ["publish_chosen", "unpublish_chosen"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "published", "workspace"]}),
        ("People", {"fields": ["programme", "lead", "partners", "sro"]}),
        ("Public page", {"fields": ["figures", "publishes_forecast"]}),
        ("Dates", {"fields": ["starts_on", "ends_on", "state", "reports_monthly"]}),
        ("Open data", {"fields": ["publishes_values", "publishes_spend"]}),
    ]

    def get_queryset(self, request):
        standing = Count("sites", filter=Q(sites__withdrawn_at=None))
        return super().get_queryset(request).annotate(number=standing).order_by("title")

    def get_readonly_fields(self, request, obj=None):
        # The address of a project is fixed once it has been published (design §4.13).
        return ["workspace", "slug"] if self._is_out(obj) else ["workspace"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if self._is_out(obj) else self.prepopulated_fields

    @staticmethod
    def _is_out(obj) -> bool:
        # As stored: a form that came back with errors has already changed the object. One that
        # was taken off again keeps its address too: somebody may have written it down.
        return obj is not None and Project.objects.once_public().filter(pk=obj.pk).exists()

    @admin.display(ordering="number")
    def sites(self, project):
        return project.number

    @admin.display(description="in the workspace")
    def workspace(self, project):
        return workspace_link("project", project.slug) if project.pk else "Save this record first"

    def view_on_site(self, project):
        return f"/projects/{project.slug}/" if project.published else None

    @admin.action(description="Publish the selected projects", permissions=["change"])
    def publish_chosen(self, request, queryset):
        return self._ask_first(request, queryset, "publish_chosen", publish, "published")

    @admin.action(description="Unpublish the selected projects", permissions=["change"])
    def unpublish_chosen(self, request, queryset):
        return self._ask_first(request, queryset, "unpublish_chosen", unpublish, "unpublished")

    def _ask_first(self, request, queryset, action, service, done):
        """A page that names the projects and what becomes public; then the service."""
        if request.POST.get("confirmed"):
            number = service(projects=list(queryset))
            said = f"1 project {done}" if number == 1 else f"{number} projects {done}"
            self.message_user(request, said, messages.SUCCESS)
            return None
        return TemplateResponse(
            request,
            "admin/projects/project/publish.html",
            {
                **self.admin_site.each_context(request),
                "title": "Publish projects" if service is publish else "Unpublish projects",
                "publishing": service is publish,
                "projects": queryset,
                "action": action,
                "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
                "back": reverse("admin:projects_project_changelist"),
                "opts": self.model._meta,
            },
        )
