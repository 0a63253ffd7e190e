"""The parts of the API that are about inclusion: see `diz_portal.api`."""

from diz_portal import api
from inclusion.help.api import router as places

api.offer("help-places", places, about="Places to get help")
