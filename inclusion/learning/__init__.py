"""Paths and lessons, progress, sessions, and what people can do online."""
