"""Calendars (iCalendar) and contacts (vCard)."""
