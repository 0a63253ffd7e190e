"""Board packs: drafted by rules from what changed, edited, issued in two editions and then frozen.

What a pack says comes from the rooms beneath (`sections.py`); what may be withheld from the public
edition is law and stands in `schedule_12a.py`; `editions.py` is the one place where an edition is
made, so that what is withheld can only leave the paper there.
"""
