"""All texts of an area that reach somebody, each with the place where it is written.

Read from the sources, not from pages: so the error that nobody made and the state that nothing is
in are read too.
"""

import ast
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from django.apps import apps
from django.db.models import Field

from tests.wording.areas import Area

ROOT = Path(__file__).parents[2]
# What stands for a value that is filled in.
VALUE = "…"


@dataclass(frozen=True)
class Text:
    where: str
    words: str
    is_error: bool = False
    # Said of what somebody typed, so that there is something to do about it.
    is_of_a_form: bool = False


def of(area: Area) -> list[Text]:
    return [*_templates(area), *_sources(area), *_models(area), *_documents(area)]


def files(folder: str, parts: tuple[str, ...], *suffixes: str) -> Iterator[Path]:
    for part in parts:
        path = ROOT / folder / part
        if not path.exists():
            raise FileNotFoundError(f"{path}: an area of tests/wording/areas.py is not there.")
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (one for one in found if one.suffix in suffixes)


# Templates ---------------------------------------------------------------------

_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"\{%-?\s*(\w+)(.*?)%\}", re.DOTALL)
_QUOTED = re.compile(r'"([^"]*)"')
_MARKUP = re.compile(r"<(/?)(\w+)((?:[^<>\"]|\"[^\"]*\")*)>", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-label|content)="([^"]*)"')
# Tags whose arguments are no words.
_MUTE = {"url", "include", "extends", "load", "static", "block", "endblock", "csrf_token", "with"}
_INLINE = {"a", "strong", "em", "b", "i", "span", "bdi", "abbr", "code", "time", "kbd"}


def _is_said(words: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", words)) and (" " in words or words[:1].isupper())


def paragraphs(source: str) -> list[str]:
    """Each text of a template: no tags, no markup, values as `…`; then what tags, filters and
    attributes say."""
    asides: list[str] = []

    def tag(match: re.Match) -> str:
        name, rest = match.groups()
        if name not in _MUTE:
            asides.extend(_QUOTED.findall(rest))
        return "" if name in {"if", "elif", "else", "endif", "firstof"} else " "

    def value(match: re.Match) -> str:
        asides.extend(_QUOTED.findall(match[1]))
        return VALUE

    def mark(match: re.Match) -> str:
        asides.extend(map(html.unescape, _SPOKEN.findall(match[3])))
        return "" if match[2] in _INLINE else "\n\n"

    kept = _COMMENT.sub("", source)
    kept = re.sub(r"<(script|style).*?</\1>", "", kept, flags=re.DOTALL)
    kept = re.sub(r"\{\{(.*?)\}\}", value, kept, flags=re.DOTALL)
    kept = html.unescape(_MARKUP.sub(mark, _TAG.sub(tag, kept)))
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", kept)]
    return [words for words in [*parts, *asides] if _is_said(words)]


def shown(source: str) -> str:
    """A message's source as it is laid out: one name for every value, and each part of a choice."""
    source = _TAG.sub("", _COMMENT.sub("", source))
    return re.sub(r" ?\{\{.*?\}\}", lambda found: found[0][:1].strip("{") + "Ann", source)


def _templates(area: Area) -> Iterator[Text]:
    for path in files("templates", area.templates, ".html", ".txt", ".typ"):
        source = path.read_text()
        if path.suffix == ".typ":
            found = re.findall(r"\[([^\[\]]{4,})\]", source)
        else:
            found = paragraphs(source)
        yield from (Text(str(path.relative_to(ROOT)), words) for words in found)


# Code --------------------------------------------------------------------------

# Where a sentence to the person who typed something, or sent a file, is said.
_OF_FORMS = {
    *("ValidationError", "violation_error_message", "error_messages", "add_error"),
    *("Wrong", "OtherConvention", "Convention", "FileRefused", "Broken"),
}
_SQL = re.compile(r"\b(SELECT|UPDATE|INSERT|RAISE|LANGUAGE)\b")


def _sources(area: Area) -> Iterator[Text]:
    for path in files("", area.code, ".py"):
        if "migrations" not in path.parts:
            yield from sentences(path)


Constants = Mapping[str, str]


def _said(node: ast.AST, constants: Constants = MappingProxyType({})) -> str | None:
    """The words of a string; a sentence that a file has once, by its name, stands in its place."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value
            if isinstance(part, ast.Constant)
            else constants.get(getattr(part.value, "id", ""), VALUE)
            for part in node.values
        )
    return None


def _constants(tree: ast.Module) -> Constants:
    """The sentences that a file names at its top."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and " " in node.value.value
    }


def sentences(path: Path) -> Iterator[Text]:
    """Each string of a file that may be read by somebody: not docstrings, keys or SQL."""
    tree = ast.parse(path.read_text())
    quiet: set[int] = set()
    of_forms: set[int] = set()
    refusals: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and _said(node.value) is not None:
            quiet.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            quiet.update(id(part) for part in node.values)
        for spoken in _said_of_forms(node):
            of_forms.update(id(one) for one in ast.walk(spoken))
        for spoken in _refusals(node):
            refusals.update(id(one) for one in ast.walk(spoken))
    constants = _constants(tree)
    where = str(path.relative_to(ROOT))
    for node in ast.walk(tree):
        words = _said(node, constants)
        if words is None or id(node) in quiet or _SQL.search(words) or not _is_said(words):
            continue
        is_of_a_form = id(node) in of_forms and " " in words
        is_error = is_of_a_form or (id(node) in refusals and " " in words)
        yield Text(f"{where}:{node.lineno}", words, is_error, is_of_a_form)


def _said_of_forms(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.keyword) and node.arg in _OF_FORMS:
        yield from node.value.values if isinstance(node.value, ast.Dict) else [node.value]
    if isinstance(node, ast.Call) and _called(node) in _OF_FORMS:
        yield from [*node.args, *(one.value for one in node.keywords)]


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _refusals(node: ast.AST) -> Iterator[ast.AST]:
    """`message = "…"` of a class, and the sentence with which one is raised."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from node.exc.args[:1]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
        yield node.value


# Models and how-to pages ------------------------------------------------------------


def _models(area: Area) -> Iterator[Text]:
    for part in area.models:
        label, _, room = part.partition(".")
        for model in apps.get_app_config(label).get_models():
            if room and not f"{model.__module__}.".startswith(f"{part}."):
                continue
            where = f"{label}.{model.__name__}"
            meta = model._meta
            names = [str(meta.verbose_name), str(meta.verbose_name_plural)]
            yield from (Text(where, one.capitalize()) for one in names)
            for field in meta.get_fields():
                if not isinstance(field, Field):
                    continue
                here = f"{where}.{field.name}"
                said = [str(field.verbose_name), str(field.help_text)]
                said += [str(name) for _, name in field.flatchoices]
                yield from (Text(here, one) for one in said if one)
            for constraint in meta.constraints:
                message = str(constraint.violation_error_message or "")
                yield Text(f"{where} {constraint.name}", message, is_error=True, is_of_a_form=True)


def _documents(area: Area) -> Iterator[Text]:
    pages = files("docs/how-to", area.how_to, ".md")
    for path in [*pages, *files("", area.documents, ".md", ".example")]:
        text = re.sub(r"```.*?```|`[^`\n]+`", VALUE, path.read_text(), flags=re.DOTALL)
        for part in re.split(r"\n\s*\n", text):
            if _is_said(part):
                yield Text(str(path.relative_to(ROOT)), " ".join(part.split()))
