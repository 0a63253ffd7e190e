"""The drawings of a report, made anew from their definitions wherever they are shown."""

from typing import Any

from django.utils.safestring import SafeString

from diz_portal import charts


def on_page(part: dict[str, Any]) -> SafeString:
    """One for a phone and one for a wide column; a sentence where they cannot be drawn."""
    drawn = charts.in_each_size(
        lambda size: part["specs"][size.name],
        name=f"report-{part['key']}",
        title=part["title"],
        description=part["description"],
        share=False,
    )
    return drawn or charts.NOT_SHOWN


def on_paper(part: dict[str, Any]) -> str:
    """The one for paper as a file of its own; empty where it cannot be drawn, for the table stays.
    One that has none, as those issued earlier have not, is drawn as for a wide column."""
    specs = part["specs"]
    drawn = charts.draw(
        specs.get("paper") or specs["wide"],
        name=f"report-{part['key']}-paper",
        title=part["title"],
        description=part["description"],
        share=False,
    )
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
