// The view /view/talks.
