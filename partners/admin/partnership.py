from django import forms
from django.contrib import admin

from diz_portal.accounts.models import User
from diz_portal.places.models import Partnership
from partners import services
from partners.models import Organisation, OrganisationState

from .base import RefusalsAreSaid


class PartnershipForm(forms.ModelForm):
    first_manager = forms.ModelChoiceField(
        queryset=User.objects.active(),
        required=False,
        label="First programme manager",
        help_text="If you change the lead organisation, select which of its members becomes its "
        "first programme manager. The programme managers of the former lead organisation become "
        "contributors.",
    )

    class Meta:
        model = Partnership
        fields = [
            "name",
            "short_name",
            "strapline",
            "phone",
            "phone_hours",
            "email",
            "seminars_are_free",
            "reply_days",
            "offer_days",
            "lead_organisation",
            "first_manager",
            "giving_prefix",
            "org_id",
            "oc4ids_prefix",
            "statement_prepared_on",
            "statement_reviewed_on",
            "tested_on",
            "tested_by",
            "how_tested",
            "known_problems",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["lead_organisation"]
        field.queryset = Organisation.objects.filter(state=OrganisationState.ACTIVE)
        self.fields["first_manager"].queryset = (
            User.objects.active()
            .filter(memberships__ended_on=None, memberships__isnull=False)
            .distinct()
        )


@admin.register(Partnership)
class PartnershipAdmin(RefusalsAreSaid):
    """The one partnership: its name, its contacts, and who leads it."""

    form = PartnershipForm
    list_display = ["name", "short_name", "phone", "email", "lead_organisation"]
    list_select_related = ["lead_organisation"]

    def has_add_permission(self, request):
        return not Partnership.objects.exists()

    def save_model(self, request, obj, form, change):
        chosen = obj.lead_organisation
        # The service changes the lead, with everything that follows from it.
        obj.lead_organisation = (
            Partnership.objects.filter(pk=1).select_related("lead_organisation").first()
            or Partnership()
        ).lead_organisation
        super().save_model(request, obj, form, change)
        if chosen and chosen != obj.lead_organisation:
            services.choose_lead_organisation(
                by=request.user,
                organisation=chosen,
                first_manager=form.cleaned_data["first_manager"],
            )
