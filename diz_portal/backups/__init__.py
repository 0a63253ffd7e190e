"""A backup is one folder: the database, the files, and a manifest that says what they hold.

`taking` writes one, `restoring` reads one into an empty place, `checking` restores one on trial and
counts, `keeping` says which are kept. How an operator uses them: docs/how-to/restore.md.
"""

from diz_portal.access import Refusal


class CannotBackUp(Refusal):
    message = "The backup could not be taken"


class CannotRestore(Refusal):
    message = "The backup cannot be restored"
