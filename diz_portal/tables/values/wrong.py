"""Why a value is not taken, in a sentence for the person who typed or sent it."""


class Wrong(ValueError):
    """A value that cannot be right. Its text is a sentence that says what to do."""


class Unreadable(Wrong):
    """Nothing of the kind at all, so that a form can say in words of its own what to enter."""


class OtherConvention(Wrong):
    """The value shows that whoever wrote it writes numbers or days in another way than ours.

    In a file that says something about its neighbours too: see `columns`.
    """

    def __init__(self, sentence: str, *, written: str, cure: str, like: str):
        super().__init__(sentence)
        # “is written with a decimal comma”; what to do with the whole column; and how a value that
        # looks well might be meant.
        self.written, self.cure, self.like = written, cure, like


class WrongEncoding(Wrong):
    """Text that was saved in one encoding and opened in another; `repaired` is what it said."""

    def __init__(self, text: str, repaired: str):
        super().__init__(
            f"“{text[:60]}” was saved in the wrong encoding. It seems to say “{repaired[:60]}”: "
            "save the file again as “CSV UTF-8”, or as an Excel workbook"
        )
        self.text, self.repaired = text, repaired
