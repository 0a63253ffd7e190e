"""What this app publishes as open data, gathered from its rooms."""

from inclusion.help import open_data as places
from inclusion.help import open_referral_data as services

__all__ = ["places", "services"]
