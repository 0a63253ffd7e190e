"""No list is about a resident; a file or its name may name somebody."""

from diz_portal.privacy.kinds import elsewhere
from inclusion.imports.models import ImportBatch, ImportRow

for model in (ImportBatch, ImportRow):
    elsewhere(model, "Lists of things and places, in which somebody may be named.")
