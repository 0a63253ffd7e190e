"""Who may look at an import, and who may do something with it."""

import rules

from diz_portal.access import residents_records
from inclusion.cases.roles import handles_for
from inclusion.cases.rules import comes_near
from inclusion.imports.models import OF_DATA, ImportBatch, ImportKind
from partners.roles import is_manager


@rules.predicate
def keeps_what_comes(user, batch: ImportBatch) -> bool:
    """Caseworkers, of their own organisation's lists and of data that all share."""
    mine = handles_for(user)
    if batch.kept_by_id is None:
        return bool(mine) and batch.kind in OF_DATA
    return batch.kept_by_id in mine


@rules.predicate
def holds_no_numbers(user, batch: ImportBatch) -> bool:
    """Of cards or vouchers: a manager sees those of the lists that they imported themselves."""
    return batch.kind not in OF_DATA or batch.uploaded_by_id == user.pk


@rules.predicate
def is_no_list_of_devices(user, batch: ImportBatch) -> bool:
    return batch.kind != ImportKind.DEVICES


looks_after = is_manager & holds_no_numbers
rules.add_perm("inclusion.see_import", keeps_what_comes | looks_after)
# A manager looks after data and places, and does not book in devices.
rules.add_perm("inclusion.work_on_import", keeps_what_comes | (looks_after & is_no_list_of_devices))
rules.add_perm("inclusion.keep_places", is_manager)

# What is imported is issued to residents later.
residents_records("inclusion.see_import", "inclusion.work_on_import", held_by=comes_near)
