from typing import Any

from django import template

from diz_portal.reports import drawings

register = template.Library()
register.filter("drawing_of", drawings.on_page)


@register.filter
def lines_of(table: dict[str, Any]) -> list[list[tuple[dict, dict]]]:
    """The rows of a table, each cell beside its column."""
    return [list(zip(table["columns"], row, strict=True)) for row in table["rows"]]
