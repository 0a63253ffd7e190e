"""What is done to several sites, or wayleaves, at once; each by its own service. Stages are updated
on the page of the workspace that previews them."""

from typing import Any

from django import forms
from django.db.models import Q

from diz_portal.admin_bulk import Bulk, BulkForm
from diz_portal.fields import LineField
from partners.models import Organisation
from projects.portfolio.admin.bulk import WithdrawForm, day, reason
from projects.rollout.models import WAYLEAVE_MOVES, WayleaveState
from projects.rollout.services import wayleaves
from projects.rollout.services.sites import edit_site, withdraw_site

NOTHING_ENTERED = "Enter at least one answer"


class SomeAnswers(BulkForm):
    """What is left blank stays as it is on each of them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            self.add_error(next(iter(self.fields)), NOTHING_ENTERED)
        return cleaned


# Sites -------------------------------------------------------------------------------


class SiteFactsForm(SomeAnswers):
    supplier = LineField(label="Supplier", max_length=120, required=False)
    planned_live_on = day("Planned live date", required=False)
    expected_live_on = day("Expected live date", required=False)


class ChangeSiteFacts(Bulk):
    name = "change_facts"
    title = "Change supplier or dates"
    form = SiteFactsForm
    permission = "projects.edit_site"
    shown = ("supplier", "planned_live_on", "expected_live_on")
    done = ("1 site changed", "{} sites changed")
    sentence = "Leave blank what should stay as it is."

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        facts = {name: value for name, value in answers.items() if value}
        edit_site(site=record, version=record.version, by=by, **facts)


class WithdrawSite(Bulk):
    name = "withdraw"
    title = "Withdraw (added in error)"
    form = WithdrawForm
    permission = "projects.change_scope"
    done = ("1 site withdrawn", "{} sites withdrawn")
    words = "Will be withdrawn"
    sentence = (
        "Only withdraw what was added in error. It will be removed from all lists, counts and "
        "pages, and kept on record with your reason. You can restore it in the workspace. A site "
        "that is leaving the project is removed from scope instead."
    )

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        withdraw_site(site=record, by=by, reason=answers["reason"])


SITES = (ChangeSiteFacts, WithdrawSite)


# Wayleaves ---------------------------------------------------------------------------


class WayleaveBulk(Bulk):
    permission = "projects.keep_wayleaves"
    done = ("1 wayleave changed", "{} wayleaves changed")


class NextActionForm(SomeAnswers):
    next_action = LineField(label="Next action", max_length=200, required=False)
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Action owner",
        required=False,
        empty_label="Stays as it is",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        projects = {record.site.project_id for record in self.records}
        takes_part = Q(projects__in=projects) | Q(led_projects__in=projects)
        self.fields["owner"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.filter(takes_part).distinct().order_by("name")
        )


class ChangeNextAction(WayleaveBulk):
    name = "change_next_action"
    title = "Change next action or its owner"
    form = NextActionForm
    shown = ("next_action", "owner")
    sentence = "Leave blank what should stay as it is."

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        facts = {name: value for name, value in answers.items() if value}
        wayleaves.edit_wayleave(wayleave=record, by=by, **facts)


class StatusForm(BulkForm):
    to = forms.ChoiceField(label="New status", error_messages={"required": "Select the new status"})
    on = day("Date", error_messages={"required": "Enter the date"})
    expires_on = day(
        "Expiry date (if granted)", required=False, help_text="Leave blank if it does not expire."
    )
    note = reason("Note", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # What at least one of them may become; of the others, the preview says why not.
        legal = {to for one in self.records for to in WAYLEAVE_MOVES[WayleaveState(one.state)]}
        offered = [(state.value, state.label) for state in WayleaveState if state in legal]
        self.fields["to"].choices = [("", "Select"), *offered]  # type: ignore[attr-defined]


class UpdateStatus(WayleaveBulk):
    name = "update_status"
    title = "Update status"
    form = StatusForm
    shown = ("state", "requested_on", "granted_on", "expires_on", "next_action")

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        wayleaves.update_status(wayleave=record, by=by, expected_state=record.state, **answers)


WAYLEAVES = (UpdateStatus, ChangeNextAction)
