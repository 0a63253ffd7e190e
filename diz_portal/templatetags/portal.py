"""The components of a page. /components/ in development shows every one.

Leaves are inclusion tags; wrappers are block tags whose content is already a template's.
Both receive values, never querysets.
"""

import re
from datetime import date, datetime

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from diz_portal import layout, names, phones, words
from diz_portal.accounts import unsent
from diz_portal.outbox import shrinking
from diz_portal.privacy.processing import periods

register = template.Library()


class MarkedToken(CsrfTokenNode):
    """Django's own, and in the workspace beside it the mark of who opened the form and when, so
    that what is typed survives the end of their time (`accounts.unsent`)."""

    def render(self, context):
        token = super().render(context)
        mark = getattr(context.get("portal"), "opened", "")
        if not (token and mark):
            return token
        return token + format_html('<input type="hidden" name="{}" value="{}">', unsent.FIELD, mark)


@register.filter
def pounds(value, how=""):
    """As `words.pounds`; a line never breaks between a minus and its amount."""
    return words.pounds(value, how).replace("−£", "−\u2060£")


@register.tag
def csrf_token(parser, token):
    return MarkedToken()


register.filter("uk_date", words.uk_date)
register.filter("uk_month", words.uk_month)
register.filter("uk_time", words.uk_time)
register.filter("uk_hours", words.uk_hours)
register.filter("uk_datetime", words.uk_datetime)
register.filter("uk_day", words.uk_day)
register.filter("uk_day_time", words.uk_day_time)
register.filter("uk_short", words.uk_short)
register.filter("due", words.due)
register.filter("ago", words.ago)
register.filter("mbps", words.mbps)
register.filter("possessive", words.possessive)
register.filter("file_size", words.file_size)
register.filter("data_size", words.data_size)
register.filter("uk_phone", phones.in_words)
# How long records are kept, where a page promises it: {% kept_for "seminars.Registration" %}.
register.simple_tag(periods.kept_for)
# What a stranger typed, in a message of ours.
register.filter("quoted", names.quoted)


# Where an error about the whole form leads.
register.filter("as_laid_out", layout.as_laid_out)
register.filter("button_of", layout.button_of)
register.filter("control_of", layout.control_of)


@register.filter
def may_shrink(name):
    """In a subject and in a text to a telephone: what is shortened first where all is too long."""
    return shrinking.may_shrink(name)


GREETING = re.compile(r"\s*(hello|dear|hi|good (morning|afternoon|evening|day))\b", re.IGNORECASE)


@register.filter
def greets(text):
    """Whether what somebody wrote greets its reader already: a letter then adds no greeting."""
    return bool(GREETING.match(text or ""))


@register.filter
def ungreeted(text):
    """The same without that greeting, where it has a line of its own: a call has greeted."""
    first, _, rest = text.strip().partition("\n")
    is_alone = GREETING.match(first) and re.fullmatch(r"[^,.!?]*[,!]", first.strip())
    return rest.strip() if is_alone and rest.strip() else text


RATINGS = {
    "red": ("Red", "diamond"),
    "amber": ("Amber", "triangle"),
    "green": ("Green", "circle"),
}


def _render(name: str, **values) -> SafeString:
    return mark_safe(render_to_string(f"components/{name}.html", values))  # noqa: S308 a template's own output


# Leaves ------------------------------------------------------------------------


@register.inclusion_tag("components/button.html")
def button(text, href="", kind="", name="", value=""):
    """A button that sends its form, or with `href` a link that looks like one."""
    return {"text": text, "href": href, "kind": kind, "name": name, "value": value}


@register.inclusion_tag("components/tag.html")
def tag(text, colour="grey"):
    return {"text": text, "colour": colour}


@register.inclusion_tag("components/rag.html")
def rag(rating, label="", *, hidden=False):
    """A rating: always its word and a shape. `hidden` keeps the word for screen readers only."""
    word, shape = RATINGS.get(str(rating or "").lower(), ("Not rated", "dash"))
    kind = str(rating).lower() if shape != "dash" else "none"
    return {"kind": kind, "shape": shape, "word": label or word, "hidden": hidden}


