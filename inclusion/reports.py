"""The reports of this app, for the shell: each in its room, or here where it is of several."""

from inclusion import dataset, fund_return_report, outcomes_report, stores_report
from inclusion.landline import report as landlines

__all__ = ["dataset", "fund_return_report", "landlines", "outcomes_report", "stores_report"]
