"""Plain text: typed, extracted from elsewhere, or in lines of cells."""
