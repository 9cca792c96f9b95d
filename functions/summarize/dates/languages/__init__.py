"""Dates in languages other than English, with the names of months and days in dateparser's tables."""
