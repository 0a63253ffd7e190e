from django.contrib import admin
from django.utils.html import format_html

from inclusion.models import ReferringPartner, Team
from partners.admin.base import RefusalsAreSaid


class LookedAfter(RefusalsAreSaid):
    """Which organisation it is about never changes once it is written."""

    def get_readonly_fields(self, request, obj=None):
        return ["organisation"] if obj else []


@admin.register(Team)
class TeamAdmin(LookedAfter):
    list_display = ["organisation", "takes_referrals", "is_default", "phone"]
    list_filter = ["takes_referrals"]
    search_fields = ["organisation__name"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation", "districts"]

    def get_readonly_fields(self, request, obj=None):
        # Named by a lead of the organisation, or proposed, on the team's page: see the link.
        named = ["safeguarding_lead", "data_protection_lead", "in_the_workspace"] if obj else []
        return [*super().get_readonly_fields(request, obj), *named]

    @admin.display(description="In the workspace")
    def in_the_workspace(self, obj):
        return format_html(
            '<a href="{}">Who is named, and who named them</a>', obj.get_absolute_url()
        )


@admin.register(ReferringPartner)
class ReferringPartnerAdmin(LookedAfter):
    list_display = ["organisation", "most_open"]
    search_fields = ["organisation__name"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation"]
