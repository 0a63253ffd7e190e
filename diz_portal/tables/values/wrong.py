"""Why a value is not taken, in a sentence for the person who typed or sent it."""

from dataclasses import dataclass


class Wrong(ValueError):
    """A value that cannot be right. Its text says what to do, without a full stop at the end."""


class Unreadable(Wrong):
    """Nothing of the kind at all, so that a form can say in words of its own what to enter."""


@dataclass(frozen=True)
class Convention:
    """A way to write numbers or days that is not ours: what is said of whole columns of a file.

    `{heading}` is the column's, `{where}` the cell that shows it.
    """

    # Of the column that the cell is in.
    of_column: str
    # Of another, whose own cell `{shown}` could be read both ways.
    of_neighbour: str


class OtherConvention(Wrong):
    """The value shows that the person who wrote it writes numbers or days in another way than ours.

    In a file that says something about its neighbours too: see `columns`.
    """

    def __init__(self, sentence: str, convention: Convention):
        super().__init__(sentence)
        self.convention = convention


class WrongEncoding(Wrong):
    """Text that was saved in one encoding and opened in another; `repaired` is what it said."""

    def __init__(self, text: str, repaired: str):
        super().__init__(
            f"“{text[:60]}” was saved in the wrong encoding. It should probably be "
            f"“{repaired[:60]}”. Save the file again as “CSV UTF-8” or as an Excel workbook"
        )
        self.text, self.repaired = text, repaired
