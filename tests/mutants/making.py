"""How a module is broken: cosmic-ray's operators in bodies of functions and in what permissions are
made of; and, for which cosmic-ray has nothing, a permission that everybody has or nobody, and one
move more or one less in a table of moves."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from .modules import MODULES, Module

ROOT = Path(__file__).resolve().parents[2]
# Those that a slip of the pen could make. The rest either raises at once, and says nothing about
# the tests, or repeats one of these.
_COMPARED = "Lt_LtE LtE_Lt Gt_GtE GtE_Gt Eq_NotEq NotEq_Eq Is_IsNot IsNot_Is"
_COUNTED = "Add_Sub Sub_Add Mul_Div BitAnd_BitOr BitOr_BitAnd"
OPERATORS = [
    *(f"core/ReplaceComparisonOperator_{one}" for one in _COMPARED.split()),
    *(f"core/ReplaceBinaryOperator_{one}" for one in _COUNTED.split()),
    "core/ReplaceUnaryOperator_Delete_Not",
    "core/ReplaceUnaryOperator_Delete_Invert",
    "core/AddNot",
    "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue",
    "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd",
    "core/ReplaceBreakWithContinue",
    "core/ReplaceContinueWithBreak",
    "core/ExceptionReplacer",
    "core/NumberReplacer",
    "core/ZeroIterationForLoop",
]


EVERYBODY, NOBODY = "everybody", "nobody"
_PERMISSION = re.compile(r"""\badd_perm\(\s*"([^"]+)\"""")


@dataclass(frozen=True)
class Mutant:
    module: Module
    # An operator with the place it is used at; or a state and the one after it; or a permission
    # and who has it.
    how: str
    nth: int = 0
    line: int = 0
    to: str = ""

    @property
    def words(self) -> str:
        """Stays the same while the line does: what is explained is found by it."""
        if self.module.table or self.to:
            return f"{self.module.table or self.module.path}: {self.how} -> {self.to}"
        text = source(self.module.path).splitlines()[self.line - 1].strip()
        return f"{self.module.path}: {text} [{self.how.removeprefix('core/Replace')}]"

    @property
    def key(self) -> str:
        """Which one it is, as long as the module is what it was."""
        version = sha256(source(self.module.path).encode()).hexdigest()[:12]
        return f"{self.module.name} {version} {self.how} {self.nth} {self.to}"

    @property
    def code(self) -> str:
        code = mutate_code(source(self.module.path), get_operator(self.how)(), self.nth)
        assert code is not None
        return code


@cache
def source(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def table_of(module: Module) -> dict:
    return getattr(import_module(module.path[:-3].replace("/", ".")), module.table)


def mutants_of(module: Module) -> Iterator[Mutant]:
    if module.table:
        states = list(table_of(module))
        yield from (Mutant(module, str(one), to=str(to)) for one in states for to in states)
        return
    for permission in _PERMISSION.findall(source(module.path)):
        yield from (Mutant(module, permission, to=to) for to in (EVERYBODY, NOBODY))
    tree = get_ast(source(module.path))
    for how in OPERATORS:
        operator = get_operator(how)()
        places = (
            (node, start)
            for node in ast_nodes(tree)
            for start, _ in operator.mutation_positions(node)
        )
        for nth, (node, (line, _)) in enumerate(places):
            inside = _is_in_a_function(node)
            if inside or (inside is None and module.path.endswith("rules.py")):
                yield Mutant(module, how, nth, line)


def _is_python(mutant: Mutant) -> bool:
    """cosmic-ray puts a `not` before what `:=` names, which nobody could have written."""
    if mutant.to:
        return True
    try:
        compile(mutant.code, mutant.module.path, "exec")
    except SyntaxError:
        return False
    return True


def _is_in_a_function(node) -> bool | None:
    """Within a body, or within what stands before one; else None: what is decided when the file is
    read is not put into the running portal."""
    while (above := node.parent) is not None:
        if above.type in {"funcdef", "lambdef"}:
            return node is above.children[-1]
        node = above
    return None


def sample(most: int, seed: int, only: str = "") -> dict[Module, list[Mutant]]:
    """At most so many, evenly over the modules; the same for the same seed and the same code."""
    left: dict[Module, Iterator[Mutant]] = {}
    for module in MODULES:
        if only in module.name:
            made = list(mutants_of(module))
            random.Random(f"{seed} {module.name}").shuffle(made)
            # A state may have no word at all: "" is one too.
            left[module] = iter(made) if module.table else filter(_is_python, made)
    chosen: dict[Module, list[Mutant]] = {module: [] for module in left}
    while left and most:
        for module in list(left):
            if (mutant := next(left[module], None)) is None:
                del left[module]
            elif most:
                chosen[module].append(mutant)
                most -= 1
    return chosen
