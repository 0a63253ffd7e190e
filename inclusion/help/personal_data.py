"""What is held of what anybody may open: see `diz_portal.privacy`."""

from diz_portal.privacy import JOINT, declare, kept, no_personal_data
from diz_portal.privacy.purposes import PARTNERSHIP
from inclusion.help.models import (
    EqualityAnswers,
    HelpPlace,
    ItemSwitch,
    ItemSwitchEvent,
    SocialTariff,
)

no_personal_data(
    SocialTariff,
    reason="Prices of broadband and mobile contracts.",
    texts="provider name who website",
)
no_personal_data(
    HelpPlace,
    reason="Libraries, hubs and drop-ins.",
    texts="name slug opening_times notes address postcode phone website",
)
no_personal_data(
    EqualityAnswers, reason="Answers without a name, a link to a request, or a day but the month."
)
no_personal_data(ItemSwitch, reason="Types of help, and how long people wait for them.")
declare(
    ItemSwitchEvent,
    what="When requests were paused",
    personal={"by": "who paused it"},
    controller=JOINT,
    purpose=PARTNERSHIP,
    why="To show how long residents were told to wait",
    retention=kept("For as long as the account is open"),
)
