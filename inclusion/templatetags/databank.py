"""How data and the numbers of cards are written on a page."""

from django import template

from inclusion.databank.sizes import in_fours, in_gb

register = template.Library()
register.filter("gb", in_gb)
register.filter("in_fours", in_fours)
