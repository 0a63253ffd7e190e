"""Copies for people who asked for theirs, on S3: those of the same tests that open a file."""

from tests.privacy import test_copies

KEPT = {"test_both_files_are_as_they_were_frozen", "test_the_files_go_with_the_person"}

# Their fixtures too.
globals().update(
    {
        name: one
        for name, one in vars(test_copies).items()
        if (name[:2] != "__" and name[:5] != "test_") or name in KEPT
    }
)
