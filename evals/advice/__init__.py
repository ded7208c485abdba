"""Which questions ask about somebody's own health: examples, fitting, measuring."""
