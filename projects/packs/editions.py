"""An edition of a pack. This is the one place where what is withheld leaves the paper: the public
edition is put together without it, and whatever is written of a paper (pages, PDF, Excel, CSV, its
bookmarks and alternative texts) is written of that alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from diz_portal.reports.declaring import (
    Column,
    Edition,
    Figures,
    Kind,
    Paper,
    Section,
    Sentence,
    Table,
    Text,
)
from diz_portal.words import uk_date
from projects.packs import figures, schedule_12a
from projects.packs.contents import Contents, Line
from projects.packs.models import IMPLICATIONS, PackDecision, PackSection, PackWithheld, named

# Of a sentence's rows, on the page.
MOST_ROWS = 12
RESTATED = (
    Column("figure", "Figure"),
    Column("day", "As at", Kind.DAY),
    Column("was", "Was", Kind.WHOLE),
    Column("now", "Now", Kind.WHOLE),
    Column("why", "Why"),
)
WITHHELD = (
    Column("item", "Item"),
    Column("paragraph", "Paragraph of Schedule 12A"),
    Column("reason", "Why it is in the public interest to keep this private"),
    Column("decided_by", "Decided by"),
    Column("review_on", "Private until", Kind.DAY),
)
IMPLICATION = (Column("implication", "Implication"), Column("said", "What the board should know"))
LEFT_OUT = "Figures of a section that is not for publication are left out."
NO_SPEND = "Spend is left out, because the project does not publish it."
NO_SPEND_OF_ALL = "Spend is left out, because not all projects publish it."
ON_SPEND = (
    "Spend from the books is what was paid by the end of that day, less refunds. Reported spend is "
    "the latest figure of each partner’s monthly return, where it is not the same."
)
NOTES = (
    "Live counts the sites that are connected, in service or accepted.",
    "A past day shows what was recorded by the end of that day. Milestones and risks are as they "
    "were recorded when the pack was created.",
    "A restated figure is one that the last pack stated and that has changed since, for the same "
    "day.",
)


def paper(contents: Contents, edition: str) -> Paper:
    is_public = edition != Edition.EXEMPT
    held = [*contents.withheld, *(line.withheld for line in contents.lines if line.withheld)]
    paragraphs = {one.paragraph for one in held}
    made = [_section(contents, PackSection(key), is_public=is_public) for key in PackSection]
    if not is_public and held:
        unlike = list({id(one): one for one in held}.values())
        made.append(Section("withheld", "Items not for publication", [_withheld(unlike)]))
    return Paper(
        title=f"Board pack: {contents.subject}",
        sections=made,
        facts=_facts(contents, is_public=is_public),
        notes=NOTES if is_public and not contents.about.publishes_spend else (*NOTES, ON_SPEND),
        marking="" if is_public else schedule_12a.marking(paragraphs),
    )


def _facts(contents: Contents, *, is_public: bool) -> list[tuple[str, str]]:
    pack = contents.pack
    period = f"{uk_date(contents.since)} to {uk_date(contents.as_at.day)}"
    edition = "Public" if is_public else "Exempt: not for publication"
    if pack is None:
        return [("Changes", period), ("Edition", edition), ("Status", "Not for a meeting")]
    meeting = [("Meeting", pack.board.name), ("Date of meeting", uk_date(pack.board.date))]
    status = "Draft" if pack.is_draft else f"Issued {uk_date(pack.issued_at or timezone.now())}"
    return [*meeting, ("Changes", period), ("Edition", edition), ("Status", status)]


def _section(contents: Contents, section: PackSection, *, is_public: bool) -> Section:
    held = contents.of_section(section)
    if held is not None and is_public:
        said = schedule_12a.in_public("This section", held.paragraph)
        return Section(section, section.label, [Text([Sentence(f"{said}.")])])
    if section == PackSection.CHANGED:
        parts: list[Any] = list(_changed(contents, is_public=is_public))
    elif section == PackSection.FIGURES:
        parts = list(_figures(contents, is_public=is_public))
    elif section == PackSection.DECISIONS:
        parts = list(_decisions(contents, is_public=is_public))
    else:
        parts = list(contents.parts[section])
    return Section(section, section.label, parts, exempt=_exempt(held) if held else "")


def _exempt(held: PackWithheld) -> str:
    kind = schedule_12a.Paragraph(held.paragraph)
    return f"Not for publication: exempt under paragraph {kind.value} ({kind.about})."


# What has changed -------------------------------------------------------------------


def _changed(contents: Contents, *, is_public: bool) -> Iterator[Text | Table]:
    lines = [one for one in contents.lines if not is_public or contents.tells_public_of(one)]
    without = contents.changes_left_out if is_public else []
    yield Text([Sentence(_since(contents, lines or without)), *(Sentence(one) for one in without)])
    if lines:
        yield Text([_line(contents, one, is_public=is_public) for one in lines], is_list=True)
    if not contents.restated:
        return
    if is_public and contents.figures_are_private:
        return
    rows = [(one.label, one.day, one.was, one.now, one.why) for one in contents.restated]
    yield Table(
        "restated",
        "Figures of the last pack that have been restated",
        RESTATED,
        lambda: rows,
        len(rows),
    )


def _since(contents: Contents, told: Sequence[Any]) -> str:
    if contents.last is None:
        start, when = "This is the first pack.", "in this period"
    else:
        start = f"The last pack was issued on {uk_date(contents.last.issued_at or timezone.now())}."
        when = "since then"
    return start if told else f"{start} Nothing has changed in the records {when}."


def _line(contents: Contents, line: Line, *, is_public: bool) -> Sentence:
    held = contents.of_line(line)
    if held is None:
        # The rows are the records in their own words, reasons and names among them: the public
        # edition has the sentence alone, wherever its files end up.
        return Sentence(line.text, rows=() if is_public else line.rows[:MOST_ROWS])
    if is_public:
        return Sentence(f"{schedule_12a.in_public('A sentence', held.paragraph)}.")
    said = f"{line.text} (Exempt: paragraph {held.paragraph}.)"
    return Sentence(said, rows=line.rows[:MOST_ROWS])


# Key figures ------------------------------------------------------------------------


def _figures(contents: Contents, *, is_public: bool) -> Iterator[Figures | Text]:
    every = contents.about.figures
    shown = [one for one in every if not is_public or contents.figure_is_public(one.key)]
    if shown:
        yield Figures("figures", shown)
    said = []
    if is_public and any(contents.of_figure(one) for one in figures.SECTIONS):
        said.append(LEFT_OUT)
    if is_public and not contents.about.publishes_spend:
        said.append(NO_SPEND_OF_ALL if contents.project is None else NO_SPEND)
    if said:
        yield Text([Sentence(one) for one in said])


# Decisions --------------------------------------------------------------------------


def _decisions(contents: Contents, *, is_public: bool) -> Iterator[Text | Table]:
    if not contents.decisions:
        yield Text([Sentence("The board is asked to note this pack. No decision is required.")])
    for number, (decision, held) in enumerate(contents.decisions, start=1):
        if held is not None and is_public:
            said = schedule_12a.in_public(f"Decision {number}", held.paragraph)
            yield Text([Sentence(f"{said}.")])
        else:
            yield from _decision(number, decision, held)


def _decision(
    number: int, decision: PackDecision, held: PackWithheld | None
) -> Iterator[Text | Table]:
    said = [Sentence(_exempt(held))] if held else []
    options = [line.strip() for line in decision.options.splitlines() if line.strip()]
    advised = [Sentence(one) for one in decision.recommendation.splitlines() if one.strip()]
    yield Text([*said, Sentence(decision.question)], title=f"Decision {number}")
    yield Text([Sentence(one) for one in options], is_list=True, title="Options")
    yield Text(advised, title="Recommendation")
    rows = [(_name(name), getattr(decision, name) or "Not written yet") for name in IMPLICATIONS]
    yield Table(
        f"implications-{number}",
        f"Implications of decision {number}",
        IMPLICATION,
        lambda: rows,
        len(rows),
    )


def _name(field: str) -> str:
    return named(field).removesuffix(" implications").capitalize()


# What is withheld -------------------------------------------------------------------


def _withheld(held: list[PackWithheld]) -> Table:
    rows = [
        (
            one.what,
            schedule_12a.Paragraph(one.paragraph).label,
            one.reason,
            str(one.decided_by),
            one.private_until or one.review_on,
        )
        for one in held
    ]
    return Table("withheld", "Only in this edition", WITHHELD, lambda: rows, len(rows))
