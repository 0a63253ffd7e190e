from diz_portal.privacy import no_personal_data

from .models import BankHoliday, District, Partnership, Postcode

no_personal_data(
    Partnership,
    reason="The public name and contacts of the partnership, and its accessibility statement.",
    texts="name short_name strapline email phone phone_hours tested_by how_tested known_problems",
)
no_personal_data(District, reason="Public geography.", texts="code name slug outline")
no_personal_data(
    Postcode, reason="A public list of all postcodes, with no one’s name.", texts="code"
)
no_personal_data(BankHoliday, reason="Public holidays.", texts="name")
