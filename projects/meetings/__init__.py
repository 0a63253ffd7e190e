"""Meetings of a board: papers, who came, what was decided, who does what by when, and the minutes.

It stands on all rooms: a decision carries out a change request, and a paper may be an issued pack.
"""
