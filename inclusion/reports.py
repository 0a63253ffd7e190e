"""The reports of this app, for the shell: each in its room, or here where it is of several."""

from inclusion import dataset, outcomes_report, stores_report

__all__ = ["dataset", "outcomes_report", "stores_report"]
