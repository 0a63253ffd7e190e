from django import forms
from django.contrib import admin
from django.utils.html import format_html

from diz_portal.admin_site import ModelAdmin
from diz_portal.privacy.processing import services as processing
from inclusion.cases.forms.fields import SeveralField
from inclusion.cases.models import FundTag, NeedKind, ReferringPartner, Team
from inclusion.cases.services import teams
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
    actions = ["close", "open_again"]

    def get_readonly_fields(self, request, obj=None):
        # Named by a lead of the organisation, or proposed, on the team's page: see the link.
        # Closed to requests by an action, which asks which team takes them.
        named = (
            ["takes_referrals", "safeguarding_lead", "data_protection_lead", "in_the_workspace"]
            if obj
            else []
        )
        return [*super().get_readonly_fields(request, obj), *named]

    def save_model(self, request, obj, form, change):
        if change and "is_default" in form.changed_data and not obj.is_default:
            raise teams.TakesEverybodyElse
        super().save_model(request, obj, form, change)
        # A team that takes requests is the controller of what people tell it.
        processing.ensure()

    @admin.action(description="Close selected teams to requests")
    def close(self, request, queryset):
        return self.end_each(
            request,
            queryset.select_related("organisation"),
            action="close",
            title="Close teams to requests?",
            sentence="They will take no new requests, referrals or cases. Work on their open cases "
            "will continue.",
            ending=teams.closing,
            act=lambda one, decision: teams.close(by=request.user, team=one, decision=decision),
            done="Team closed to requests",
        )

    @admin.action(description="Reopen selected teams to requests")
    def open_again(self, request, queryset):
        return self.carry_out(
            request,
            queryset,
            lambda one: teams.open_again(by=request.user, team=one),
            "Team reopened to requests",
        )

    @admin.display(description="safeguarding and data protection leads")
    def in_the_workspace(self, obj):
        return format_html(
            '<a href="{}">See or change who has these roles</a>', obj.get_absolute_url()
        )


@admin.register(ReferringPartner)
class ReferringPartnerAdmin(LookedAfter):
    list_display = ["organisation", "most_open"]
    search_fields = ["organisation__name"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation"]


class FundTagForm(forms.ModelForm):
    needs = SeveralField(
        label="Types of need",
        help_text="A case with one of these needs has this focus area.",
        choices=NeedKind.choices,
        required=False,
    )


@admin.register(FundTag)
class FundTagAdmin(ModelAdmin):
    """What the return of a fund counts by. One that cases or paths have stays."""

    form = FundTagForm
    fields = [
        "fund",
        "kind",
        "label",
        "slug",
        "about",
        "source",
        "position",
        "needs",
        "age_from",
        "age_to",
    ]
    list_display = ["label", "fund", "kind", "position"]
    list_filter = ["fund", "kind"]
    search_fields = ["label", "fund"]
    prepopulated_fields = {"slug": ["label"]}

    def has_delete_permission(self, request, obj=None):
        return False
