from diz_portal.privacy import no_personal_data

from .models import (
    Area,
    BankHoliday,
    District,
    Figure,
    LoadedFile,
    Neighbour,
    Partnership,
    Postcode,
    Release,
)

no_personal_data(
    Partnership,
    reason="The public name and contacts of the partnership, and its accessibility statement.",
    texts="name short_name strapline email phone phone_hours tested_by how_tested known_problems "
    "giving_prefix org_id oc4ids_prefix",
)
no_personal_data(District, reason="Public geography.", texts="code name slug outline")
no_personal_data(
    Postcode, reason="A public list of all postcodes, with no one’s name.", texts="code"
)
no_personal_data(BankHoliday, reason="Public holidays.", texts="name")
no_personal_data(Area, reason="Public geography.", texts="code name")
for model in (Release, Figure, Neighbour):
    no_personal_data(model, reason="Published statistics of areas.")
no_personal_data(LoadedFile, reason="Which published files were loaded.", texts="name sha256")
