from datetime import date

from diz_portal.attention import panel
from partners.roles import is_manager
from projects.overview import portfolio


@panel("portfolio")
def portfolio_panel(user, today: date):
    """Every project the person works on, under the list of what needs them."""
    lines = portfolio(user)
    if not lines:
        return None
    title = "Portfolio" if is_manager(user) else "Your projects"
    return "projects/workspace/portfolio.html", {"title": title, "lines": lines}
