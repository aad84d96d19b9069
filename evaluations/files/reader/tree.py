"""A small part of an Office file as a tree, for settings that are looked up in any order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from evaluations.files.reader.package import Package

_OFF = frozenset(("0", "false", "off"))


@dataclass(slots=True)
class Node:
    """An element with its attributes, children and own text; names have no prefixes."""

    tag: str
    given: dict[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)
    text: str = ""
    _firsts: dict[str, "Node"] = field(default_factory=dict)

    def add(self, child: "Node") -> None:
        """Append a child."""
        self.children.append(child)
        self._firsts.setdefault(child.tag, child)

    def all(self, tag: str) -> "Iterator[Node]":
        """The children with this name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, *tags: str) -> "Node":
        """The first child with the first name, that child's first child with the next name, and so on; an empty element if there is none."""
        node = self
        for tag in tags:
            node = node._firsts.get(tag) or Node("")
        return node

    @property
    def val(self) -> str:
        """The attribute `val`, which holds nearly every setting."""
        return self.given.get("val", "")

    @property
    def number(self) -> int | None:
        """`val` as a number of at most four digits."""
        return number(self.val)

    @property
    def is_on(self) -> bool | None:
        """Whether a switch is on; None if the element is missing."""
        return is_on(self.given) if self.tag else None


def tree(package: Package, name: str) -> Node:
    """The part `name`; an empty element if there is none.

    Raises:
        Refusal: the part is damaged or too large.
    """
    top = Node("")
    open_nodes = [top]

    def start(tag: str, given: dict[str, str]) -> None:
        node = Node(tag, given)
        open_nodes[-1].add(node)
        open_nodes.append(node)

    def end(_: str) -> None:
        open_nodes.pop()

    def text(piece: str) -> None:
        open_nodes[-1].text += piece

    if name in package:
        package.parse(name, start, end, text)
    return top.children[0] if top.children else Node("")


def number(text: str) -> int | None:
    """A number of at most four digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def is_on(given: dict[str, str]) -> bool:
    """Whether an existing switch is on; without a value, it is."""
    return given.get("val", "1") not in _OFF
