"""No test keeps the day or the time at which it was read: a run over midnight would be red.

What a module, a class, a decorator or a default asks, it asks once, when tests are collected; the
tests run minutes later. They ask themselves, by a function or a fixture.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

TESTS = Path(__file__).parent
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
}
Functions = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def when_read(node: ast.AST) -> Iterator[ast.AST]:
    """What Python carries out when it reads this: all but the insides of functions."""
    yield node
    if isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
        return
    if isinstance(node, Functions):
        of_signature = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        children = [*of_signature, *getattr(node, "decorator_list", ())]
    else:
        children = list(ast.iter_child_nodes(node))
    for child in children:
        yield from when_read(child)


def names_of(tree: ast.Module, module: str) -> dict[str, str]:
    """What the names of a module stand for: `tests.money.rows.begun` for `begun`."""
    names = {one.name: f"{module}.{one.name}" for one in tree.body if isinstance(one, Functions)}
    package = module.rpartition(".")[0]
    for one in ast.walk(tree):
        if isinstance(one, ast.Import):
            names |= {alias.asname: alias.name for alias in one.names if alias.asname}
        elif isinstance(one, ast.ImportFrom):
            origin = f"{package}.{one.module}" if one.level else one.module
            names |= {alias.asname or alias.name: f"{origin}.{alias.name}" for alias in one.names}
    return names


def dotted(node: ast.AST) -> str:
    """`timezone.now` as it is written; nothing for what has no name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def called(nodes: Iterable[ast.AST], names: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The functions that are called among these, by their whole names, and in which line."""
    for node in nodes:
        if isinstance(node, ast.Call) and (written := dotted(node.func)):
            first, dot, rest = written.partition(".")
            yield names.get(first, first) + dot + rest, node.lineno


def is_clock(name: str) -> bool:
    return ".".join(name.split(".")[-2:]) in CLOCKS


def asked_when_read(sources: dict[str, str]) -> list[str]:
    """Each question to a clock at import, by module, through whichever function of the tests."""
    trees = {module: ast.parse(source) for module, source in sources.items()}
    names = {module: names_of(tree, module) for module, tree in trees.items()}
    calls = {
        f"{module}.{one.name}": {
            name for part in one.body for name, _ in called(when_read(part), names[module])
        }
        for module, tree in trees.items()
        for one in tree.body
        if isinstance(one, Functions) and not isinstance(one, ast.Lambda)
    }
    asking = {name for name, found in calls.items() if any(map(is_clock, found))}
    while more := {name for name, found in calls.items() if asking & found} - asking:
        asking |= more
    return sorted(
        f"{module}:{line} {name}()"
        for module, tree in trees.items()
        for name, line in called(when_read(tree), names[module])
        if is_clock(name) or name in asking
    )


def test_no_test_asks_for_the_day_when_it_is_read():
    sources = {
        ".".join(path.relative_to(TESTS.parent).with_suffix("").parts): path.read_text()
        for path in TESTS.rglob("*.py")
    }

    assert asked_when_read(sources) == [], "ask within the test"


def found_in(code: str, **others: str) -> list[str]:
    others = {f"tests.{name}": source for name, source in others.items()}
    return [one.split(" ")[1] for one in asked_when_read({"tests.it": code, **others})]


def test_a_clock_that_is_asked_at_import_is_found():
    for code in (
        "TODAY = timezone.localdate()",
        "NOW = django.utils.timezone.now()",
        "LATER = {'at': [dt.datetime.now() + DAY]}",
        "class Test:\n    day = date.today()",
        "def test(day=timezone.localdate()): ...",
        "def test(*, day=timezone.localdate()): ...",
        "@pytest.mark.parametrize('day', [timezone.localdate()])\ndef test(day): ...",
        "DAYS = [timezone.localdate() for _ in range(3)]",
        "if time.time() > 3: ...",
        "from django.utils.timezone import localdate as today\nTODAY = today()",
        "from time import time\nNOW = time()",
        "later = lambda day=timezone.localdate(): day",
    ):
        assert len(found_in(code)) == 1, code


def test_a_function_of_the_tests_that_asks_is_found_where_it_is_called():
    ours = "def today():\n    return timezone.localdate()\ndef soon():\n    return today() + DAY\n"
    for code in (
        f"{ours}SOON = soon()",
        "from tests.days import soon\nSOON = soon()",
        "from .days import soon as then\nSOON = then()",
        "from tests import days\nSOON = days.soon()",
        "import tests.days as days\nSOON = days.soon()",
    ):
        assert len(found_in(code, days=ours)) == 1, code


def test_a_clock_that_a_test_asks_is_no_fault():
    for code in (
        "def test():\n    today = timezone.localdate()",
        "def test():\n    def later(day=timezone.localdate()): ...",
        "ago = lambda days: timezone.now() - days * DAY",
        "class Test:\n    def today(self):\n        return timezone.localdate()",
        "def in_days(n):\n    return lambda: timezone.localdate() + n * DAY\nSOON = in_days(3)",
        "if __name__ == '__main__':\n    print(timezone.now())",
        "made_at = factory.LazyFunction(timezone.now)",
        "from tests.days import monday\nMONDAY = monday()",
    ):
        days = "def monday():\n    return date(2026, 11, 30)"
        assert found_in(code, days=days) == [], code
