"""The registry behind "what needs you": see `registry` for how an app takes part."""

from .registry import Item, Urgency, colleagues, panel, provider

__all__ = ["Item", "Urgency", "colleagues", "panel", "provider"]
