"""What a form of spend also asks where a council of the project is to be dissolved."""

from django import forms

from diz_portal.fields import DayField, LineField
from projects.portfolio.models import Project
from projects.portfolio.selectors.milestones import organisations


def ask_consent(form: forms.Form, project: Project) -> None:
    """Under which contract it is paid, or with which consent: at the end of the form, and only
    where one of the project's organisations is under a section 24 direction."""
    if not organisations(project).filter(dissolution__isnull=False).exists():
        return
    form.fields["contract"] = forms.ModelChoiceField(
        project.contracts.all(),
        label="Paid under contract",
        required=False,
        empty_label="No contract",
        help_text="A council that is to be dissolved needs a contract or a consent for capital "
        "spend above £1,000,000 and other spend above £100,000",
    )
    form.fields["consent_on"] = DayField(
        label="Section 24 consent given on", help_text="If there is no contract", required=False
    )
    form.fields["consent_reference"] = LineField(
        label="Reference of the consent", max_length=200, required=False
    )
