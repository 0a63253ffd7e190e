"""What can happen to a project: one module per subject, one function per verb."""
