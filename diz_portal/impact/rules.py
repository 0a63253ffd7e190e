"""Who publishes: managers of the lead organisation (`is_staff` follows from it)."""

import rules

may_keep = rules.is_active & rules.is_staff

rules.add_perm("impact.keep", may_keep)
