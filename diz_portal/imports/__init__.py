"""Files on their way in, whatever they hold: read, matched, checked, looked at, applied all or
nothing, undone.

    class ImportBatch(Batch): …            the tables are an app's own: models
    kinds.register(ImportBatch, SITES)     and so is what a file may hold: kinds

checking → diz_portal.tables       a file becomes rows of cells, or one clear sentence
         → headings, columns       its headings become our fields, its cells our values
         → a kind's own check      rows become a preview: new, changed, corrections, errors
services → choosing                what people say: match, leave rows out, tick corrections, apply
jobs     → tasks                   who does the long parts, and who picks up after them
records                            applying and undoing for tables of some hundred rows
files                              how long the file itself is kept
views, forms, selectors            the pages, the same for every kind
"""
