import re

from django import forms
from django.db.models import Q
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.fields import DayField, PoundsField, records_field
from diz_portal.layout import laid_out
from partners.models import Role
from partners.rules import people_with
from projects.portfolio.models import Project
from projects.rollout.models import REASONS_IN, REASONS_OUT, ScopeReason, Site

# More than fits on a page of the working list, and still one form.
MOST_SITES = 2000


class ScopeChangeForm(forms.Form):
    """An approved change: which sites, worth how much, why, when, by whom."""

    reason = forms.ChoiceField(
        choices=[
            ("", "Choose a reason"),
            ("Sites come in", [(reason.value, reason.label) for reason in REASONS_IN]),
            ("Sites go out", [(reason.value, reason.label) for reason in REASONS_OUT]),
            ("Value alone", [(ScopeReason.CORRECTION.value, ScopeReason.CORRECTION.label)]),
        ],
        error_messages={"required": "Choose a reason."},
    )
    sites = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "One ODS code, UPRN or site reference on each line. "
            "Leave it empty to change the value alone."
        ),
    )
    value_change = PoundsField(
        label="Change of value, in pounds",
        required=False,
        help_text="With a minus sign when the value falls, for example -400000.",
        error_messages={"invalid": "Enter an amount in pounds, such as 23000 or -400.50."},
    )
    on = DayField(label="Decided on", help_text="For example 22 11 2026.")
    note = forms.CharField(
        label="What was decided, and where?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: Programme board of 4 March, item 6.",
        error_messages={"required": "Say in a sentence what was decided, and where."},
    )
    approved_by = forms.ModelChoiceField(User.objects.none(), label="Approved by")

    def __init__(self, *args, project: Project, by: User, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["on"].initial = timezone.localdate()
        records_field(self, "approved_by").queryset = approvers(project, by)
        self.fields["approved_by"].initial = by
        self.helper = laid_out(*self.fields, button="Record the change", cancel=cancel)

    def clean_sites(self) -> list[Site]:
        wanted = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["sites"].strip())))
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
        return list(dict.fromkeys(by_name[word.upper()] for word in wanted))

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
