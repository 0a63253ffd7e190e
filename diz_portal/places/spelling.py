"""How a UK postcode is written, what is one, and which was probably meant.

The form is that of Royal Mail's Programmers' Guide to PAF: letters and digits stand where they may.
Of what is typed the first letters are one of the areas, too. Whether there is such a postcode only
the ONS Postcode Directory knows, of the partnership's own districts (`selectors.where_is`).
"""

import itertools
import re

from django.core.exceptions import ValidationError

from diz_portal import unseen

POSTCODE = re.compile(
    r"[A-Z]{1,2}"
    r"(?:[0-9]{1,2}|(?<=^[A-Z])[0-9][A-HJKPSTUW]|(?<=^[A-Z]{2})[0-9][ABEHMNPRVWXY])"
    r"[0-9][A-Z]{2}"
)
AREAS = frozenset(
    re.findall(
        "[A-Z]+",
        "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG "
        "DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP "
        "IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA "
        "PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN "
        "TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE",
    )
)
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")
# The two letters at the end are never these, so that nobody takes them for something else.
_NEVER_LAST = frozenset("CIKMOV")
# Typed for one another.
_TWINS = {"O": "0", "0": "O", "I": "1", "1": "I", "L": "1"}
LONGEST = 7


def compact_postcode(text: str) -> str:
    """`cm20 1aa` and `CM20-1AA` as `CM201AA`; nothing when it has not the form of a postcode."""
    compact = _squeezed(text)
    return compact if POSTCODE.fullmatch(compact) else ""


def spaced_postcode(text: str) -> str:
    """`CM201AA` as `CM20 1AA`; text of another form comes back trimmed."""
    compact = compact_postcode(text)
    return f"{compact[:-3]} {compact[-3:]}" if compact else text.strip()


def meant_postcode(text: str) -> str:
    """`CM20 1AA` for `CM2O 1AA`: the one postcode that it becomes when letters are read as the
    digits they look like, or the other way round; nothing where there are none or several."""
    compact = _squeezed(text)
    if compact_postcode(compact) or len(compact) > LONGEST:
        return ""
    spellings = itertools.product(*({letter, _TWINS.get(letter, letter)} for letter in compact))
    written = map("".join, spellings)
    found = {one for each in written if (one := compact_postcode(each)) and _is_likely(one)}
    return spaced_postcode(found.pop()) if len(found) == 1 else ""


def _is_likely(compact: str) -> bool:
    return _area(compact) in AREAS and _NEVER_LAST.isdisjoint(compact[-2:])


def require_postcode(text: str) -> None:
    """Refuse what is none, in words that help."""
    if sentence := why_none(text):
        raise ValidationError(sentence, code="mistyped" if meant_postcode(text) else None)


def why_none(text: str) -> str:
    """What to do about text that is no postcode; nothing where it is one."""
    compact = _squeezed(text)
    if compact_postcode(compact) and _area(compact) in AREAS:
        return ""
    if better := meant_postcode(text):
        return f"Did you mean {better}?"
    if compact.startswith("BFPO"):
        return "Enter the postcode that goes with it: it starts with BF1."
    if (area := _area(compact)) and area not in AREAS:
        return f"No postcode starts with {area}. Check the first letters"
    return "Enter a full postcode, like CM20 1AA"


def _area(compact: str) -> str:
    found = re.match(r"[A-Z]{1,2}(?=[0-9])", compact)
    return found[0] if found else ""


def _squeezed(text: str) -> str:
    return _BETWEEN.sub("", unseen.plain(text)).upper()
