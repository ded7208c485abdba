"""The front doors: the terminal (`ui.cli.app`) and the page in the browser (`ui.app`)."""
