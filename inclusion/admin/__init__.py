"""What managers look after in the admin: who helps, never whom."""

from . import teams

__all__ = ["teams"]
