import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django import forms
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.fields import DayField, PoundsField, WordsField, choice_field, records_field
from diz_portal.layout import laid_out
from partners.models import Role
from partners.rules import people_with
from projects.portfolio.models import Project
from projects.rollout.models import REASONS_IN, REASONS_OUT, ScopeReason, Site
from projects.rollout.services.scope import refusal_of_the_sign

# More than fits on a page of the working list, and still one form.
MOST_SITES = 2000


class ScopeChangeForm(forms.Form):
    """An approved change: which sites, worth how much, why, when, by whom."""

    reason = forms.ChoiceField(
        choices=[
            ("", "Select a reason"),
            ("Sites added", [(reason.value, reason.label) for reason in REASONS_IN]),
            ("Sites removed", [(reason.value, reason.label) for reason in REASONS_OUT]),
            (
                "Value only",
                [
                    (reason.value, reason.label)
                    for reason in (ScopeReason.REVALUED, ScopeReason.CORRECTION)
                ],
            ),
        ],
        error_messages={"required": "Select a reason"},
    )
    chosen = forms.MultipleChoiceField(
        label="Selected sites", required=False, widget=forms.CheckboxSelectMultiple
    )
    sites = WordsField(
        label="Other sites",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Enter one name, ODS code, UPRN or site reference on each line. "
            "Leave blank if you selected the sites above, or if only the value changes."
        ),
    )
    value_change = PoundsField(
        label="Change in value (£)",
        required=False,
        help_text="Use a minus sign if the value goes down. For example, -400000",
        error_messages={"invalid": "Enter an amount in pounds, such as 23000 or -400.50"},
    )
    on = DayField(label="Decision date", help_text="For example, 27 3 2026")
    note = WordsField(
        label="Decision and meeting",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, remove 2 closed sites (programme board, 4 March 2026, item 6)",
        error_messages={"required": "Enter the decision and where it was made"},
    )
    approved_by = forms.ModelChoiceField(
        User.objects.none(),
        label="Approved by",
        error_messages={"required": "Select who approved the change"},
    )

    def __init__(
        self, *args, project: Project, by: User, cancel: str, picked: Sequence[str], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.project = project
        self._choose(picked)
        self.fields["on"].initial = timezone.localdate()
        records_field(self, "approved_by").queryset = approvers(project, by)
        self.fields["approved_by"].initial = by
        self.helper = laid_out(*self.fields, button="Check scope change", cancel=cancel)

    def _choose(self, picked: Sequence[str]) -> None:
        """Sites ticked in the list, by name; they can be removed again here."""
        sites = Site.objects.standing().filter(project=self.project, reference__in=picked)
        choices = [
            (site.reference, f"{site.name}, {site.get_stage_display().lower()}") for site in sites
        ]
        if not choices:
            del self.fields["chosen"]
            return
        choice_field(self, "chosen").choices = choices
        self.fields["chosen"].initial = [reference for reference, _ in choices]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.pop("chosen", [])
        if "sites" in cleaned and chosen:
            ticked = Site.objects.standing().filter(project=self.project, reference__in=chosen)
            cleaned["sites"] = list(dict.fromkeys([*ticked, *cleaned["sites"]]))
        said = refusal_of_the_sign(
            cleaned.get("reason", ""), cleaned.get("value_change") or Decimal(0)
        )
        if said:
            self.add_error("value_change", said)
        return cleaned

    def clean_sites(self) -> list[Site]:
        lines = [line.strip() for line in self.cleaned_data["sites"].splitlines()]
        named = self._named(line for line in lines if line)
        codes = [line for line in lines if line.casefold() not in named]
        wanted = list(dict.fromkeys(re.split(r"[\s,;]+", " ".join(codes).strip())))
        wanted = [word for word in wanted if word]
        if len(wanted) > MOST_SITES:
            raise forms.ValidationError(
                f"Enter no more than {MOST_SITES:,} sites in one scope change"
            )
        sites = Site.objects.standing().filter(project=self.project)
        found = sites.filter(
            Q(reference__in=[word.lower() for word in wanted])
            | Q(ods_code__in=[word.upper() for word in wanted])
            | Q(uprn__in=wanted)
        )
        by_name: dict[str, Site] = {}
        for site in found:
            for name in (site.reference, site.ods_code, site.uprn):
                if name:
                    by_name[name.upper()] = site
        unknown = [word for word in wanted if word.upper() not in by_name]
        if unknown:
            listed, more = ", ".join(unknown[:10]), len(unknown) - 10
            raise forms.ValidationError(
                f"These sites are not in this project: {listed} and {more} more. Check the codes"
                if more > 0
                else f"These sites are not in this project: {listed}. Check the codes"
            )
        coded = [by_name[word.upper()] for word in wanted]
        return list(dict.fromkeys([*named.values(), *coded]))

    def _named(self, lines: Iterable[str]) -> dict[str, Site]:
        """Sites by the whole name that stands on a line, where only one has it."""
        wanted = [line.casefold() for line in lines]
        found = (
            Site.objects.standing()
            .filter(project=self.project)
            .annotate(lower=Lower("name"))
            .filter(lower__in=wanted)
        )
        by_name: dict[str, list[Site]] = {}
        for site in found:
            by_name.setdefault(site.name.casefold(), []).append(site)
        return {name: sites[0] for name, sites in by_name.items() if len(sites) == 1}

    def clean_value_change(self):
        return self.cleaned_data["value_change"] or 0


def approvers(project: Project, by: User):
    """Programme managers, leads of the organisation that leads the project, and oneself."""
    managers = Q(is_staff=True, memberships__role=Role.MANAGER, memberships__ended_on=None)
    return (
        User.objects.active()
        .filter(managers | people_with(Role.LEAD, project.lead) | Q(pk=by.pk))
        .distinct()
    )


class ReverseForm(forms.Form):
    note = WordsField(
        label="Reason for reversing",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you are reversing this change"},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("note", button="Reverse scope change", cancel=cancel)
