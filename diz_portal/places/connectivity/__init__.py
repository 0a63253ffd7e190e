"""How well connected our districts are, as Ofcom and the ONS publish it, beside others like them.

measures   what is measured, in whose words, and which way is better
layouts    the files as published, and how each is read
importing  a release comes in; so do the statistical neighbours
selectors  a figure, its rank among neighbours and in England, its distance from the best
picture    the pages: words, tables, map and trend

Counts are added up and percentages never averaged. Figures of the two publishers stand in series of
their own: their bases differ, and no line or sum holds both.
"""
