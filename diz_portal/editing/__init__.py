"""Two people, one record: nobody's work is wiped out by a form that was opened earlier.

A form that changes a record carries what it showed when it was opened. When it is sent, the record
is locked and read anew, and each answer is looked at by itself: what the person left alone stays as
it is stored now, what they changed is written, and where someone else changed the same answer
meanwhile nothing is saved, and the page asks which to keep.

    class SeriesForm(Edits, forms.Form):
        def __init__(self, *args, series, **kwargs):
            super().__init__(*args, record=series, **kwargs)

        def written(self, series):
            return {"title": series.title, "summary": series.summary}

    with held(form):
        if form.is_valid():
            services.edit_series(series=form.record, **form.cleaned_data)

`diz_portal.pages.carried_out` does the second part for most pages.
"""

from .forms import CONFLICT, Edits, EditsModel, held, status_of

__all__ = ["CONFLICT", "Edits", "EditsModel", "held", "status_of"]
