// The view /view/quality.
