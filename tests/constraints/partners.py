"""The constraints of organisations and their people, each with the row that breaks it."""

from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
)

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.organisation = OrganisationFactory()
    rows.other_organisation = OrganisationFactory()
    rows.agreement = AgreementFactory()
    rows.membership = MembershipFactory(person=rows.ada, organisation=rows.organisation)
    rows.invitation = InvitationFactory(organisation=rows.organisation, invited_by=rows.ada)
    rows.join_request = JoinRequestFactory(organisation=rows.organisation)


CASES: dict[str, Case] = {
    "partners_agreement_expires_after_signing": lambda rows: changed(
        rows.agreement, expires_on=rows.agreement.signed_on
    ),
    "partners_agreement_reviewed_after_signing": lambda rows: changed(
        rows.agreement, review_on=rows.agreement.signed_on - DAY
    ),
    "partners_identifier_once_per_type": lambda rows: another(rows.organisation, slug="other"),
    "partners_state_known": lambda rows: changed(rows.organisation, state="?"),
    "partners_only_the_suspended_hand_over": lambda rows: changed(
        rows.organisation, hands_over_until=rows.today
    ),
    "partners_one_current_membership": lambda rows: another(rows.membership),
    "partners_role_known": lambda rows: changed(rows.membership, role="?"),
    "partners_membership_ends_after_start": lambda rows: changed(
        rows.membership, ended_on=rows.membership.started_on - DAY
    ),
    "partners_phone_in_one_form": lambda rows: changed(rows.membership, phone="01279 446611"),
    "partners_phone_while_a_member": lambda rows: changed(
        rows.membership, phone="+441279446611", ended_on=rows.today
    ),
    "partners_one_unanswered_invitation": lambda rows: another(
        rows.invitation, token_digest="another"
    ),
    "partners_acceptance_names_who": lambda rows: changed(rows.invitation, accepted_at=rows.now),
    "partners_one_waiting_request": lambda rows: another(rows.join_request),
}
