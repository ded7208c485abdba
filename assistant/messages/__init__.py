"""Every fixed phrase that a reader of answers sees, one module for each language."""
