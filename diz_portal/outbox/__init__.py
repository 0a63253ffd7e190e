"""Every message is stored with the change that caused it, then delivered (design §4.2)."""
