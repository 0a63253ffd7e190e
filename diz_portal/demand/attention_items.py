"""Vouchers and support whose details no one has checked for six months: businesses rely on them."""

from diz_portal.attention import provider
from diz_portal.attention.unchecked import unchecked

from . import selectors


@provider("support for businesses")
def unchecked_support(user, today):
    return unchecked(
        user,
        today,
        selectors.support(),
        key="support-unchecked",
        about="Support for businesses",
        other="offer",
    )
