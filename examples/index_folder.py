"""Make a workspace of a folder of your own, and say what became of each file.

    python examples/index_folder.py ~/Documents/manuals ~/manuals-workspace

The files are copied; the folder itself stays as it is. Run it again after a change: only what is
new or changed is read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant import Assistant, DocumentRefused, Workspace


def main(folder: str, workspace: str) -> None:
    """Copy the files into the workspace and index them."""
    assistant = Assistant(Workspace.create(workspace).root)
    for path in sorted(Path(folder).expanduser().iterdir()):
        if path.is_file():
            try:
                with path.open("rb") as file:
                    assistant.add(path.name, file, existing="replace")
            except DocumentRefused as error:
                print(f"{path.name}: not taken, {error}")
    print(assistant.index())
    for holding in assistant.holdings():
        print(f"{holding.name}: {holding.state} {holding.reason}".rstrip())


if __name__ == "__main__":
    if len(sys.argv) <= 2:
        sys.exit(__doc__)  # how it is called
    main(*sys.argv[1:])
