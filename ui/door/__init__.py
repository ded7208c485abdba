"""What a request passes before it reaches Gradio: it is one of the page's own, and there is room.

Gradio's routes take what its browser code sends and little else: an unknown function, a name where
a number is meant or half a character ends them with a traceback. So what comes is read here, held
against the few messages that this page sends, and written again from what was parsed.
"""
