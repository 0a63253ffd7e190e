"""The register of requests about one's personal data, and the register of complaints.

Whoever asks or complains needs no account: by the public page, by telephone, by letter or in
person. Each has a clock (UK GDPR, Article 12(3); Data Protection Act 2018, section 164A), a state,
and a history that is only added to.
"""
