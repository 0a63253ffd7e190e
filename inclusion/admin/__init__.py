"""What managers look after in the admin: who helps, never whom."""

from . import help as getting_help
from . import teams

__all__ = ["getting_help", "teams"]
