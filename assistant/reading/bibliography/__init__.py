"""What is known of the documents' publication, from files beside them."""
