from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import TabularInline
from diz_portal.open_work import End
from diz_portal.privacy.processing import services as processing
from partners import endings, services
from partners.models import Membership, Organisation, OrganisationState

from .base import RefusalsAreSaid


class PeopleInline(TabularInline):
    """Who belongs to it, for reading: changes go through the membership, where rules apply."""

    model = Membership
    fields = ["person", "role", "started_on", "ended_on"]
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = "people"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation")

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(RefusalsAreSaid):
    list_display = ["name", "sector", "state", "identifier_type", "identifier", "joined_on"]
    list_filter = ["state", "sector", "identifier_type", "districts"]
    search_fields = ["name", "identifier"]
    date_hierarchy = "joined_on"
    autocomplete_fields = ["districts"]
    readonly_fields = ["state", "slug", "joined_on", "created_at"]
    fieldsets = [
        (None, {"fields": ["name", "sector", "identifier_type", "identifier", "state"]}),
        ("Public page", {"fields": ["slug", "summary", "website", "districts"]}),
        ("Record", {"fields": ["joined_on", "created_at"]}),
    ]
    inlines = [PeopleInline]
    actions = ["suspend", "reinstate"]
    list_per_page = 50

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "website":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_view_on_site_url(self, obj=None):
        if obj is None or obj.state != OrganisationState.ACTIVE:
            return None
        return obj.get_absolute_url()

    def doings(self, organisation):
        def page(name):
            return reverse(f"partners_workspace:{name}", args=[organisation.slug])

        found = [("Open in the workspace", page("organisation"))]
        if organisation.state == OrganisationState.ACTIVE:
            found.append(("Invite someone", page("invite")))
        return found

    def save_model(self, request, obj, form, change):
        if not change:
            obj.slug = services.organisations.free_slug(obj.name)
        super().save_model(request, obj, form, change)
        if change and "sector" in form.changed_data:
            processing.settle_bases(obj)

    @admin.action(description="Suspend the selected organisations")
    def suspend(self, request, queryset):
        return self.end_each(
            request,
            queryset,
            action="suspend",
            title="Suspend organisations",
            sentence="Their members will lose access and their public pages will be hidden until "
            "they are reinstated.",
            ending=lambda one: endings.of_organisation(one, End.SUSPENDED),
            act=lambda one, decision: services.suspend(
                by=request.user, organisation=one, decision=decision
            ),
            done="Suspended",
        )

    @admin.action(description="Reinstate the selected organisations")
    def reinstate(self, request, queryset):
        return self.carry_out(
            request,
            queryset,
            lambda one: services.reinstate(by=request.user, organisation=one),
            "Reinstated",
        )
