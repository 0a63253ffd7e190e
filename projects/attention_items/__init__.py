"""What needs somebody, one module per subject; discovered when the portal starts."""

from . import returns, sites, wayleaves

__all__ = ["returns", "sites", "wayleaves"]
