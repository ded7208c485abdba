"""Stages import only those before them; each foreign library has one door."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# In the order in which documents travel, then questions. A model's sentences are verified while
# they are written, so generation comes last.
STAGES = (
    *("nlp", "reading", "chunking", "sandbox", "indexing", "corpus"),
    *("query", "retrieval", "answering", "verification", "generation"),
    *("suggestions", "receipts"),
)
# What every stage may use, and what each of these may use itself.
GROUND = {
    "errors": set(),
    "messages": set(),
    "printable": set(),
    "progress": set(),
    "settings": {"errors"},
    "workspace": {"errors"},
    "models": {"errors", "progress", "settings"},
    "history": {"errors", "printable", "progress", "settings", "workspace"},
}
DOORS = {
    "chardet": {"assistant/reading/guessing.py"},
    "chromadb": {"assistant/indexing/vectors.py"},
    "sentence_transformers": {"assistant/models/transformer.py"},
    "onnxruntime": {"assistant/models/reranker.py"},
    "huggingface_hub": {"assistant/models/hub.py"},
    # Its two seams: our search for its engines, and its language models for us.
    "llama_index": {"assistant/retrieval/llama_index.py", "assistant/models/llm/llama.py"},
    "xllamacpp": {"assistant/models/llm/worker.py"},
    "openai": {"assistant/models/llm/endpoint.py"},
    "sqlalchemy": {
        f"assistant/history/{name}.py"
        for name in (
            *("database", "engine", "history", "queries", "ratings", "repair", "rows"),
            *("tables", "upgrading"),
        )
    },
}
MEASURING = (
    *("cases", "metrics", "runs", "running", "statistics", "gate", "reporting", "nightly"),
)
HEAVY = (
    *("torch", "sentence_transformers", "chromadb", "llama_index", "gradio", "huggingface_hub"),
    *("xllamacpp", "openai", "onnxruntime"),
)


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """Full names of all modules imported anywhere in it."""
    for found in ast.walk(node):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            assert found.level == 0, "imports are absolute"
            if found.module == "assistant":  # `from assistant import reading`
                yield from (f"assistant.{alias.name}" for alias in found.names)
            else:
                yield found.module or ""


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def loaded(path: Path) -> Iterator[str]:
    """Names of the modules that a module ever loads: all but those that only name types."""
    for node in tree(path).body:
        if not is_for_types(node):
            yield from imports(node)


def at_top(path: Path) -> Iterator[str]:
    """Names of the modules that importing this one loads at once."""
    for node in tree(path).body:
        if is_for_types(node):
            continue
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from imports(node)


def inside(path: Path) -> Iterator[str]:
    """The parts of the library that a module imports: "reading", "errors"."""
    for name in imports(tree(path)):
        if name == "assistant" or name.startswith("assistant."):
            yield name.split(".")[1] if "." in name else ""


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_those_before_it(stage: str) -> None:
    allowed = {*STAGES[: STAGES.index(stage) + 1], *GROUND}
    for path in modules(f"assistant/{stage}"):
        assert set(inside(path)) <= allowed - {"history"}, path


@pytest.mark.parametrize("stage", MEASURING)
def test_a_stage_of_measuring_imports_only_those_before_it(stage: str) -> None:
    allowed = {*MEASURING[: MEASURING.index(stage) + 1], "progress"}
    for path in modules(f"evals/{stage}"):
        names = [name.split(".") for name in imports(tree(path))]
        assert {name[1] for name in names if name[0] == "evals"} <= allowed, path
        assert not any(name[0] in ("ui", "tests") for name in names), path


@pytest.mark.parametrize("part", GROUND)
def test_the_ground_stands_by_itself(part: str) -> None:
    folder = ROOT / "assistant" / part
    paths = modules(f"assistant/{part}") if folder.is_dir() else [folder.with_suffix(".py")]
    assert paths
    for path in paths:
        assert set(inside(path)) <= {part, *GROUND[part]}, path


def test_every_part_of_the_library_is_known() -> None:
    parts = {path.relative_to(ROOT / "assistant").parts[0] for path in modules("assistant")}
    names = {part.removesuffix(".py") for part in parts}
    assert names == {*STAGES, *GROUND, "snapshot", "assistant", "__init__"}


def test_the_library_imports_neither_its_applications_nor_its_tests() -> None:
    for path in modules("assistant"):
        roots = {name.split(".")[0] for name in imports(tree(path))}
        assert not roots & {"ui", "evals", "tests"}, path


@pytest.mark.parametrize("library", DOORS)
def test_one_library_one_door(library: str) -> None:
    users = defaultdict(set)
    for package in ("assistant", "ui"):
        for path in modules(package):
            for name in loaded(path):
                users[name.split(".")[0]].add(path.relative_to(ROOT).as_posix())
    assert users[library] == DOORS[library]


def test_gradio_is_known_to_the_page_alone() -> None:
    for path in modules("assistant"):
        assert not any(name.split(".")[0] == "gradio" for name in imports(tree(path))), path


@pytest.mark.parametrize("path", modules("assistant"), ids=lambda path: path.stem)
def test_nothing_heavy_is_loaded_by_an_import(path: Path) -> None:
    assert not {name.split(".")[0] for name in at_top(path)} & {*HEAVY}
