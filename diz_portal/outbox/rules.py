import rules

from diz_portal.access import residents_records

# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("outbox.send_again", rules.is_staff)

# They post the letters and ring, for people who have no email.
rules.add_perm("outbox.tell_by_hand", rules.is_staff)

# Messages to residents: whom they are to, and in letters and calls what they say.
residents_records("outbox.send_again", "outbox.tell_by_hand", held_by=rules.is_staff)
