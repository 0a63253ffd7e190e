"""The money of a project: who gives it, what has come, what was spent, and what is left.

Amounts are Decimal pounds. `models.sources` says what was promised, `models.postings` what came and
went; everything shown is a sum of such rows, as at any day.
"""
