"""The nightly evaluation: run, gate, report, exit code."""
