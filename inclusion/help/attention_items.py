"""Places to get help whose details no one has checked for six months: others rely on them, on our
pages and in directories that read them (`open_referral`)."""

from diz_portal.attention import provider
from diz_portal.attention.unchecked import unchecked
from inclusion.help.models import HelpPlace


@provider("places to get help")
def unchecked_places(user, today):
    return unchecked(
        user,
        today,
        HelpPlace.objects.listed(),
        key="places-unchecked",
        about="Places to get help",
        other="place",
    )
