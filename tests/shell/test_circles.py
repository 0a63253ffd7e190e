"""No file imports another that imports it, by whatever way round: also not inside a function."""

from graphlib import CycleError, TopologicalSorter

import grimp

ROOTS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
# A kept visit names its store, and the store its model: the shape Django gives to sessions.
EXPLAINED = {("diz_portal.accounts.visits", "diz_portal.accounts.models")}


def circle(imports: dict[str, set[str]]) -> list[str]:
    """One circle of files, each importing the next; none where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_files_import_one_another_in_no_circle():
    graph = grimp.build_graph(*ROOTS, cache_dir=None)
    imports = {
        name: {
            other
            for other in graph.find_modules_directly_imported_by(name)
            if (name, other) not in EXPLAINED
        }
        for name in graph.modules
    }

    assert circle(imports) == []
    # The walk sees what is imported inside functions too, and each explained pair is still there.
    for name, other in EXPLAINED:
        assert other in graph.find_modules_directly_imported_by(name)


def test_circle_is_found():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) != []
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
