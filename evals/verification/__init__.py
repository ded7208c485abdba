"""Measuring the checks of written sentences: true ones let through, corrupted ones caught."""
