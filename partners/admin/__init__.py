"""The lists of the managers. Where there are rules, saving goes through the same services."""

from . import agreements, organisations, partnership, people

__all__ = ["agreements", "organisations", "partnership", "people"]
