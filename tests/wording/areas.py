"""Which parts of the portal speak as docs/words.md says: one line for each. Add yours when its
words are done; the tests then read it, and it cannot fall back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """Texts that are read together. All paths may be folders or files."""

    name: str
    # Below templates/; emails/ and pdf/ hold messages and printed pages.
    templates: tuple[str, ...] = ()
    # Python files and packages: sentences in the code.
    code: tuple[str, ...] = ()
    # Labels of apps: the words of models as the admin, forms and the API show them.
    models: tuple[str, ...] = ()
    # Below docs/how-to/: what staff are told to press must be called so.
    how_to: tuple[str, ...] = ()


AREAS = [
    Area(
        "common pieces",
        templates=("components", "confirm.html", "form.html"),
        code=("diz_portal/words.py", "diz_portal/times.py", "diz_portal/pages"),
    ),
]
