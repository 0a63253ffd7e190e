from django.contrib import admin

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
    autocomplete_fields = [
        "organisation",
        "districts",
        "safeguarding_lead",
        "data_protection_lead",
    ]


@admin.register(ReferringPartner)
class ReferringPartnerAdmin(LookedAfter):
    list_display = ["organisation", "most_open"]
    search_fields = ["organisation__name"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation"]
