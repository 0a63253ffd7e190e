"""The parts of the API that are about projects: see `diz_portal.api`."""

from diz_portal import api
from partners.roles import is_manager
from projects.benefits.api import router as benefits
from projects.money.api import router as claims
from projects.money.readers import finance_of, keepers, own_readers
from projects.portfolio.api import router as projects
from projects.returns.api import router as returns
from projects.returns.events import register as register_events_of_returns
from projects.rollout.api import router as sites
from projects.rollout.api import stages
from projects.rollout.events import register as register_events
from projects.rollout.work_api import router as work_sites
from projects.rules import works_somewhere

api.offer("projects", projects, about="Projects")
api.offer("projects", sites, about="Sites")
api.offer("stages", stages, about="Sites")

api.scope("sites:read", "Read sites that you work on", may=works_somewhere)
api.scope("sites:write", "Update stages of sites that you work on", may=works_somewhere)
api.offer("work", work_sites, about="Sites that you work on")
register_events()
register_events_of_returns()
api.scope("returns:read", "Read your organisation’s returns", may=works_somewhere)
api.scope("returns:write", "Save your organisation’s returns", may=works_somewhere)
api.offer("work/returns", returns, about="Returns")
api.scope("claims:read", "Read claims", may=lambda user: bool(own_readers(user) or keepers(user)))
api.scope(
    "claims:write", "Start claims", may=lambda user: bool(finance_of(user)) or is_manager(user)
)
api.offer("work/claims", claims, about="Claims")
api.scope("benefits:read", "Read benefits that you work on", may=works_somewhere)
api.scope("benefits:write", "Record measures of benefits that you work on", may=works_somewhere)
api.offer("work/benefits", benefits, about="Benefits")
