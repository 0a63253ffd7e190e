"""What the partnership has promised and done, in figures that anybody can check.

Apps declare figures (`declaring.py`), each in an `impact_figures.py` that the shell discovers. The
pages at `/impact/` show them, with the rows that they are added up from.
"""
