"""One email for all that is not urgent, on the days and at the hour that each person chooses.

What changed in what they work on, how much is on their to-do list, and the messages that waited for
it. A row holds when the next one is due, in Europe/London; the clock process only says "look now",
and whatever was missed makes one, marked late. An empty one is not sent.
"""
