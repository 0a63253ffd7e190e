"""Lists that are declared once (docs/how-to/declare-a-list.md), and the views that people save.

A list says what it is of, who may open it, which columns, filters and orders it has, and which rows
a person may read. From that come its filters on the page, its columns and order, its export, and
saved views of it. What a saved view shows is decided for whoever reads it, at that moment: it keeps
what was chosen, never what was found.
"""