@register.inclusion_tag("components/trend.html")
def trend(ratings, what="Last ratings, oldest first"):
    """The last ratings as shapes in a row."""
    return {"ratings": ratings, "what": what}


# A figure of more characters is written smaller, so that it stays in one piece.
LONG = {"longest": 14, "long": 10}


@register.inclusion_tag("components/big_figure.html")
def big_figure(number, label, of="", as_at: date | None = None, how_we_know=""):
    return {
        "number": number,
        "size": next((name for name, least in LONG.items() if len(str(number)) > least), ""),
        "label": label,
        "of": of,
        "as_at": as_at,
        "how_we_know": how_we_know,
    }


@register.inclusion_tag("components/bar.html")
def bar(part, whole, kind="", *, show=True):
    """A small bar in a table's cell, beside its number."""
    return {"part": part, "whole": whole, "share": _share(part, whole), "kind": kind, "show": show}


GIGABIT = 1000  # Mbit/s


@register.inclusion_tag("components/speeds.html")
def speeds(before, after, what="Download", scale=0):
    """Speed before and after as two bars on one scale, with their numbers. `scale` is the greatest
    of all the speeds that stand together, so that bars of different pairs compare. No bar is full
    below a gigabit: a slow line whose new speed was not measured yet is no fast one."""
    greatest = max(before or 0, after or 0, scale or 0, GIGABIT)
    return {
        "what": what,
        "before": before,
        "after": after,
        "before_share": _share(before, greatest),
        "after_share": _share(after, greatest),
    }


@register.inclusion_tag("components/progress.html")
def progress(done, total, label):
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/field.html")
def field(bound, label="", hint="", kind="text", width=""):
    """A text input whose words the page chooses; crispy forms keep the form's own.

    `kind` is text, email, password (with a button that shows what was typed), code, or digits: a
    code that is nothing but numbers.
    """
    name = bound.auto_id
    described_by = [f"{name}_hint"] * bool(hint) + [f"{name}_error"] * bool(bound.errors)
    classes = ["govuk-input"]
    classes += [f"govuk-input--{width}"] * bool(width)
    classes += ["govuk-input--error"] * bool(bound.errors)
    # A placeholder repeats the label, faintly, and is gone when it is needed.
    attributes = {"placeholder": False, "spellcheck": "false", "autocapitalize": "none"}
    if kind == "password":
        classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
    if kind == "digits":
        attributes |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
    if kind in ("code", "digits"):
        classes.append("govuk-input--extra-letter-spacing")
    if kind == "email":
        attributes |= {"autocomplete": "email"}
    # The page says what the form would: nothing is described by words that are not there.
    bound.help_text = ""
    if described_by:
        attributes["aria-describedby"] = " ".join(described_by)
    return {
        "name": name,
        "label": label or bound.label,
        "hint": hint,
        "errors": bound.errors,
        "is_password": kind == "password",
        "widget": bound.as_widget(attrs=attributes | {"class": " ".join(classes)}),
    }


@register.inclusion_tag("components/steps.html")
def steps(items, label="Progress", *, down=False):
    """A stepped line. Each item: `label`, `state` (done, now or ahead) and, if known, `date`.
    `down`: one below the other on every screen, each with its date beside it."""
    return {"items": items, "label": label, "down": down}


@register.inclusion_tag("components/date_block.html")
def date_block(day):
    return {"day": words.as_date(day)}


@register.inclusion_tag("components/breadcrumbs.html")
def crumbs(*trail):
    """Labels and addresses in turn: `{% crumbs "Projects" projects_url title project_url %}`."""
    return {"links": list(zip(trail[::2], trail[1::2], strict=True))}


