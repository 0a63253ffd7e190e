"""Words become part of a page as words: what the templates, the forms and the scripts must be.

That no word that comes in turns into an element is tried on every page in
`tests/access/test_words_stay_words.py`; here stands what makes it so.
"""

import ast
import re
from pathlib import Path

import crispy_forms_gds
import pytest
from crispy_forms.utils import render_crispy_form
from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Div, Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.finders import get_finders
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils.html import format_html
from django.utils.safestring import SafeString

from diz_portal import layout, policy
from tests.words import says

ROOT = settings.BASE_DIR
CODE = [
    path
    for app in ("diz_portal", "partners", "projects", "seminars", "inclusion")
    for path in sorted((ROOT / app).rglob("*.py"))
]
RAW = "<i id=x>{{ 7|add:7 }}{% debug %}</label>"

# Templates -------------------------------------------------------------------------------------

UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")


def shipped(package, pattern: str) -> list[str]:
    folder = Path(package.__file__).parent / "templates"
    return [str(path.relative_to(folder)) for path in sorted(folder.glob(pattern))]


def forms_templates() -> list[str]:
    """What fields are drawn with, whoever wrote it: by name, so that ours stand before theirs."""
    return [
        *shipped(crispy_forms_gds, "gds/**/*.html"),
        *shipped(forms, "django/forms/**/*.html"),
        *shipped(admin, "admin/includes/*.html"),
        *shipped(admin, "admin/edit_inline/*.html"),
        *shipped(admin, "admin/widgets/*.html"),
    ]


@pytest.mark.parametrize("name", forms_templates())
def test_no_template_of_a_form_prints_anything_unescaped(name):
    source = get_template(name).template.source

    assert UNESCAPED.findall(source) == []


def test_no_page_of_ours_prints_anything_unescaped():
    pages = list((ROOT / "templates").rglob("*.html"))

    assert len(pages) > 300
    assert [path.name for path in pages if UNESCAPED.search(path.read_text())] == []


class Everything(forms.Form):
    text = forms.CharField(label=RAW, help_text=RAW)
    chosen = forms.ChoiceField(
        label=RAW,
        help_text=RAW,
        choices=[("a", Choice("a", RAW, hint=RAW))[1]],
        widget=forms.RadioSelect,
    )
    several = forms.MultipleChoiceField(
        label=RAW,
        help_text=RAW,
        choices=[Choice("b", RAW, hint=RAW, divider=RAW)],
        widget=forms.CheckboxSelectMultiple,
    )
    picked = forms.ChoiceField(label=RAW, help_text=RAW, choices=[("c", RAW)])
    ticked = forms.BooleanField(label=RAW, help_text=RAW)
    when = forms.SplitDateTimeField(label=RAW, help_text=RAW)
    how = forms.ChoiceField(label=RAW, choices=[("d", RAW)], widget=forms.RadioSelect)
    inside = forms.CharField(label=RAW, help_text=RAW)
    folded = forms.CharField(label=RAW)
    hidden = forms.CharField(widget=forms.HiddenInput, initial=RAW)

    def clean(self):
        for name in self.fields:
            self.add_error(name, RAW)
        raise forms.ValidationError(RAW)


def drawn(*pieces, form: forms.Form | None = None) -> str:
    form = form or Everything({"hidden": RAW})
    form.helper = FormHelper()
    form.helper.layout = Layout(*pieces)
    return render_crispy_form(form)


def test_no_word_of_a_form_becomes_an_element_or_a_sum():
    page = drawn(
        Fieldset("text", Div("chosen"), legend=RAW),
        *("several", "picked", "ticked", "when", "hidden"),
        layout.ConditionalRadios("how", layout.ConditionalQuestion(RAW, "inside")),
        layout.Accordion("folded"),
        layout.Markup(RAW),
        layout.Button("send", RAW),
        layout.Button.secondary("other", RAW),
        layout.Hidden("kept", RAW),
        layout.Submit("save", RAW),
        Field("text"),
    )

    assert page.count("&lt;i id=x&gt;{{ 7|add:7 }}{% debug %}&lt;/label&gt;") > 40
    assert "<i " not in page
    assert not says(page, "14")


