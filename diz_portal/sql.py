"""Words of ours in text for the database: taken from the tables beside the models, never typed."""


def quoted(*words: str) -> str:
    """As SQL lists them: `'confirmed', 'offered'`. For words of ours, nobody's input."""
    return ", ".join(f"'{getattr(word, 'value', word)}'" for word in words)
