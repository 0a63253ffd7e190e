from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from diz_portal.admin_words import entered
from partners import endings, services
from partners.models import ALONE, Agreement, AgreementKind

from .base import RefusalsAreSaid


class AgreementAdminForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        parties = cleaned.get("parties")
        if cleaned.get("kind") == AgreementKind.DATA_SHARING and parties and len(parties) < 2:
            self.add_error("parties", ALONE)
        return cleaned


@admin.register(Agreement)
class AgreementAdmin(RefusalsAreSaid):
    form = AgreementAdminForm
    list_display = ["title", "kind", "signed_on", "review_on", "expires_on", "ended_on"]
    list_filter = ["kind", ("ended_on", entered("status", "Ended", "Not ended")), "parties"]
    search_fields = ["title", "parties__name"]
    date_hierarchy = "expires_on"
    autocomplete_fields = ["parties"]
    fields = [
        "title",
        "kind",
        "parties",
        "signed_on",
        "review_on",
        "expires_on",
        "ended_on",
        "paper",
    ]
    readonly_fields = ["ended_on", "paper"]
    actions = ["end_agreements"]
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document")

    def save_model(self, request, obj, form, change):
        if change:
            services.agreements.carries_on(
                agreement=obj,
                parties=form.cleaned_data.get("parties", obj.parties.all()),
                kind=obj.kind,
                expires_on=obj.expires_on,
            )
        super().save_model(request, obj, form, change)

    @admin.display(description="signed document")
    def paper(self, obj):
        if not obj.pk:
            return "Add in the workspace after saving"
        page = reverse("partners_workspace:edit_agreement", args=[obj.reference])
        if not obj.document:
            return format_html('No document. <a href="{}">Add it in the workspace</a>', page)
        return format_html(
            '<a href="{}">{}</a>. <a href="{}">Replace it in the workspace</a>',
            reverse("documents:download", args=[obj.document.reference]),
            obj.document.original_name,
            page,
        )

    @admin.action(description="End the selected agreements")
    def end_agreements(self, request, queryset):
        return self.end_each(
            request,
            queryset,
            action="end_agreements",
            title="End agreements",
            sentence="They will end today and stay on record.",
            ending=endings.of_agreement,
            act=lambda one, decision: services.end_agreement(
                by=request.user, agreement=one, decision=decision
            ),
            done="Ended",
        )
