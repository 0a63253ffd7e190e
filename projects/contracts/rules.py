"""Who may read and keep contracts, subsidy assessments and section 24 directions: those who read
and keep all the money of the project. Suppliers' prices are no one else's."""

import rules

from partners.roles import is_manager
from projects.money.rules import is_finance_of_it, keeps_the_accounts

rules.add_perm("projects.see_contract", is_manager | keeps_the_accounts)
rules.add_perm("projects.keep_contract", is_manager | is_finance_of_it)
rules.add_perm("projects.keep_directions", is_manager)
