"""Who may read a partner's list: those who refer for its organisation, and nobody else."""

import rules

from diz_portal.access import residents_records
from inclusion.cases.roles import refers_for
from inclusion.cases.rules import comes_near
from inclusion.landline.clients.models import ClientList


@rules.predicate
def refers_for_it(user, batch: ClientList) -> bool:
    return batch.organisation_id in refers_for(user)


rules.add_perm("inclusion.see_client_list", refers_for_it)
residents_records("inclusion.see_client_list", held_by=comes_near)
