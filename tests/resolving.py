"""Which view answers an address, looked up once: up to a tenth of what a request costs here.

The portal has 1,500 addresses, which are tried in turn until one fits; the suite asks for the same
few thousand a hundred thousand times.
"""

from functools import lru_cache

from django.urls import ResolverMatch, URLResolver

usual = URLResolver.resolve


@lru_cache(maxsize=5_000)
def _found(resolver: URLResolver, path: str) -> ResolverMatch:
    return usual(resolver, path)


def resolve(resolver: URLResolver, path: str) -> ResolverMatch:
    """As the usual one. Everybody gets one of their own, with the words of the address in it."""
    if not path.startswith("/"):  # one that asks on behalf of the first
        return usual(resolver, path)
    known = _found(resolver, path)
    match = ResolverMatch.__new__(ResolverMatch)
    vars(match).update(vars(known), kwargs=dict(known.kwargs))
    return match
