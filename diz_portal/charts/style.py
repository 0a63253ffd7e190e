"""How every chart of the portal looks: look.md's colours, dashes and type as a Vega-Lite config."""

from textwrap import wrap

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK = "#0b0c0c"
QUIET = "#484949"
LINE = "#cecece"
TINT = "#eef6f5"
TINT_EDGE = "#bcdad7"
# In this order; the text of a chart is always ink, never the colour of its series.
SERIES = ["#17365d", "#0b8a8a", "#c75d00", "#7a4fa3", "#b8860b", "#6f777b"]
# Lines differ by more than colour.
DASHES = [[1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [1, 5]]
FAMILY = "Atkinson Hyperlegible Next"

# The axis of labels too long for one line, each given by `in_lines`.
LABELS_IN_LINES = {
    "labelExpr": "split(datum.value, '|')",
    "labelLimit": 230,
    "ticks": False,
    "domain": False,
}


def in_lines(label: str) -> str:
    """A long label in lines, parted by `|`."""
    return "|".join(wrap(label, 20))


def config(text_size: int) -> dict:
    return {
        "font": FAMILY,
        "background": None,
        "view": {"stroke": None},
        "aria": False,
        "axis": {
            "labelFontSize": text_size,
            "titleFontSize": text_size,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": "#e3e8ec",
            "domainColor": QUIET,
            "tickColor": QUIET,
            "labelPadding": 5,
        },
        "text": {"fontSize": text_size, "fill": INK},
        "line": {"strokeWidth": 3, "strokeCap": "butt"},
    }
