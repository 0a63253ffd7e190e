"""Who may see how the portal is, and release a restored one."""

import rules

rules.add_perm("operations.see", rules.is_staff)
