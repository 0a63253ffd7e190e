"""Whether what a page links to is there for its reader."""

import re


def dead_ends(client, page: str) -> list[str]:
    """Addresses in the rooms of money on a page that answer its own reader with 403 or 404."""
    links = set(re.findall(r'href="(/workspace/money/[^"#?]*)', page))
    return sorted(link for link in links if client.get(link).status_code in {403, 404})
