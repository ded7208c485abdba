"""The front doors: the terminal (`ui.terminal`) and the page in the browser (`ui.web`)."""
