"""The benefits register: what a project is to change, for whom, from which baseline to
which target, and what was measured since."""
