"""What the pages of every app are written with: find, ask, call, answer.

A page on which somebody does something is a form, a service, and a sentence when it is done:

    @acts
    def close(request, slug):
        found = find(request, slug)
        form = CloseForm(posted(request), cancel=found.get_absolute_url())
        return acted(
            request,
            form,
            lambda: services.close(seminar=found, by=request.user, **form.cleaned_data),
            done="The seminar is closed.",
            back=found.get_absolute_url(),
            template="seminars/workspace/close.html",
            seminar=found,
        )

Where what comes next depends on what the service answered, the page is written out with
`carried_out` and `show`. Where nothing is typed, `confirm` asks first. A page that lists reads what
was chosen with `chosen_of` and takes its part of the rows with `page_of`.
"""

from .answering import acted, acts, carried_out, posted, posted_files, show
from .asking import PUBLIC, confirm
from .listing import A_PAGE, chosen_of, page_of

__all__ = [
    "A_PAGE",
    "PUBLIC",
    "acted",
    "acts",
    "carried_out",
    "chosen_of",
    "confirm",
    "page_of",
    "posted",
    "posted_files",
    "show",
]
