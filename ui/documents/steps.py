"""How far indexing is, in words: for the documents' view, and the page while it starts."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ui.documents.indexer import Status

LOOKING = "Looking through the documents"
WAITING = "{held}. It is tried again."


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of building an index.

    stages:  how what the library tells of it begins; its words by that.
    figures: of how much, with `done` and `total`; "" where only a share is known.
    unit:    what one of these stands for.
    """

    name: str
    words: str
    stages: dict[str, str]
    figures: str = ""
    unit: int = 1


# In the order in which they come; a model that is there already needs but a moment.
STEPS = (
    Step(
        "reading",
        "Read the documents",
        {"Reading": "Reading the documents"},
        "{done:,} of {total:,}",
    ),
    Step(
        "model",
        "Get the search model ready",
        {
            "Fetching ": "Fetching the search model",
            "Copying ": "Copying the search model",
            "Checking ": "Checking the search model",
            "Loading ": "Loading the search model",
        },
        "{done:,} of {total:,} MB",
        1_000_000,
    ),
    Step(
        "sentences",
        "Work through the sentences",
        {"Embedding": "Working through the sentences"},
        "{done:,} of {total:,}",
    ),
    Step("writing", "Write the index", {"Storing vectors": "Writing the index"}),
    Step(
        "checking",
        "Check the index",
        {"Checking the search": "Checking the index", "Checking": "Checking the index"},
    ),
)
OPENING = Step("opening", "Open the chat", {})


def as_json(status: Status) -> dict[str, object]:
    """The status with what the page shows of it.

    step:  its name; "" before the first.
    says:  what is done and how much of it, without a full stop; what is waited for, with one.
    share: of the step that is done, in [0, 1]; None where that cannot be known.
    """
    found = _found(status.stage)
    shown: dict[str, object] = {"step": "", "says": LOOKING, "share": None}
    if found is not None:
        step, words = found
        share = status.done / status.total if status.total > 1 else None
        shown = {"step": step.name, "says": f"{words}{_figures(status, step)}", "share": share}
    if status.held:
        shown["says"] = WAITING.format(held=status.held)
    return asdict(status) | shown


def _found(stage: str) -> tuple[Step, str] | None:
    stages = [(start, step, words) for step in STEPS for start, words in step.stages.items()]
    for start, step, words in stages:
        if stage == start:
            return step, words
    # "Checking all-MiniLM-L6-v2" is of the model, and longer than its name here.
    for start, step, words in stages:
        if start.endswith(" ") and stage.startswith(start):
            return step, words
    return None


def _figures(status: Status, step: Step) -> str:
    said = ""
    if status.total > 1 and status.total >= step.unit:
        figures = step.figures or f"{100 * status.done // status.total} %"
        said = ": " + figures.format(done=status.done // step.unit, total=status.total // step.unit)
    if status.seconds is not None and status.done < status.total:
        said += f", {duration(status.seconds)} left"
    return said


def duration(seconds: float) -> str:
    """For people: "25 s", "3 min"."""
    return f"{max(1, round(seconds))} s" if seconds < 60 else f"{round(seconds / 60)} min"
