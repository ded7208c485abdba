"""Let a language model behind an OpenAI-compatible endpoint say the answer in its words.

    python examples/custom_endpoint.py http://127.0.0.1:11434/v1 llama3.2 "Are dogs allowed?"

The model sees the quotes and nothing else. Each of its sentences is checked against them as it
comes, and left out where no quote supports it; the quotes stay, whatever it writes.
"""

from __future__ import annotations

import sys

from assistant import Assistant, Settings
from assistant.generation.events import Checked, Done, Quoted


def main(url: str, model: str, question: str, workspace: str | None = None) -> None:
    """Print the quotes at once, then each sentence of the model with its verdict."""
    settings = Settings(language_model="endpoint", endpoint_url=url, endpoint_model=model)
    with_model = Assistant(workspace, settings=settings)
    for event in with_model.stream(question):
        if isinstance(event, Quoted):
            print(f"{event.answer}\n")
        elif isinstance(event, Checked):
            print(f"{event.sentence.verdict.value}: {event.sentence.text}")
        elif isinstance(event, Done) and event.answer.composed is not None:
            # A fault of the endpoint is told here, and raises nothing.
            print(event.answer.composed.fault)
    with_model.close()


if __name__ == "__main__":
    if len(sys.argv) <= 3:
        sys.exit(__doc__)  # how it is called
    main(*sys.argv[1:])
