"""The whole evaluation at night: gate, report, summary, and an exit code that means something."""
