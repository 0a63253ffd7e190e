"""Landlines, alarms and telecare before the old phone lines are switched off: what is asked in a
call, and who needs one.

It stands on cases: a need of this kind has a record of its own here, with its own states.
"""
