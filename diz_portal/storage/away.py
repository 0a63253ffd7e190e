from diz_portal.access import Refusal


class StorageAway(Refusal, OSError):
    message = (
        "We cannot store or open files at the moment. Nothing was saved. Try again in a few minutes"
    )


class FolderAway(StorageAway):
    """A folder of this host is not there, or is not ours."""
