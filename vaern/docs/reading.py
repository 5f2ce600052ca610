"""The tests as they are written: read, not run."""

import ast
from collections.abc import Iterator
from pathlib import Path


def tests_below(folder: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield each function of the test files below a folder, with its file, in the order of the files."""
    for path in sorted(folder.rglob("test_*.py")):
        file = path.relative_to(folder).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield file, node


def shortened(test: str) -> str:
    """Return the name of a test as the sentence it is."""
    return test.removeprefix("test_").replace("_", " ")
