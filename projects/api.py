"""The parts of the API that are about projects: see `diz_portal.api`."""

from diz_portal import api
from projects.portfolio.api import router as projects
from projects.rollout.api import router as sites
from projects.rollout.api import stages

api.offer("projects", projects, about="Projects")
api.offer("projects", sites, about="Sites")
api.offer("stages", stages, about="Sites")
