import rules

# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("outbox.send_again", rules.is_staff)

# They post the letters and ring, for people who have no email.
rules.add_perm("outbox.tell_by_hand", rules.is_staff)
