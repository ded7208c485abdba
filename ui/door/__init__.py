"""Check requests before they reach Gradio: they must be the page's own, and there must be room.

Gradio's routes accept little but what its browser code sends: an unknown function, a name in place
of a number, or half a character ends them with a traceback. So each request is parsed here,
compared with the few messages that this page sends, and written again from what was parsed.
"""
