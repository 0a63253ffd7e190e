from decimal import Decimal

from django import template

from diz_portal.places.connectivity import words

register = template.Library()


@register.filter
def share(value: Decimal | str | None) -> str:
    """`88.1%`; nothing where there is none."""
    return words.share(value) if isinstance(value, Decimal) else ""