def test_no_word_of_an_error_summary_becomes_an_element():
    form = Everything({"hidden": RAW})
    page = render_to_string("gds/layout/error_summary.html", {"form": form})

    assert "&lt;i id=x&gt;" in page
    assert "<i " not in page


def test_what_our_own_code_marks_as_markup_is_markup():
    class Small(forms.Form):
        one = forms.CharField(
            label=format_html("<strong>{}</strong>", RAW),
            help_text=SafeString('See <a href="/about/">about</a>.'),
        )

    page = drawn(
        "one",
        layout.Markup(format_html("<hr>{}", RAW)),
        layout.cancel_link("/?a=1&b"),
        form=Small(),
    )

    assert "<strong>&lt;i id=x&gt;" in page
    assert 'See <a href="/about/">about</a>.' in page
    assert "<hr>&lt;i id=x&gt;" in page
    assert 'href="/?a=1&amp;b">Cancel</a>' in page


# What is compiled as a template ----------------------------------------------------------------

# These draw with templates of ours and print what they are given. The others compile their words
# (HTML, Button, Submit, Hidden) or join what they drew into plain text: see `diz_portal.layout`.
MAY_BE_TAKEN = {"Div", "Field", "Fieldset", "Fixed", "Fluid", "Layout", "Size"}
# Our own templates of messages, cut into their parts: never words that came in.
MAY_COMPILE = {"diz_portal/outbox/rendering.py"}
# Markup put together by hand, of what our own templates and drawings are; and of a cell of a list
# of the admin, which Django has drawn and marked.
MAY_MARK = {
    "diz_portal/layout.py",
    "diz_portal/templatetags/admin_pages.py",
    "inclusion/statements.py",
}


def calls(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else None
            yield name or getattr(node.func, "id", ""), node


def is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def problems(path: Path, source: str) -> list[str]:
    tree, where, found = ast.parse(source), path.relative_to(ROOT).as_posix(), []
    if where == "diz_portal/layout.py":
        return []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names if one.name.startswith("crispy_forms")]
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("crispy_forms"):
            taken = {one.name for one in node.names}
            if node.module == "crispy_forms_gds.layout":
                found += sorted(taken - MAY_BE_TAKEN)
            elif node.module not in {
                "crispy_forms_gds.choices",
                "crispy_forms_gds.fields",
                "crispy_forms_gds.helper",
                "crispy_forms_gds.widgets",
            }:
                found.append(node.module)
    for name, node in calls(tree):
        if name in {"Template", "from_string"} and where not in MAY_COMPILE:
            found.append(f"{name}() at line {node.lineno}")
        if name in {"add_input", "form_error_title"}:
            found.append(f"{name} at line {node.lineno}")
        if name == "format_html" and not (node.args and is_template(node.args[0])):
            found.append(f"format_html of what is no constant at line {node.lineno}")
        marks = name in {"SafeString", "SafeText"} and where not in MAY_MARK
        if marks and not (node.args and is_constant(node.args[0])):
            found.append(f"{name}() of what is no constant at line {node.lineno}")
    return [f"{where}: {one}" for one in found]


def is_template(node: ast.expr) -> bool:
    """A constant, or one out of a table of constants (a name in capitals)."""
    if isinstance(node, ast.Subscript):
        node = node.value
    return is_constant(node) or (isinstance(node, ast.Name) and node.id.isupper())


def test_only_our_own_words_are_compiled_or_marked_as_markup():
    found = [one for path in CODE for one in problems(path, path.read_text())]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "from crispy_forms_gds.layout import HTML",
        "from crispy_forms_gds.layout import Button as Knob",
        "from crispy_forms.layout import Submit",
        "import crispy_forms.layout",
        "helper.add_input(title)",
        "Template(words)",
        "engine.from_string(words)",
        "format_html(words, 1)",
        "format_html(f'<i>{words}</i>')",
        "SafeString(words)",
    ],
)
def test_a_form_that_would_compile_words_is_found(line):
    assert len(problems(ROOT / "partners" / "forms.py", line)) == 1


