"""Readers of files that programs keep for themselves: settings, data, calendars, records."""
