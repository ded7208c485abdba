"""Statistics of a run: means with intervals, calibration."""
