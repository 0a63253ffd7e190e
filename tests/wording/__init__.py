"""docs/words.md, as tests. `areas.py` says which parts of the portal are read."""
