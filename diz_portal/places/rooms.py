"""What search engines are told of: see diz_portal.sitemaps."""

from diz_portal import sitemaps

from .connectivity.selectors import our_codes

sitemaps.pages("connectivity:overview")
sitemaps.register("connectivity:area", lambda: [(code,) for code in our_codes()])
