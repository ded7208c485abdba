"""The reading process for scans: text recognition needs more memory than reading text."""

from __future__ import annotations

from assistant.reading.formats import FORMATS
from assistant.reading.pdf import ocr, read_scanned
from assistant.sandbox import worker

_MORE_MEMORY = 4  # times: its models reserve two gigabytes and use half of one


def main() -> None:
    """Serve the program at the other end of input and output; see `assistant.sandbox.worker`."""
    ocr.engine()  # before anything is given up: its libraries set variables when they are loaded
    formats = {**FORMATS, ".pdf": read_scanned}
    worker.serve(formats, lambda megabytes: worker.confine(_MORE_MEMORY * megabytes))
