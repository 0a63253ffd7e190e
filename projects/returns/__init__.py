"""Reporting rounds, the returns that partners send, and their reminders."""
