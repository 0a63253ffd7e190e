"""Which functions of a module each test calls: every function says so when it begins."""

import ast
import builtins
from types import CodeType

_SAYS = "__called__"
called: set[str] = set()


def place(code: CodeType) -> str:
    return f"{code.co_filename}:{code.co_firstlineno}"


def telling(source: str, path: str) -> CodeType:
    """The module as it is, but that whatever is called in it is put among the `called`."""
    setattr(builtins, _SAYS, called.add)
    tree = _Telling(path).visit(ast.parse(source))
    return compile(ast.fix_missing_locations(tree), path, "exec")


class _Telling(ast.NodeTransformer):
    def __init__(self, path: str) -> None:
        self.path = path

    def _says(self, line: int) -> ast.expr:
        return ast.parse(f"{_SAYS}({f'{self.path}:{line}'!r})", mode="eval").body

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        first = min(one.lineno for one in (node, *node.decorator_list))
        node.body.insert(0, ast.Expr(self._says(first)))
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        self.generic_visit(node)
        both = ast.Tuple([self._says(node.lineno), node.body], ast.Load())
        node.body = ast.Subscript(both, ast.Constant(1), ast.Load())
        return node
