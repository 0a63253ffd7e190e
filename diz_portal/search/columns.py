"""What is compared with what was typed: words by how they begin, identifiers without what people
put between their letters. A model indexes the very expression that a search asks, so nothing is
stored twice and no trigger keeps it.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db.models import CharField, Func, Index
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate
from django.db.models.indexes import IndexExpression

from diz_portal.sql import LookedFor

# All that `django.contrib.postgres` does that is used here: without, an operator class is written
# inside the brackets of its expression. The app itself would ask each connection for extensions.
IndexExpression.register_wrappers(OrderBy, OpClass, Collate)

# The parser of PostgreSQL makes one token of an address, a path or a version: parted here, so that
# each of its words is found.
PARTS = "./\\:@_&<>~+,;()[]|–—"
HYPHENS = "-‐‑"
_SPACES = " " * len(PARTS + HYPHENS)
# What somebody puts into an identifier, or leaves out.
BETWEEN = " -./_\t"


class Words(Func):
    """Columns as full text, each word as `names.looked_for` spells it. What has a hyphen is there
    both ways: “Wi-Fi” is found by `wifi`, `wi fi` and `fi`. Not "english": names have no stems.

    Of the columns none may be NULL, or the row has no words.
    """

    output_field = SearchVectorField()
    arg_joiner = " || ' ' || "
    # Hyphens become spaces in the second spelling; in the first, `LookedFor` leaves them out.
    _twice = f"(%(expressions)s) || ' ' || translate(%(expressions)s, '{HYPHENS}', '   ')"
    _parted = f"translate({{}}, '{PARTS}', '{_SPACES[: len(PARTS)]}')"
    template = "to_tsvector('simple'::regconfig, {})".format(
        _parted.format(LookedFor.template.replace("%(expressions)s", _twice))
    )


class Code(Func):
    """An identifier as it is compared: `CM20 1AA` as `cm201aa`, `SN-7/4` as `sn74`."""

    output_field = CharField()
    arity = 1
    template = f"lower(translate(%(expressions)s, '{BETWEEN}', ''))"


class Ending(Func):
    """The same, backwards: found by how it ends, as a SIM card is by its last digits."""

    output_field = CharField()
    arity = 1
    template = f"reverse({Code.template})"


def words_index(words: Words, *, name: str, **options: Any) -> GinIndex:
    return GinIndex(words, name=name, **options)


def code_index(code: Code | Ending, *, name: str, **options: Any) -> Index:
    """By how it begins. A plain column that is unique has such an index already."""
    return Index(OpClass(code, name="text_pattern_ops"), name=name, **options)
