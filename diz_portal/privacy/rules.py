import rules

# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("privacy.see_register", rules.is_staff)
