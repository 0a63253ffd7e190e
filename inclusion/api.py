"""The parts of the API that are about inclusion: see `diz_portal.api`."""

from diz_portal import api
from inclusion.cases.api import router as referrals
from inclusion.cases.roles import refers_for
from inclusion.help.api import router as places

api.offer("help-places", places, about="Places to get help")

api.scope(
    "referrals:read", "Read the outcome of referrals", may=lambda user: bool(refers_for(user))
)
api.scope("referrals:write", "Refer people", may=lambda user: bool(refers_for(user)))
api.offer("work/referrals", referrals, about="Referrals")
