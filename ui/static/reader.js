// The view /view/reader.
