"""What anybody may open: nobody's record, though somebody may be named in it."""

from diz_portal.accounts import visits
from diz_portal.privacy.mentions import places
from inclusion.help.models import HelpPlace, SocialTariff

for model in (HelpPlace, SocialTariff):
    places.published(model)
    places.room(model, name="Places to get help", read=places.staff)

visits.mark("asked")
