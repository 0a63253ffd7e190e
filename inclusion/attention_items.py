"""What waits for somebody, by subject."""

from .attention import cases, databank, devices

__all__ = ["cases", "databank", "devices"]
