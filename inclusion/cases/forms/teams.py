"""Naming who answers for the records of a team."""

from crispy_forms_gds.layout import Field, Fluid
from django import forms

from diz_portal.accounts.models import User
from diz_portal.fields import records_field
from diz_portal.layout import laid_out
from inclusion.cases.models import Duty, Team
from inclusion.cases.selectors.teams import nameable


class NameLeadForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Who?",
        help_text="A member of the organisation. We will tell every organisation lead.",
        empty_label="Select a member",
        widget=forms.Select,
        error_messages={"required": "Select a member"},
    )

    def __init__(self, *args, team: Team, duty: Duty, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "person").queryset = nameable(team, by)
        self.helper = laid_out(
            Field.select("person", field_width=Fluid.TWO_THIRDS),
            button=f"Name {duty.label.lower()}",
            cancel=team.get_absolute_url(),
        )
