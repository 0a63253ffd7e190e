"""Which organisations somebody may share a saved view with."""

from diz_portal.lists.registry import organisations_are
from partners.models import Organisation
from partners.roles import current_roles

organisations_are(
    lambda user: Organisation.objects.filter(pk__in=list(current_roles(user))).order_by("name")
)
