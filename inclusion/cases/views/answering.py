"""The page of one form about what is in stock, and about what can be asked for."""

from diz_portal import pages


def acted(request, form, act, **page):
    """The page of one form about the stock."""
    return pages.acted(request, form, act, template="inclusion/stock/form.html", **page)
