from django import forms
from django.contrib import admin
from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.accounts.services import remove_second_step
from diz_portal.admin_words import entered
from partners import endings, services
from partners.forms.people import ONLY_A_LEAD
from partners.models import Invitation, JoinRequest, Membership, Role
from partners.services.people import lock

from .base import RefusalsAreSaid


class CurrentFilter(admin.SimpleListFilter):
    title = "current"
    parameter_name = "current"

    def lookups(self, request, model_admin):
        return [("yes", "Current"), ("no", "Ended")]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(ended_on__isnull=self.value() == "yes")
        return queryset


def organisation_page(record):
    """Its people and invitations are together there."""
    return reverse("partners_workspace:organisation", args=[record.organisation.slug])


@admin.register(Membership)
class MembershipAdmin(RefusalsAreSaid):
    view_on_site = staticmethod(organisation_page)
    list_display = ["person", "organisation", "role", "started_on", "ended_on"]
    list_filter = [CurrentFilter, "role", "organisation__sector"]
    search_fields = ["person__name", "person__email", "organisation__name"]
    list_select_related = ["person", "organisation"]
    date_hierarchy = "started_on"
    autocomplete_fields = ["person", "organisation"]
    fields = [
        "person",
        "organisation",
        "role",
        "given_by",
        "given_at",
        "started_on",
        "ended_on",
    ]
    actions = ["end_memberships"]
    list_per_page = 50

    def hold(self, records):
        # The organisation first, as everybody who changes its people.
        for membership in records.select_related("organisation"):
            lock(membership.organisation)
        super().hold(records)

    def get_readonly_fields(self, request, obj=None):
        dates = ["given_by", "given_at", "started_on", "ended_on"]
        if obj is None:
            return dates
        ended = ["role"] if obj.ended_on else []
        return ["person", "organisation", *dates, *ended]

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "role":
            kwargs["help_text"] = ONLY_A_LEAD
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            kept = services.add_member(
                by=request.user, organisation=obj.organisation, person=obj.person, role=obj.role
            )
            obj.pk = kept.pk
            obj._state.adding = False
        elif "role" in form.changed_data:
            services.change_role(by=request.user, membership=obj, role=obj.role)

    @admin.action(description="End the selected memberships")
    def end_memberships(self, request, queryset):
        return self.end_each(
            request,
            queryset,
            action="end_memberships",
            title="End memberships",
            sentence="These people will no longer be able to act for the organisation. Their past "
            "work stays on record under their names.",
            ending=endings.of_membership,
            act=lambda one, decision: services.end_membership(
                by=request.user, membership=one, decision=decision
            ),
            done="Ended",
        )


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["organisation", "name", "email", "role"]
        help_texts = {"role": ONLY_A_LEAD}


@admin.register(Invitation)
class InvitationAdmin(RefusalsAreSaid):
    """Adding one sends it; the link itself is in the letter and nowhere else."""

    form = InvitationForm
    list_display = ["organisation", "name", "email", "role", "standing", "sent_at", "expires_at"]
    list_filter = [
        ("accepted_at", entered("answer", "Accepted", "Not accepted")),
        ("withdrawn_at", entered("withdrawal", "Withdrawn", "Not withdrawn")),
        "role",
    ]
    search_fields = ["name", "email", "organisation__name"]
    list_select_related = ["organisation"]
    date_hierarchy = "sent_at"
    autocomplete_fields = ["organisation"]
    actions = ["send_again", "withdraw"]
    view_on_site = staticmethod(organisation_page)
    list_per_page = 50
    kept = [
        "organisation",
        "name",
        "email",
        "role",
        "standing",
        "invited_by",
        "sent_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "withdrawn_at",
    ]

    @admin.display(description="status")
    def standing(self, invitation) -> str:
        return invitation.standing.capitalize()

    def get_fields(self, request, obj=None):
        return self.kept if obj else ["organisation", "name", "email", "role"]

    def get_readonly_fields(self, request, obj=None):
        return self.kept if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            sent = services.invite(by=request.user, **form.cleaned_data)
            obj.pk = sent.pk
            obj._state.adding = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            # Inviting an address again is sending again, not an error.
            form._post_clean = _without_unique_checks
        return form

    @admin.action(description="Send the selected invitations again")
    def send_again(self, request, queryset):
        return self.carry_out(
            request,
            queryset,
            lambda one: services.send_again(by=request.user, invitation=one),
            "Sent again",
        )

    @admin.action(description="Withdraw the selected invitations")
    def withdraw(self, request, queryset):
        asking = self.asked_first(
            request,
            queryset,
            action="withdraw",
            title="Withdraw invitations",
            sentence="Their links will stop working.",
        )
        if asking:
            return asking
        return self.carry_out(
            request,
            queryset,
            lambda one: services.withdraw(by=request.user, invitation=one),
            "Withdrawn",
        )


