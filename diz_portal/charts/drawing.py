"""One chart, drawn and kept."""

import hashlib
import json
import logging

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

from . import easel, svg
from .easel import CannotDraw

log = logging.getLogger(__name__)
# Raised when the cleaning of drawings changes, so that old ones are drawn again.
EDITION = 3
KEEP_SECONDS = 24 * 60 * 60


def draw(spec: dict, *, name: str, title: str, description: str, share: bool = True) -> SafeString:
    """The chart as inline SVG, or an empty string when nothing can draw now.

    `share=False` keeps a drawing out of the cache all processes share: for those a visitor
    may ask for in any number, such as a figure as at a past day.
    """
    definition = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = json.dumps([EDITION, name, title, description, definition])
    key = "chart-" + hashlib.sha256(whole.encode()).hexdigest()
    kept = caches["drawn"].get(key)
    if kept is None and share:
        kept = caches["default"].get(key)
    if kept is None:
        try:
            kept = svg.tidy(
                easel.paint(definition), name=name, title=title, description=description
            )
        except CannotDraw:
            log.exception("A chart could not be drawn.", extra={"chart": name})
            return SafeString("")
        if share:
            caches["default"].set(key, kept, KEEP_SECONDS)
    caches["drawn"].set(key, kept, KEEP_SECONDS)
    return mark_safe(kept)  # noqa: S308  cleaned to a list of elements and attributes
