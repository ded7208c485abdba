"""What the program knows of language: words, numbers, names, phrases, discourse."""
