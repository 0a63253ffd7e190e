"""What can be read of a project: one module per subject."""
