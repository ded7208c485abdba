"""Language models: one way to have text written by any of them, and to stop them."""
