"""What the law asks of a project’s spending: contracts, subsidy to enterprises, and the consent
that a council needs which is to be dissolved (section 24).

The portal asks and records; it does not judge.
"""
