"""The parts of the API that are about projects: see `diz_portal.api`."""

from diz_portal import api
from projects.portfolio.api import router as projects
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
