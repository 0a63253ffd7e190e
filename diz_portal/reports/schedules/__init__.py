"""Reports that come by themselves: on a day of the week or month, so many working days before a
board or after the end of a quarter.

A schedule is a row with the moment it is next due, in Europe/London. The clock process only says
"look now"; whatever was missed makes one report, marked late.
"""
