"""Generation: a language model's words, made from the chosen quotes and checked against them."""
