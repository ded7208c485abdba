"""Measuring verification: true sentences accepted, corrupted ones caught."""
