"""No list is about a resident; a file or its name may name somebody."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places
from inclusion.imports.models import ImportBatch, ImportMapping, ImportRow

for model in (ImportBatch, ImportRow):
    elsewhere(model, "Lists of things and places, in which someone may be named.")
    places.room(model, name="Imported lists", read=places.staff)
places.room(ImportMapping, name="Imported lists", read=places.staff)
places.made_here(ImportBatch, "sha256", "Made from the file.")
