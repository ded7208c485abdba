"""The page's view of the corpus: list, upload, index, remove."""
