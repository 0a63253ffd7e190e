from datetime import date

from diz_portal.attention import panel
from partners.roles import is_manager
from projects.overview import MOST_AT_ONCE, by_programme, portfolio


@panel("portfolio")
def portfolio_panel(user, today: date):
    """Every project the person works on; many are folded by programme."""
    lines = portfolio(user)
    if not lines:
        return None
    title = "Portfolio" if is_manager(user) else "Your projects"
    groups = by_programme(lines) if len(lines) > MOST_AT_ONCE else []
    return (
        "projects/workspace/portfolio.html",
        {
            "title": title,
            "lines": lines,
            "groups": groups,
            "programmes": [one.programme for one in by_programme(lines) if one.programme],
        },
    )
