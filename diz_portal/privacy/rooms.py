"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation
from diz_portal.navigation import WORKSPACE, Room

from .rules import answers_for_records

navigation.register(
    Room(
        "Data protection",
        "privacy:people",
        area=WORKSPACE,
        order=90,
        may_enter=answers_for_records,
        all_under="privacy:register",
    )
)
