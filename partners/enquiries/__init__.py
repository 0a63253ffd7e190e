"""Businesses that think of moving here: a named partner answers by a day that is said."""
