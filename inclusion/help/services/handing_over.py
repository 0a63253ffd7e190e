"""Places to get help go to another organisation: see `diz_portal.open_work`."""

from django.db import transaction
from django.db.models import QuerySet

from diz_portal.accounts.models import User
from diz_portal.open_work import Ending
from inclusion.help.models import HelpPlace
from partners.models import Organisation


@transaction.atomic
def move_places(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    HelpPlace.objects.filter(pk__in=rows.values("pk")).update(run_by=to)
