"""Lists on their way in: devices, SIM cards and vouchers, places to get help.

What a list of each kind becomes is said by the room that keeps it (`imports.py` there).
"""