def _without_unique_checks(form):
    form.instance = forms.models.construct_instance(
        form, form.instance, form._meta.fields, form._meta.exclude
    )


@admin.register(JoinRequest)
class JoinRequestAdmin(RefusalsAreSaid):
    """Read here, answered in the workspace."""

    list_display = ["name", "organisation", "state", "created_at", "decided_by", "decided_at"]
    list_filter = ["state", "organisation__sector"]
    search_fields = ["name", "email", "organisation__name"]
    list_select_related = ["organisation", "decided_by"]
    date_hierarchy = "created_at"
    list_per_page = 50
    fields = [
        "organisation",
        "name",
        "email",
        "message",
        "state",
        "created_at",
        "decided_by",
        "decided_at",
        "reason",
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(RefusalsAreSaid):
    """Accounts come by invitation; nobody sets somebody else's password."""

    list_display = ["name", "email", "organisations", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    search_fields = ["name", "email"]
    date_hierarchy = "date_joined"
    fields = [
        "name",
        "email",
        "is_active",
        "is_staff",
        "organisations",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["is_active", "is_staff", "organisations", "date_joined", "last_login"]
    actions = ["close_accounts", "reopen_accounts", "remove_second_steps"]
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__organisation")

    def get_readonly_fields(self, request, obj=None):
        # An address is proved by its owner, who changes it on their own account page.
        return [*self.readonly_fields, "email"]

    def has_add_permission(self, request):
        return False

    @admin.display(description="organisations")
    def organisations(self, person):
        current = [place for place in person.memberships.all() if place.ended_on is None]
        return ", ".join(f"{place.organisation} ({Role(place.role).label})" for place in current)

    def get_search_results(self, request, queryset, search_term):
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete":
            found = found.filter(is_active=True)
        return found, duplicates

    @admin.action(description="Close the selected accounts")
    def close_accounts(self, request, queryset):
        return self.end_each(
            request,
            queryset,
            action="close_accounts",
            title="Close accounts",
            sentence="These people will no longer be able to sign in. "
            "Nothing they did will be deleted.",
            ending=endings.of_account,
            act=lambda one, decision: services.close_account(
                by=request.user, person=one, decision=decision
            ),
            done="Closed",
        )

    @admin.action(description="Reopen the selected accounts")
    def reopen_accounts(self, request, queryset):
        return self.carry_out(
            request,
            queryset,
            lambda one: services.reopen_account(by=request.user, person=one),
            "Reopened",
        )

    @admin.action(description="Turn off two-step verification for the selected accounts")
    def remove_second_steps(self, request, queryset):
        asking = self.asked_first(
            request,
            queryset,
            action="remove_second_steps",
            title="Turn off two-step verification",
            sentence="Only for people who have lost their phone and recovery codes, and whose "
            "identity you have checked. We will email them.",
        )
        if asking:
            return asking
        return self.carry_out(
            request,
            queryset,
            lambda one: remove_second_step(by=request.user, person=one),
            "Removed",
        )
