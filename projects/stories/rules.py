"""Who may read and write what a project tells: those who work on it. A manager publishes."""

import rules

from partners.roles import is_manager
from projects.benefits.rules import is_inside, works_on_it

rules.add_perm("projects.see_stories", is_manager | is_inside)
rules.add_perm("projects.write_stories", is_manager | works_on_it)
rules.add_perm("projects.publish_stories", is_manager)
