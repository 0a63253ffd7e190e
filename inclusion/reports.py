"""The reports of this app, for the shell: each in its room, or here where it is of several."""

from inclusion import outcomes_report, stores_report

__all__ = ["outcomes_report", "stores_report"]
