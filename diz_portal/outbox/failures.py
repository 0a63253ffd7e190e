"""Why a message did not go: raised by whatever hands it over, told apart by delivery."""


class Failure(Exception):
    """Why a message did not go, in words without personal data.

    `permanent`: trying again cannot help. `doubtful`: the server may have taken it all the same.
    `silent`: it was waited for as long as we wait, and did not answer.
    """

    def __init__(
        self, words: str, *, permanent: bool = False, doubtful: bool = False, silent: bool = False
    ):
        self.words, self.permanent, self.doubtful = words, permanent, doubtful
        self.silent = silent
        super().__init__(words)


class Overtaken(Exception):
    """The lease ran out while the connection was being made: somebody else has the message."""
