"""The reports of this app, for the shell: each in its room, or here where it is of several."""

from inclusion import stores_report

__all__ = ["stores_report"]
