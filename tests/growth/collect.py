"""Every regular expression of the packages, with how it is used.

Modules are imported and their patterns looked up; uses are read from the source. A pattern that
is written where it is used is evaluated there, a word put in by `re.escape` standing for any word.
"""

# ruff: noqa: ANN401 - a module holds anything

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("assistant", "ui", "evals")
_ONCE = ("match", "fullmatch")  # tried at one place only
_Loop = ast.For | ast.GeneratorExp | ast.ListComp | ast.SetComp
_LOOPS = (ast.For, ast.GeneratorExp, ast.ListComp, ast.SetComp)
_FUNCTIONS = (*_ONCE, "search", "sub", "subn", "split", "findall", "finditer")


@dataclass
class Use:
    """A pattern and the methods it is used by; none known: any may be."""

    pattern: re.Pattern[Any]
    place: str
    methods: set[str] = field(default_factory=set)

    @property
    def scanning(self) -> bool:
        """Whether it is looked for from every character on."""
        return not self.methods or not self.methods <= {*_ONCE}

    def run(self, text: str) -> None:
        """Match a text as it is matched where it is used, from the beginning to the end."""
        given = text.encode("utf-8", "replace") if isinstance(self.pattern.pattern, bytes) else text
        if self.scanning:
            for _ in self.pattern.finditer(given):
                pass
        for method in self.methods & {*_ONCE}:
            getattr(self.pattern, method)(given)

    @property
    def judged(self) -> re.Pattern[Any]:
        """The pattern, its end included where it must match to the end."""
        if self.methods != {"fullmatch"}:
            return self.pattern
        text, flags = self.pattern.pattern, self.pattern.flags
        if isinstance(text, bytes):
            return re.compile(rb"(?:%s)\Z" % text, flags)
        head = re.match(r"(?:\(\?[aiLmsux]+\))*", text)[0]  # type: ignore[index]
        return re.compile(rf"(?:{text[len(head) :]})\Z", flags)


def collect() -> tuple[list[Use], list[str]]:
    """All uses, and the places of patterns that cannot be told without running the code."""
    collector = _Collector()
    paths = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
    sources = [(path, module) for path in paths if (module := _module(path)) is not None]
    for _, module in sources:
        collector.define(module)
    for path, module in sources:
        collector.read(path, module)
    return list(collector.uses.values()), collector.untold


def _module(path: Path) -> ModuleType | None:
    """The module; None of one without patterns whose library is not installed."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    try:
        return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    except ModuleNotFoundError as error:
        ours = (error.name or "").partition(".")[0] in PACKAGES
        if ours or re.search(r"^\s*(import|from) re\b", path.read_text("utf-8"), re.M):
            raise
        return None


class _Collector:
    def __init__(self) -> None:
        self.uses: dict[re.Pattern[Any], Use] = {}
        self.untold: list[str] = []

    def define(self, module: ModuleType) -> None:
        """Note the patterns that a module keeps."""
        for name, value in vars(module).items():
            for pattern in _patterns(value):
                self._use(pattern, f"{module.__name__}.{name}")

    def read(self, path: Path, module: ModuleType) -> None:
        """Note how a module uses patterns, its own and others'."""
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        told = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
        for node in nodes:
            if isinstance(node, _LOOPS):
                told |= self._loop(node, module)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                self._call(node, node.func, path, module)
        for node in nodes:  # passed on, or looked up: used in any way
            named = isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
            if named and id(node) not in told:
                for pattern in _patterns(_named(node, module)):
                    self._use(pattern, "").methods.add("search")

    def _call(self, node: ast.Call, called: ast.Attribute, path: Path, module: ModuleType) -> None:
        if isinstance(called.value, ast.Name) and called.value.id == "re":
            self._function(node, called.attr, path, module)
        elif isinstance(pattern := _named(called.value, module), re.Pattern):
            self._use(pattern, "").methods.add(_method(node))

    def _loop(self, node: _Loop, module: ModuleType) -> set[int]:
        """Note the methods that are called on each pattern of a container."""
        told: set[int] = set()
        for loop in [node] if isinstance(node, ast.For) else node.generators:
            targets = {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
            patterns = list(_patterns(_named(loop.iter, module)))
            calls = [
                call
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, ast.Name)
                and call.func.value.id in targets
            ]
            if patterns and calls:
                told.add(id(loop.iter))
                for pattern in patterns:
                    self._use(pattern, "").methods.update(_method(call) for call in calls)
        return told

    def _function(self, node: ast.Call, name: str, path: Path, module: ModuleType) -> None:
        if name not in (*_FUNCTIONS, "compile"):
            return
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        flags = _flags(node, name, module)
        text = _text(node.args[0], module)
        if text is None:
            if not _is_kept(node, path):
                self.untold.append(place)
        elif name != "compile":
            self._use(re.compile(text, flags), place).methods.add(name)
        else:
            self._use(re.compile(text, flags), place)

    def _use(self, pattern: re.Pattern[Any], place: str) -> Use:
        return self.uses.setdefault(pattern, Use(pattern, place))


def _method(call: ast.Call) -> str:
    """The method of a call; a match at a given place may be tried at every place."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return name if name in _ONCE and len(call.args) == 1 else "search"


def _is_kept(node: ast.AST, path: Path) -> bool:
    """Whether it stands at the top of a module: found there as an object."""
    top = ast.parse(path.read_text("utf-8")).body
    return not any(
        part.lineno <= node.lineno <= (part.end_lineno or 0)
        for part in top
        if isinstance(part, ast.FunctionDef | ast.ClassDef)
    )


def _patterns(value: object, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for one in [*value.keys(), *value.values()]:
            yield from _patterns(one, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _patterns(one, depth - 1)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _patterns(getattr(value, one.name, None), depth - 1)


def _named(node: ast.AST, module: object) -> Any:
    """What a name, or a name in a module, stands for at the top of a module; else None."""
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute) and isinstance(
        base := _named(node.value, module), ModuleType
    ):
        return getattr(base, node.attr, None)
    return None


def _value(node: ast.AST, module: ModuleType) -> Any:
    try:
        return eval(compile(ast.Expression(node), "", "eval"), vars(module))  # noqa: S307
    except Exception:
        return None


def _flags(node: ast.Call, name: str, module: ModuleType) -> int:
    place = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(name, 2)
    named = [word.value for word in node.keywords if word.arg == "flags"]
    given = named or node.args[place : place + 1]
    return int(_value(given[0], module) or 0) if given else 0


def _text(node: ast.AST, module: ModuleType) -> Any:
    """What a pattern's expression stands for; None where only running it can tell."""
    if isinstance(node, ast.JoinedStr):
        parts = [
            part.value if isinstance(part, ast.Constant) else _text(part.value, module)
            for part in node.values
        ]
        return None if None in parts else "".join(map(str, parts))
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.escape":
        return "word"
    return _value(node, module) if isinstance(node, ast.expr) else None
