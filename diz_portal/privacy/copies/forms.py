"""The pieces of a copy on one page, each with what is left out of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from diz_portal.editing import Edits
from diz_portal.fields import WordsField
from diz_portal.layout import Hidden, Markup, laid_out
from diz_portal.privacy.erasure import Record

from . import blacking, others
from .content import bearers
from .models import CopyReading, PreparedCopy, Reason
from .others import Suggestion
from .preparing import Piece, Preparation, mark_of
from .services import Answer

CHANGED = "This text has changed since you opened the page. Read it again, then save"
NOT_IN_IT = "“{}” is not in this text. Enter the words as they are in the text"
IN_ANOTHER_PIECE = "redacted in another text"


def suggestions(
    pieces: list[Piece], records: Iterable[Record], readings: Mapping[str, CopyReading]
) -> dict[str, list[Suggestion]]:
    """For each piece by its id, with what is left out of others and stands in it too."""
    texts = [one.cell.said for one in pieces]
    found = others.in_texts(texts, bearers(records))
    result = {}
    for piece, some in zip(pieces, found, strict=True):
        known = {each.words.casefold() for each in some}
        marked = [
            words
            for place, one in readings.items()
            if place != piece.cell.place
            for words in one.each
        ]
        more = [
            Suggestion(words, IN_ANOTHER_PIECE)
            for words in dict.fromkeys(marked)
            if words.casefold() not in known and blacking.stands_in(words, piece.cell.said)
        ]
        result[piece.id] = [*some, *more]
    return result


class ReadPieces(Edits, forms.Form):
    """`ids` are those of the pieces on the page. What was read of them last stands on it; of what
    nobody has read yet, what was found is marked."""

    def __init__(self, *args: Any, made: Preparation, ids: list[str], back: str, **kwargs: Any):
        self.ids, self._made = ids, made
        self._take(made)
        self.suggested = suggestions(self.pieces, made.records, made.readings)
        super().__init__(*args, record=made.copy, **kwargs)
        layout: list[Any] = []
        for piece in self.pieces:
            self._add(piece)
            layout += self._laid(piece)
        self.helper = laid_out(
            *layout, button="Save and continue", cancel=back, cancel_words="Back to the copy"
        )

    def _take(self, made: Preparation) -> None:
        wanted = set(self.ids)
        self.pieces = [one for one in made.pieces if one.id in wanted]

    def written(self, copy: PreparedCopy) -> dict[str, Any]:
        # Held again for being saved, it is another object, and is gathered anew.
        self._take(self._made if copy is self._made.copy else Preparation(copy))
        values: dict[str, Any] = {}
        for piece in self.pieces:
            found = self.suggested.get(piece.id, [])
            if piece.reading:
                marked = set(piece.marks.words)
            else:
                marked = {each.words for each in found if each.is_marked}
            listed = [each.words for each in found if each.words in marked]
            values |= {
                f"{piece.id}_found": listed,
                f"{piece.id}_words": "\n".join(
                    each for each in piece.marks.words if each not in listed
                ),
                f"{piece.id}_whole": piece.marks.is_withheld,
                f"{piece.id}_reason": piece.marks.reason or Reason.ANOTHER.value,
            }
        return values

    def _add(self, piece: Piece) -> None:
        found = self.suggested.get(piece.id, [])
        if found:
            self.fields[f"{piece.id}_found"] = forms.MultipleChoiceField(
                label="Redact what was found",
                choices=[(one.words, f"{one.words} ({one.why})") for one in found],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.fields[f"{piece.id}_words"] = WordsField(
            label="Redact these words too",
            help_text="As they are in the text. Enter each on a new line.",
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=4000,
            required=False,
        )
        self.fields[f"{piece.id}_whole"] = forms.BooleanField(
            label="Withhold the whole text", required=False
        )
        self.fields[f"{piece.id}_reason"] = forms.ChoiceField(
            label="Reason for redaction", choices=Reason.choices
        )
        # Not compared: whoever read another text than the one that is there now reads it again.
        self.fields[f"{piece.id}_text"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=_seen(piece)
        )

    def _laid(self, piece: Piece) -> list[Any]:
        names = [f"{piece.id}_{each}" for each in ("found", "words", "whole", "reason", "text")]
        fields = [name for name in names if name in self.fields]
        return [Markup(_headed(piece, self.suggested.get(piece.id, []))), *fields, _named(piece)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for piece in self.pieces:
            if cleaned.get(f"{piece.id}_text") != _seen(piece):
                self.add_error(f"{piece.id}_words", CHANGED)
                continue
            for each in _lines(cleaned.get(f"{piece.id}_words", "")):
                if not blacking.stands_in(each, piece.cell.said):
                    self.add_error(f"{piece.id}_words", NOT_IN_IT.format(each))
                    break
        return cleaned

    def answers(self) -> list[Answer]:
        values = self.cleaned_data
        return [
            Answer(
                piece,
                words=tuple(
                    dict.fromkeys(
                        [
                            *values.get(f"{piece.id}_found", []),
                            *_lines(values[f"{piece.id}_words"]),
                        ]
                    )
                ),
                is_withheld=values[f"{piece.id}_whole"],
                reason=values[f"{piece.id}_reason"],
            )
            for piece in self.pieces
        ]


def _named(piece: Piece) -> Hidden:
    return Hidden("piece", piece.id)


def _seen(piece: Piece) -> str:
    return mark_of(piece.cell.said)[:16]


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (" ".join(one.split()) for one in text.splitlines()))))


def _headed(piece: Piece, found: list[Suggestion]) -> SafeString:
    """The text, with what was found in it set off."""
    who = ""
    if piece.reading:
        when = "Read" if piece.is_read else "Changed since it was read"
        who = format_html('<p class="govuk-hint">{} by {}.</p>', when, str(piece.reading.by))
    return format_html(
        '<hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible">'
        '<h2 class="govuk-heading-m"><span class="govuk-caption-m">{}</span>{}</h2>'
        '<p class="govuk-body-s">{}</p>{}<div class="govuk-inset-text">{}</div>',
        piece.subject,
        piece.cell.heading,
        piece.line,
        who,
        marked(piece.cell.said, [one.words for one in found]),
    )


def marked(text: str, found: list[str]) -> SafeString:
    parts, at = [], 0
    for start, end in blacking.spans(found, text):
        parts += [_broken(text[at:start]), format_html("<mark>{}</mark>", text[start:end])]
        at = end
    return format_html_join("", "{}", ((part,) for part in [*parts, _broken(text[at:])]))


def _broken(text: str) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in text.split("\n")))
