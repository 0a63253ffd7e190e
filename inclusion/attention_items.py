"""What waits for somebody, by subject."""

from .attention import cases, databank, devices, teams

__all__ = ["cases", "databank", "devices", "teams"]
