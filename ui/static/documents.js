// The view /view/documents.
