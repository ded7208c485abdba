"""Web pages, e-books, mails, and scientific articles in XML."""
