"""What managers look after in the admin: who helps and what with, never whom."""

from . import help as getting_help
from . import learning, stock, teams

__all__ = ["getting_help", "learning", "stock", "teams"]
