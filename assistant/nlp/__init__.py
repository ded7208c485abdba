"""What is known of language, whatever is asked: words, numbers, names, how sentences lean."""
