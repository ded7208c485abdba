"""Model files, and the code that runs them."""
