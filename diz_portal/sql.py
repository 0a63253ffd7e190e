"""Words of ours in text for the database: taken from the tables beside the models, never typed."""

from django.db.models import CharField, Func

from . import names, unseen


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


class LookedFor(Func):
    """A name without accents, apostrophes and hyphens: `diz_portal.names.looked_for` in the
    database."""

    output_field = CharField()
    arity = 1
    _parted = "lower(normalize(%(expressions)s, NFKD))"
    # The hyphen of what is left out stays last: between two others it would be a range.
    _left_out = f"[{unseen.MARKS}{names.LEFT_OUT}]".replace("'", "''")
    _bare = f"regexp_replace({_parted}, '{_left_out}', '', 'g')"
    _single = f"translate({_bare}, '{''.join(names.ALONE)}', '{''.join(names.ALONE.values())}')"
    for _pair, _plain in names.PAIRS.items():
        _single = f"replace({_single}, '{_pair}', '{_plain}')"
    template = _single
