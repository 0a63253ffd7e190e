"""Who may read and keep the money of a project. Rules say who; services say when."""

import rules

from diz_portal.access import money_records
from partners.models import Role
from partners.roles import current_roles, is_manager
from projects.money.models import Claim, FundingSource
from projects.money.readers import certifier_of, finance_of, keepers, own_readers


def _project(thing):
    """The project itself, or the one a source, a posting or a condition belongs to."""
    if hasattr(thing, "source"):
        thing = thing.source
    return getattr(thing, "project", thing)


@rules.predicate
def keeps_the_accounts(user, thing=None) -> bool:
    """Of the accountable body’s lead, finance or certifying people; without one, of any."""
    found = keepers(user)
    return bool(found) if thing is None else _project(thing).lead_id in found


@rules.predicate
def is_finance_of_it(user, thing=None) -> bool:
    found = finance_of(user)
    return bool(found) if thing is None else _project(thing).lead_id in found


@rules.predicate
def keeps_that_ledger(user, thing) -> bool:
    """Of the accountable body whose ledger a line, a month or a file is of."""
    return thing.organisation_id in keepers(user)


@rules.predicate
def reads_own_money(user, thing=None) -> bool:
    """Of an organisation that contributes: its own part."""
    found = own_readers(user)
    if thing is None:
        return bool(found)
    project = _project(thing)
    return project.funding_sources.filter(organisation__in=found).exists()


@rules.predicate
def gives_it(user, source) -> bool:
    """Of the partner whose contribution it is."""
    return source.organisation_id in own_readers(user)


@rules.predicate
def posted_it(user, posting) -> bool:
    """Of the partner that received or spent it, or whose contribution it came from."""
    found = own_readers(user)
    passed_on = posting.organisation_id != posting.source.project.lead_id
    return posting.source.organisation_id in found or (
        passed_on and posting.organisation_id in found
    )


@rules.predicate
def spends_it(user, line) -> bool:
    """Of the partner that spends a budget line, or whose contribution it is."""
    found = own_readers(user)
    passed_on = line.organisation_id != line.source.project.lead_id
    return line.source.organisation_id in found or (passed_on and line.organisation_id in found)


@rules.predicate
def is_finance_of_the_spender(user, line) -> bool:
    return line.organisation_id in finance_of(user)


@rules.predicate
def is_certifier_of_it(user, thing=None) -> bool:
    found = certifier_of(user)
    return bool(found) if thing is None else _project(thing).lead_id in found


@rules.predicate
def is_claimed_for_it(user, claim) -> bool:
    """Of the partner that the claim is for; the accountable body’s are for its keepers."""
    is_lead = claim.organisation_id == claim.source.project.lead_id
    return not is_lead and claim.organisation_id in own_readers(user)


@rules.predicate
def reads_what_it_spent(user, record) -> bool:
    """Of the organisation whose return it is, who reads its part of the money; of the accountable
    body, who keeps its accounts."""
    is_lead = record.organisation_id == record.project.lead_id
    return record.organisation_id in (keepers(user) if is_lead else own_readers(user))


@rules.predicate
def answers_for_money(user) -> bool:
    return not {Role.FINANCE, Role.CERTIFIER}.isdisjoint(current_roles(user).values())


rules.add_perm("projects.see_money", is_manager | keeps_the_accounts)
rules.add_perm("projects.see_own_money", is_manager | keeps_the_accounts | reads_own_money)
rules.add_perm("projects.see_source", is_manager | keeps_the_accounts | gives_it)
rules.add_perm("projects.see_posting", is_manager | keeps_the_accounts | posted_it)
rules.add_perm("projects.see_budget_line", is_manager | keeps_the_accounts | spends_it)
rules.add_perm("projects.see_ledger", is_manager | keeps_that_ledger)
rules.add_perm("projects.lock_month", is_certifier_of_it)
rules.add_perm("projects.forecast_spend", is_manager | is_finance_of_it | is_finance_of_the_spender)
# What a monthly return says was spent, beside what both books say.
rules.add_perm("projects.compare_spend", is_manager | reads_what_it_spent)
rules.add_perm("projects.keep_money", is_manager | is_finance_of_it)
rules.add_perm("projects.see_claim", is_manager | keeps_the_accounts | is_claimed_for_it)
rules.add_perm("projects.claim_money", is_manager | is_finance_of_it)
rules.add_perm("projects.certify_claim", is_certifier_of_it)
# Of any project: what waits for finance officers and certifiers.
rules.add_perm("projects.decide_claims", is_manager | is_finance_of_it | is_certifier_of_it)

# Managers are staff, and have a second factor as such.
money_records(
    "projects.keep_money",
    "projects.forecast_spend",
    "projects.claim_money",
    "projects.certify_claim",
    "projects.decide_claims",
    "projects.lock_month",
    held_by=answers_for_money,
)

LETTER_GUARD = "projects.funding_letter"


def may_read_letter(user, document) -> bool:
    """The paper of a letter is for whoever may see its funding source."""
    found = FundingSource.objects.visible_to(user)
    return user.is_authenticated and found.filter(letters__paper=document).exists()


CLAIM_GUARD = "projects.claim_evidence"


def may_read_claim_evidence(user, document) -> bool:
    """Invoices and proofs of payment are for whoever may see the claim."""
    found = Claim.objects.visible_to(user)
    return user.is_authenticated and found.filter(lines__evidence__paper=document).exists()
