import rules

# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("documents.watch_storage", rules.is_staff)
