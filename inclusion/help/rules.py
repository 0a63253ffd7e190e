"""Who may write down a call, and say what can be asked for."""

import rules

from diz_portal.access import residents_records
from inclusion.cases.rules import comes_near, is_caseworker
from partners.roles import is_manager

rules.add_perm("inclusion.write_for_callers", is_caseworker | is_manager)
rules.add_perm("inclusion.switch_items", is_caseworker | is_manager)

residents_records(
    "inclusion.write_for_callers",
    "inclusion.switch_items",
    held_by=comes_near,
)
