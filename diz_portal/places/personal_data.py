from diz_portal.privacy import no_personal_data

from .models import BankHoliday, District, Partnership, Postcode

no_personal_data(
    Partnership,
    reason="The public name and contacts of the partnership.",
    not_personal={
        "email": "the partnership's public address",
        "phone": "the partnership's public number",
    },
)
no_personal_data(District, reason="Public geography.")
no_personal_data(BankHoliday, reason="Public holidays.")
no_personal_data(Postcode, reason="A public list of all postcodes, with nobody's name.")
