"""Language models: one interface to write with any of them, and to stop it."""
