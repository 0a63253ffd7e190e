"""What needs somebody, subject by subject; discovered when the portal starts."""

from . import attention_returns

__all__ = ["attention_returns"]
