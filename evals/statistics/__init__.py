"""A run in figures: means with intervals, and how well the confidence tells right from wrong."""
