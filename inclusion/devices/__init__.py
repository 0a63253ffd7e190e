"""The device bank: gifts, wiping, repair, loans."""
