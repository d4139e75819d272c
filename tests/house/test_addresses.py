"""Nothing is owed to somebody by their own workspace, where the app need not be (Slack Connect)."""

import ast
from collections.abc import Iterator
from pathlib import Path

SERVICES = Path(__file__).parents[2] / "bot" / "services"
PEOPLE = {"slack", "who", "by"}
ASKED_OF_A_WORKSPACE = {"get", "is_nobodys", "lines_with"}
"""Is the app there, whose is it, what says its list: nobody is written to by these."""


def own_workspaces(tree: ast.AST) -> Iterator[tuple[ast.Attribute, ast.AST]]:
    """`person.slack.team`, `who.team`, `this.who.team`, each with what it stands in."""
    for parent in ast.walk(tree):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Attribute) and node.attr == "team" and _whose(node.value) in PEOPLE:
                yield node, parent


def _whose(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def is_no_address(parent: ast.AST) -> bool:
    """It is compared, named in a key, or asked about."""
    match parent:
        case ast.Compare() | ast.FormattedValue():
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in ASKED_OF_A_WORKSPACE
        case _:
            return False


def addresses(source: str) -> list[str]:
    return [ast.unparse(node) for node, parent in own_workspaces(ast.parse(source)) if not is_no_address(parent)]


def test_services_write_to_people_by_the_workspace_that_reaches_them() -> None:
    found = {path.name: addresses(path.read_text(encoding="utf-8")) for path in SERVICES.glob("*.py")}
    assert {name: culprits for name, culprits in found.items() if culprits} == {}


def test_an_address_is_told_from_a_comparison() -> None:
    owed = "tell(by.id, by.slack.team); look_up(it, via=this.who.team); {person.id: who.team}"
    assert set(addresses(owed)) == {"by.slack.team", "this.who.team", "who.team"}
    assert addresses("place.team == person.slack.team; workspaces.get(tx, who.team); f'{who.team}'") == []
