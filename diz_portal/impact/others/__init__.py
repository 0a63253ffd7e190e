"""Our figures beside those of another partnership, from its own open file alone.

The file is `impact-figures.json` of the open data of any portal such as this one. Somebody selects
it or names it to a command: no address is fetched that was typed (`reading.py`). How each side
counts is compared too, and what differs is named (`comparing.py`).
"""
