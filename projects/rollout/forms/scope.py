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
            ("", "Choose a reason"),
            ("Sites come in", [(reason.value, reason.label) for reason in REASONS_IN]),
            ("Sites go out", [(reason.value, reason.label) for reason in REASONS_OUT]),
            (
                "Value alone",
                [
                    (reason.value, reason.label)
                    for reason in (ScopeReason.REVALUED, ScopeReason.CORRECTION)
                ],
            ),
        ],
        error_messages={"required": "Choose a reason."},
    )
    chosen = forms.MultipleChoiceField(
        label="The sites you chose", required=False, widget=forms.CheckboxSelectMultiple
    )
    sites = WordsField(
        label="Other sites",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "A name, ODS code, UPRN or site reference on each line. "
            "Leave it empty if you chose them above, or to change the value alone."
        ),
    )
    value_change = PoundsField(
        label="Change of value, in pounds",
        required=False,
        help_text="With a minus sign when the value falls, for example -400000.",
        error_messages={"invalid": "Enter an amount in pounds, such as 23000 or -400.50."},
    )
    on = DayField(label="Decided on", help_text="For example 22 11 2026.")
    note = WordsField(
        label="What was decided, and where?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: Programme board of 4 March, item 6.",
        error_messages={"required": "Say in a sentence what was decided, and where."},
    )
    approved_by = forms.ModelChoiceField(
        User.objects.none(),
        label="Approved by",
        error_messages={"required": "Choose who approved the change."},
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
        self.helper = laid_out(*self.fields, button="See what it does", cancel=cancel)

    def _choose(self, picked: Sequence[str]) -> None:
        """Sites ticked in the list, by name; they can be left out again here."""
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
            raise forms.ValidationError(f"At most {MOST_SITES:,} sites fit in one change.")
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
            raise forms.ValidationError(
                f"Not found in this project: {', '.join(unknown[:10])}"
                + (f" and {len(unknown) - 10} more." if len(unknown) > 10 else ".")
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


class TakeBackForm(forms.Form):
    note = WordsField(
        label="Why is it taken back?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is taken back."},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("note", button="Take it back", cancel=cancel)
