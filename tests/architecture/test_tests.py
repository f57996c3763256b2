"""The tests test something, and the guard that says so is itself tested."""

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]


def faults(source: str) -> list[str]:
    """Return what makes a test module assert less than it seems to."""
    found = []
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and isinstance(node.msg, ast.Compare):
            found.append(f"line {node.lineno}: the comparison is the message of the assert")
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Tuple):
            found.append(f"line {node.lineno}: a tuple is always true")
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}:
            found.append(f"line {node.lineno}: a test that sleeps")
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name not in used:
            found += _faults_of(node)
    return found


def _faults_of(node: ast.FunctionDef) -> list[str]:
    """A helper may assert when its name says so; a function that looks like a test must be one."""
    if node.name.startswith("test_"):
        return [] if _checks(node) else [f"{node.name}: asserts nothing"]
    named = node.name.startswith(("_", "assert_", "check_", "expect_"))
    if named or node.decorator_list or node.returns is None or ast.unparse(node.returns) != "None":
        return []
    if any(isinstance(inner, ast.Assert) for inner in ast.walk(node)):
        return [f"{node.name}: asserts, but its name does not begin with test_"]
    return []


def _checks(node: ast.FunctionDef) -> bool:
    """Tell whether a test asserts, expects an error, or calls something that asserts."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assert):
            return True
        if isinstance(inner, ast.Call):
            name = ast.unparse(inner.func)
            if (
                name.endswith(".page")
                or "raises" in name
                or "state_machine" in name
                or "expect" in name
                or "assert" in name
                or "check" in name
            ):
                return True
    return False


def test_every_test_can_fail() -> None:
    wrong = {
        str(path.relative_to(TESTS)): found
        for path in TESTS.rglob("test_*.py")
        if (found := faults(path.read_text(encoding="utf-8")))
    }
    assert not wrong


def test_the_guard_finds_each_fault() -> None:
    assert faults("def test_a():\n    assert x, y == z\n")
    assert faults("def test_a():\n    assert (x, y)\n")
    assert faults("def test_a():\n    time.sleep(1)\n    assert x\n")
    assert faults("def it_works() -> None:\n    assert x\n")
    assert faults("def test_a():\n    x = 1\n")
    assert not faults("def test_a():\n    assert x == 1\n")
