"""Who looks after open data: programme managers."""

import rules

rules.add_perm("open_data.look_after", rules.is_staff)
