from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms

from diz_portal import phones
from diz_portal.editing import Edits
from diz_portal.fields import EmailField, PersonNameField, PhoneField, WordsField
from diz_portal.layout import Hidden, laid_out
from partners.models import GIVEN_BY_A_LEAD, Membership, Role
from partners.services import people

ONLY_A_LEAD = (
    "Only an organisation lead can make someone a caseworker, a finance officer or a certifier, "
    "and no one can give themselves these roles."
)


def role_field(roles: list[tuple[str, str]]) -> forms.ChoiceField:
    offered = {value for value, _ in roles}
    return forms.ChoiceField(
        label="Role",
        help_text="" if offered >= GIVEN_BY_A_LEAD else ONLY_A_LEAD,
        choices=[(value, f"{label}: {Role(value).does}") for value, label in roles],
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role"},
    )


class InviteForm(forms.Form):
    name = PersonNameField(
        label="Their name", error_messages={"required": "Enter the person’s name"}
    )
    email = EmailField(label="Their email address")

    def __init__(self, *args, roles, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"] = role_field(roles)
        self.helper = laid_out(
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            Field.radios("role", legend_size=Size.SMALL),
            button="Send invitation",
            cancel=cancel,
        )


class RoleForm(Edits, forms.Form):
    def __init__(self, *args, membership: Membership, roles, cancel: str, **kwargs):
        super().__init__(*args, record=membership, **kwargs)
        self.fields["role"] = role_field(roles)
        self.helper = laid_out(
            Field.radios("role", legend_size=Size.SMALL), button="Change role", cancel=cancel
        )

    def written(self, membership: Membership) -> dict:
        return {"role": membership.role}

    def locked(self, membership: Membership) -> Membership:
        # The organisation first, as everybody who changes its people.
        people.lock(membership.organisation)
        return super().locked(membership)


class PhoneForm(Edits, forms.Form):
    phone = PhoneField(
        autocomplete="off",
        label="Work phone number",
        help_text="Their colleagues and programme managers can see it. Leave it blank to remove "
        "the number.",
        required=False,
    )

    def __init__(self, *args, membership: Membership, cancel: str, **kwargs):
        super().__init__(*args, record=membership, **kwargs)
        self.helper = laid_out(
            Field.text("phone", field_width=Fluid.ONE_HALF),
            button="Save phone number",
            cancel=cancel,
        )

    def written(self, membership: Membership) -> dict:
        return {"phone": phones.in_words(membership.phone)}

    def locked(self, membership: Membership) -> Membership:
        # The organisation first, as everybody who changes its people.
        people.lock(membership.organisation)
        return super().locked(membership)


class ApproveForm(forms.Form):
    """Approve somebody's request to join, with a role."""

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"] = role_field(roles)
        self.helper = laid_out(
            Field.radios("role", legend_size=Size.SMALL),
            Hidden("decision", "approve"),
            button="Approve and invite",
            name="approve",
        )


class ReasonForm(forms.Form):
    """Say no, with words for the person who asked."""

    reason = WordsField(
        label="Reason",
        help_text="We will send this to the person who asked.",
        max_length=500,
        error_messages={"required": "Enter a reason. We will send it to the person who asked"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.textarea("reason", rows=3, max_characters=500),
            Hidden("decision", "decline"),
            button="Decline application",
            name="decline",
            is_main=False,
        )
