"""What this app publishes as open data, gathered from its rooms."""

from inclusion.help import open_data as places

__all__ = ["places"]