def test_what_is_taken_from_crispy_compiles_nothing():
    """A button of ours is one of theirs that prints its words: nothing else of theirs is used."""
    pieces = (ROOT / "diz_portal" / "layout.py").read_text()

    assert "Template(" not in pieces
    for name in ("Button", "Submit", "Hidden"):
        assert getattr(layout, name).render is layout._AsGiven.render


# Scripts ---------------------------------------------------------------------------------------


def served_scripts() -> set[str]:
    return {
        name
        for finder in get_finders()
        for name, _ in finder.list([])
        if name.endswith((".js", ".mjs"))
    }


def test_every_script_that_is_served_is_loaded_by_a_page():
    """What lies about unused is a tool for whoever finds a way to load it."""
    ours = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    django = Path(admin.__file__).parent
    theirs = "\n".join(
        path.read_text()
        for path in django.rglob("*")
        if path.suffix in {".html", ".py"} and "/static/" not in str(path)
    )
    # Select2's words come by the language of the page.
    by_language = re.compile(r"admin/js/vendor/select2/i18n/[\w-]+\.js")

    unused = set()
    for name in served_scripts():
        # Theirs come readable while developing, else small: `jquery%s.js`.
        plain = name.removeprefix("admin/js/").replace(".min.js", ".js")
        loaded = name in ours or plain in theirs or plain.replace(".js", "%s.js") in theirs
        if not loaded and not by_language.fullmatch(name):
            unused.add(name)
    assert unused == set()


def test_only_our_scripts_and_the_admins_are_served():
    folders = {name.split("/")[0] for name in served_scripts()}

    assert folders == {"js", "admin"}


def test_no_script_of_ours_is_missing_from_what_is_served():
    loaded = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"static ['\"]([\w/.-]+\.js)['\"]", path.read_text())
    }

    assert loaded
    assert loaded <= served_scripts()


# The policy ------------------------------------------------------------------------------------


def asked(host: str, path: str = "/", **more):
    return RequestFactory(headers={"host": host}).get(path, **more)


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("127.0.0.1:8000", "/", ["127.0.0.1:8000/static/js/"]),
        ("localhost:8123", "/workspace/", ["localhost:8123/static/js/"]),
        (
            "localhost",
            "/admin/partners/",
            ["localhost/static/js/", "localhost/static/admin/js/", "localhost/admin/jsi18n/"],
        ),
        # Not to be named in a policy; its pages work as they do without JavaScript.
        ("[::1]:8000", "/", ["'none'"]),
        # Not a host of ours, so a 400.
        ("evil.example", "/", ["'none'"]),
        ("localhost.", "/", ["'none'"]),
    ],
)
def test_scripts_come_from_their_folder_at_the_address_that_was_asked(host, path, expected):
    assert policy.script_sources(asked(host, path)) == expected


def test_in_production_scripts_come_also_from_the_public_address(settings):
    settings.SCRIPTS_AT_PORTAL_URL = True
    settings.PORTAL_URL = "https://portal.example"
    settings.ALLOWED_HOSTS = ["portal.example", "web-1"]

    assert policy.script_sources(asked("portal.example")) == ["portal.example/static/js/"]
    assert policy.script_sources(asked("web-1:8000")) == [
        "web-1:8000/static/js/",
        "portal.example/static/js/",
    ]
    assert policy.script_sources(asked("evil.example")) == ["portal.example/static/js/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/about/", "/seminars/", "/none/", "/static/img/mark.svg"])
def test_each_answer_names_the_host_that_was_asked_also_of_a_page_kept_whole(client, path):
    for host in ("127.0.0.1:8000", "localhost:8001", "127.0.0.1:8000"):
        response = client.get(path, headers={"host": host})
        if response.streaming:
            response.close()

        directives = response["Content-Security-Policy"].split("; ")
        assert f"script-src {host}/static/js/" in directives
        assert "nonce" not in response["Content-Security-Policy"]
