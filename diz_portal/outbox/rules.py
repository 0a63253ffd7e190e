import rules

# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("outbox.send_again", rules.is_staff)
