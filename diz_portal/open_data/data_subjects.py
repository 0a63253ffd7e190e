"""Where nobody types: what is published, and the identifiers of registers."""

from diz_portal.places.models import Partnership
from diz_portal.privacy.mentions import places

from .models import Edition, EditionFile, Validation

for model in (Edition, EditionFile, Validation):
    places.made_here(model, "", "Made by the portal from what is public.")
places.made_here(Partnership, "giving_prefix org_id oc4ids_prefix", "Identifiers of a fixed form.")
