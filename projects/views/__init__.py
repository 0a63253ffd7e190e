"""Which page next: find, ask, call a service, answer. One module per subject."""
