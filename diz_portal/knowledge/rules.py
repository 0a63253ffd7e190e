"""Who keeps themes and recognition: managers of the lead organisation (`is_staff` follows)."""

import rules

may_keep = rules.is_active & rules.is_staff

rules.add_perm("knowledge.keep", may_keep)
