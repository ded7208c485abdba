"""The corpus: which files it holds, their state, adding and removing them."""
