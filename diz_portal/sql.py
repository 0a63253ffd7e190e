"""Words of ours in text for the database: taken from the tables beside the models, never typed."""

from django.db.models import CharField, Func


def quoted(*words: str) -> str:
    """As SQL lists them: `'confirmed', 'offered'`. For words of ours, nobody's input."""
    return ", ".join(f"'{getattr(word, 'value', word)}'" for word in words)


class Folded(Func):
    """A name as all its spellings are one: capitals, spaces and what nobody sees count for nothing.
    `diz_portal.names.folded` says the same outside the database."""

    output_field = CharField()
    arity = 1
    template = (
        r"lower(btrim(regexp_replace(regexp_replace(normalize(%(expressions)s, NFKC), "
        r"'[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]', '', 'g'), '\s+', ' ', 'g')))"
    )
