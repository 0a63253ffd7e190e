"""What can be brought in from a file, for the shell."""

from diz_portal.imports import kinds
from projects.imports.kinds import Milestones, Risks, Sites
from projects.imports.models import ImportBatch

kinds.register(ImportBatch, Sites(), Milestones(), Risks())