@register.inclusion_tag("components/back_link.html")
def back(href, text="Back"):
    return {"href": href, "text": text}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, parameter="page"):
    """Previous and next for a Django `Page`, keeping the filters of the address."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    prefix = f"?{query.urlencode()}&" if query else "?"
    return {
        "page": page,
        "before": f"{prefix}{parameter}={page.previous_page_number()}"
        if page.has_previous()
        else "",
        "after": f"{prefix}{parameter}={page.next_page_number()}" if page.has_next() else "",
        "numbers": [
            (number, f"{prefix}{parameter}={number}" if isinstance(number, int) else "")
            for number in page.paginator.get_elided_page_range(
                page.number, on_each_side=1, on_ends=1
            )
        ],
    }


@register.inclusion_tag("components/attention_row.html")
def attention_row(item, chased=None, *, may_chase=False):
    """One thing that waits (diz_portal.attention.Item), with its last chase for managers."""
    return {"item": item, "chased": chased, "may_chase": may_chase}


@register.inclusion_tag("components/task_row.html")
def task_row(item, states, chases):
    """The same on the home of staff: with what they noted, snoozed or assigned."""
    return {"item": item, "state": states.get(item.key), "chased": chases.get(item.key)}


# Wrappers ----------------------------------------------------------------------


@register.simple_block_tag
def card(content, title, href="", level=3):
    return _render("card", content=content, title=title, href=href, level=level)


@register.simple_block_tag
def confirmation(content, title, outcome=""):
    """The panel at the end of a task; `outcome` is a name that scripts may rely on."""
    return _render("confirmation", content=content, title=title, outcome=outcome)


@register.simple_block_tag
def panel(content):
    return _render("panel", content=content)


@register.simple_block_tag
def notification(content, kind="info", title=""):
    """A banner at the top: `success`, `error`, `warning`, or anything else for plain news."""
    if not title:
        title = {"success": "Done", "error": "There is a problem"}.get(kind, "Important")
    return _render("notification", content=content, kind=kind, title=title)


@register.simple_block_tag
def inset(content):
    return _render("inset", content=content)


@register.simple_block_tag
def warning(content):
    return _render("warning", content=content)


@register.simple_block_tag
def details(content, summary, *, is_open=False):
    return _render("details", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag
def table(content, caption, *, size="m", cards=True, sticky=False, small=False):
    """A table; on a phone each row becomes a card, labelled by its cells' `data-label`.

    With `cards=False`, for what is read down its columns, it stays a table. One that is too wide,
    as with large letters, then scrolls inside a frame which the keyboard reaches.
    """
    values = {"size": size, "cards": cards, "sticky": sticky, "small": small}
    return _render("table", content=content, caption=caption, **values)


@register.simple_block_tag
def chart(content, svg, title, note="", summary="Show these figures as a table", level=3):
    """A drawing, its finding as the title, and its table (the content) one click below."""
    values = {"svg": svg, "title": title, "note": note, "summary": summary, "level": level}
    return _render("chart", content=content, **values)


@register.simple_block_tag
def summary_list(content):
    return _render("summary_list", content=content)


@register.simple_block_tag
def summary_row(content, key, change="", what=""):
    """One row; `change` is the address that alters it and `what` names it for screen readers."""
    return _render("summary_row", content=content, key=key, change=change, what=what)


@register.simple_block_tag
def filters(content, clear="", button="Show"):
    """The shell of a GET form; `clear` is the address without any filter."""
    return _render("filters", content=content, clear=clear, button=button)


@register.simple_block_tag
def empty(content, title):
    return _render("empty", content=content, title=title)


@register.simple_block_tag
def timeline(content):
    return _render("timeline", content=content)


@register.simple_block_tag
def timeline_entry(content, title, when=None, by="", *, corrected=False):
    """`when` is a moment, a day, or words for it."""
    if isinstance(when, date):
        when = words.uk_datetime(when) if isinstance(when, datetime) else words.uk_date(when)
    values = {"title": title, "when": when, "by": by, "corrected": corrected}
    return _render("timeline_entry", content=content, **values)


@register.simple_block_tag
def attention_list(content):
    return _render("attention_list", content=content)


def _share(part, whole) -> float:
    """Per cent of the whole, never outside 0 to 100, for the width of a bar."""
    return round(min(max(100 * float(part or 0) / float(whole), 0), 100), 1) if whole else 0
