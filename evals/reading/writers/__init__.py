"""From an article to files of many formats and layouts."""
