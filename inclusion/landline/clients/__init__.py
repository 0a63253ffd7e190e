"""A partner's list of people who depend on a landline, such as a council's telecare clients: each
becomes a referral, and is told.
"""
