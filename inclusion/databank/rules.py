"""Who may do what with mobile data."""

import rules

from diz_portal.access import residents_records
from inclusion.cases.roles import handles_for
from inclusion.cases.rules import comes_near, is_caseworker
from inclusion.databank.models import DataBatch, DataItem
from partners.roles import is_manager


@rules.predicate
def issues(user, batch: DataBatch) -> bool:
    """A caseworker, of what their own organisation keeps or what all share."""
    mine = handles_for(user)
    return bool(mine) and (batch.kept_by_id is None or batch.kept_by_id in mine)


@rules.predicate
def issues_its_batch(user, item: DataItem) -> bool:
    return issues(user, item.batch)


rules.add_perm("inclusion.see_item", issues_its_batch | is_manager)
rules.add_perm("inclusion.see_databank", is_caseworker | is_manager)
rules.add_perm("inclusion.keep_batch", issues | is_manager)

residents_records(
    "inclusion.see_item",
    "inclusion.see_databank",
    "inclusion.keep_batch",
    held_by=comes_near,
)
