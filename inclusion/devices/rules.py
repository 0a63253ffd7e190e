"""Who may do what with devices, parts, loans and offers."""

import rules

from diz_portal.access import residents_records
from inclusion.cases.roles import handles_for
from inclusion.cases.rules import comes_near, is_caseworker
from inclusion.devices.models import Device, Donation, Holding, Part, WipeRecord
from partners.roles import is_manager


@rules.predicate
def keeps_device(user, device: Device) -> bool:
    return device.kept_by_id in handles_for(user)


@rules.predicate
def keeps_part(user, part: Part) -> bool:
    return part.kept_by_id in handles_for(user)


@rules.predicate
def was_offered(user, donation: Donation) -> bool:
    return donation.to_id in handles_for(user)


@rules.predicate
def keeps_held(user, holding: Holding) -> bool:
    """Of the keeper of the device; whose paper it is too."""
    return holding.device.kept_by_id in handles_for(user)


WIPE_GUARD = "inclusion.wipe"


def may_read_wipe(user, document) -> bool:
    """A wipe certificate is for those who keep a device that it is about, and for managers."""
    about = WipeRecord.objects.filter(evidence=document)
    if is_manager(user):
        return about.exists()
    return about.filter(device__kept_by__in=handles_for(user)).exists()


rules.add_perm("inclusion.see_device", keeps_device | is_manager)
rules.add_perm("inclusion.see_part", keeps_part | is_manager)
rules.add_perm("inclusion.keep_device", keeps_device)
rules.add_perm("inclusion.keep_part", keeps_part)
rules.add_perm("inclusion.see_holding", keeps_held)
rules.add_perm("inclusion.answer_donation", was_offered)
rules.add_perm("inclusion.see_stock", is_caseworker | is_manager)
rules.add_perm("inclusion.work_on_stock", is_caseworker)

residents_records(
    "inclusion.see_device",
    "inclusion.see_part",
    "inclusion.keep_device",
    "inclusion.keep_part",
    "inclusion.see_holding",
    "inclusion.answer_donation",
    "inclusion.see_stock",  # devices, with who gave and who borrows them
    "inclusion.work_on_stock",
    held_by=comes_near,
)
