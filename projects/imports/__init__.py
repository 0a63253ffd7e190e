"""Files on their way into a project: read, matched, checked, applied all or nothing, undone.

checking → diz_portal.tables         a file becomes rows of cells, or one clear sentence
fields   → values                    its headings become our fields, its cells our values
         → sites, practices, records rows become a preview: new, changed, unchanged, errors
applying, undoing                    the preview becomes records, in one transaction
jobs     → tasks                     who does the long parts, and who picks up after them
"""
