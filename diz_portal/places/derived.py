"""What follows from a postcode, such as a district, is worked out again when postcodes come in.

An app says in its `from_postcodes.py` how:

    @derives
    def districts_of_residents() -> int:
        \"\"\"How many rows are others now.\"\"\"
"""

from collections.abc import Callable

from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery, Value

from .models import Postcode

_all: list[Callable[[], int]] = []


def derives(function: Callable[[], int]) -> Callable[[], int]:
    _all.append(function)
    return function


def again() -> int:
    """All of it; how many rows changed."""
    return sum(function() for function in _all)


def known(field: str, postcode: str = "postcode") -> Subquery:
    """A column of our district's postcode (`district_id`, `latitude`, …) that a row bears."""
    compact = Func(OuterRef(postcode), Value(" "), Value(""), function="replace")
    ours = Postcode.objects.filter(code=compact, district__is_ours=True)
    return Subquery(ours.values(field)[:1])


def update(rows: QuerySet, **derived: str) -> int:
    """Set each column (`district_id="district_id"`) to that of the row's postcode, where that is
    known and says something else; how many rows changed."""
    said = {f"_{column}": known(source) for column, source in derived.items()}
    differs = Q()
    for column in derived:
        differs |= Q(**{f"{column}__isnull": True}) | ~Q(**{column: F(f"_{column}")})
    rows = rows.alias(_place=known("code"), **said).exclude(_place=None).filter(differs)
    return rows.update(**{column: known(source) for column, source in derived.items()})
