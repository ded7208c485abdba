"""Questions that the documents answer, made from what the documents themselves say."""
