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
    *("nlp", "reading", "chunking", "types", "citation", "sandbox", "indexing"),
    *("replication", "corpus"),
    *("query", "retrieval", "answering", "verification", "generation"),
    *("suggestions", "receipts", "diagnosis"),
)
# What every stage may use, and what each of these may use itself.
GROUND = {
    "errors": set(),
    "lru": set(),
    "messages": set(),
    "printable": set(),
    "progress": set(),
    "settings": {"errors"},
    "workspace": {"errors"},
    "models": {"errors", "progress", "settings"},
    "history": {"errors", "printable", "progress", "settings", "workspace"},
}
DOORS = {
    "py3langid": {"assistant/reading/languages.py"},
    "ray": {"assistant/indexing/cluster/ray_cluster.py"},
    "chardet": {"assistant/reading/encodings/likelihood.py"},
    "chromadb": {"assistant/indexing/vectors.py"},
    "fsspec": {"assistant/replication/store.py"},
    "httpx": {
        "assistant/indexing/chroma_server.py",
        "assistant/models/network.py",
        *(f"assistant/models/llm/{name}.py" for name in ("transport", "endpoint")),
    },
    "pypdfium2": {"assistant/reading/pdf/engine.py"},
    "sentence_transformers": {"assistant/models/pytorch.py"},
    "onnxruntime": {"assistant/models/onnx_session.py"},
    "huggingface_hub": {"assistant/models/hub.py"},
    # Its two seams: our search for its engines, and its language models for us.
    "llama_index": {"assistant/retrieval/llama_index.py", "assistant/models/llm/llama.py"},
    "xllamacpp": {"assistant/models/llm/worker.py"},
    "openai": {"assistant/models/llm/endpoint.py"},
    "jinja2": {"ui/templating.py"},
    "sqlalchemy": {
        f"assistant/history/{name}.py"
        for name in ("database", "engine", "history", "queries", "repair", "tables")
    },
}
MEASURING = (
    *("gold_cases", "records", "metrics", "statistics", "running", "gate", "reporting", "nightly"),
)
HEAVY = (
    *("torch", "sentence_transformers", "chromadb", "llama_index", "gradio", "huggingface_hub"),
    *("xllamacpp", "openai", "onnxruntime", "fsspec", "aiohttp", "ray"),
)


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def parts_of(package: str, part: str) -> list[Path]:
    """The files of a part: a folder, or one file."""
    folder = ROOT / package / part
    found = modules(f"{package}/{part}") if folder.is_dir() else [folder.with_suffix(".py")]
    assert found
    assert found[0].is_file(), found
    return found


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
    allowed = {*STAGES[: STAGES.index(stage) + 1], *GROUND} - {"history"}
    for path in parts_of("assistant", stage):
        assert set(inside(path)) <= allowed, path


@pytest.mark.parametrize("stage", MEASURING)
def test_a_stage_of_measuring_imports_only_those_before_it(stage: str) -> None:
    allowed = {*MEASURING[: MEASURING.index(stage) + 1], "console"}
    if stage == "nightly":
        allowed.add("general")
    for path in parts_of("evals", stage):
        names = [name.split(".") for name in imports(tree(path))]
        assert {name[1] for name in names if name[0] == "evals"} <= allowed, path
        assert not any(name[0] in ("ui", "tests") for name in names), path


@pytest.mark.parametrize("part", GROUND)
def test_the_ground_stands_by_itself(part: str) -> None:
    for path in parts_of("assistant", part):
        assert set(inside(path)) <= {part, *GROUND[part]}, path


def test_every_part_of_the_library_is_known() -> None:
    parts = {path.relative_to(ROOT / "assistant").parts[0] for path in modules("assistant")}
    names = {part.removesuffix(".py") for part in parts}
    assert names == {*STAGES, *GROUND, "snapshot", "assistant", "__init__"}


def test_the_evaluation_runs_without_a_front_door() -> None:
    for path in modules("evals"):
        assert not {name.split(".")[0] for name in imports(tree(path))} & {"ui", "tests"}, path


@pytest.mark.parametrize("package", ["assistant", "ui", "evals"])
def test_no_module_imports_itself_in_a_circle(package: str) -> None:
    # Imports inside functions and for types count as well: they are arrows for a reader.
    graph = {name_of(path): set(imports_of_modules(path)) for path in modules(package)}
    done: set[str] = set()
    for name in graph:
        assert not (circle := circle_from(name, graph, (), done)), " -> ".join(circle)


@pytest.mark.parametrize("package", ["assistant", "ui", "evals"])
def test_modules_can_be_imported_in_any_order(package: str) -> None:
    # Importing a.b.c runs a/__init__.py and a/b/__init__.py first, which may import more.
    graph = {name_of(path): set(loaded_before(path)) for path in modules(package)}
    done: set[str] = set()
    for name in graph:
        assert not (circle := circle_from(name, graph, (), done)), " -> ".join(circle)


def loaded_before(path: Path) -> Iterator[str]:
    """What has to be loaded before a module can be, the packages around that included."""
    own = name_of(path)
    for node in tree(path).body:
        if is_for_types(node) or not isinstance(node, ast.ImportFrom):
            continue
        for name in imports_of_modules(path, node):
            parts = name.split(".")
            around = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
            yield from (one for one in around if one != own and not own.startswith(f"{one}."))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of_modules(path: Path, part: ast.AST | None = None) -> Iterator[str]:
    """Like `imports`, with `from package import module` told apart from a name of the package."""
    for found in ast.walk(part or tree(path)):
        if isinstance(found, ast.ImportFrom):
            for alias in found.names:
                full = f"{found.module}.{alias.name}"
                inside_it = (ROOT / full.replace(".", "/")).with_suffix(".py").is_file()
                is_package = (ROOT / full.replace(".", "/") / "__init__.py").is_file()
                name = full if inside_it or is_package else found.module or ""
                yield name
                # Importing a module loads the packages around it first.
                yield from packages_around(name, name_of(path))


def packages_around(name: str, importer: str) -> Iterator[str]:
    """The packages that a module is in and its importer is not."""
    while "." in name:
        name = name.rpartition(".")[0]
        if not f"{importer}.".startswith(f"{name}."):
            yield name


def circle_from(
    name: str, graph: dict[str, set[str]], above: tuple[str, ...], done: set[str]
) -> tuple[str, ...]:
    """A way from a module back to itself; () where there is none."""
    if name in above:
        return (*above[above.index(name) :], name)
    if name in done or name not in graph:
        return ()
    for one in sorted(graph[name]):
        if circle := circle_from(one, graph, (*above, name), done):
            return circle
    done.add(name)
    return ()


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
