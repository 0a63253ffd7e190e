"""The reports of this app, for the shell: each in its room, or here where it is of several."""

from inclusion import dataset, outcomes_report, stores_report
from inclusion.landline import report as landlines

__all__ = ["dataset", "landlines", "outcomes_report", "stores_report"]
