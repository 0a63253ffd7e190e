"""Batches of a team go to another: see `diz_portal.open_work`."""

from django.db import transaction
from django.db.models import QuerySet

from diz_portal.accounts.models import User
from diz_portal.open_work import Ending
from inclusion.databank.models import DataBatch
from partners.models import Organisation


@transaction.atomic
def move_batches(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    DataBatch.objects.filter(pk__in=rows.values("pk")).update(kept_by=to)
