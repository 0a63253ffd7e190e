"""Charts: one definition (a Vega-Lite dictionary), drawn on the server, no JavaScript.

    svg = charts.draw(spec, name="burn-up", title="61 of 74 are live", description="…")
    both = charts.in_each_size(lambda size: spec(size.width, size.text), name=…)

A drawing is a pure function of its definition, so it is kept under a digest of it: first in
this process, then in the cache the processes share. Where it cannot be drawn the page says so
and shows the table, which every chart has.
"""

from .drawing import draw
from .easel import CannotDraw
from .sizes import NOT_SHOWN, SIZES, Size, in_each_size

__all__ = ["NOT_SHOWN", "SIZES", "CannotDraw", "Size", "draw", "in_each_size"]
