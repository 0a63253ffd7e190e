"""Looking for a word on a page that also holds random letters: marks of forms and signed links."""

import re


def says(text: str, word: str) -> bool:
    """Whether the word stands there by itself; "Ada" inside a signed mark is no name."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None
