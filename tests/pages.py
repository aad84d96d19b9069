"""A page as whoever asked for it reads it: its text, its fields by name, what can be ticked, where it leads."""

from collections.abc import Mapping

from django.http import HttpResponseBase
from lxml import html


class Page:
    """The page of an answer; white space counts once."""

    def __init__(self, response: HttpResponseBase) -> None:
        """Read the answer's content, whatever its status."""
        assert hasattr(response, "content")
        self._root = html.document_fromstring(response.content.decode())

    @property
    def text(self) -> str:
        """All that can be read, without what texts are drawn with."""
        return _text_of(self._root.body)

    @property
    def headings(self) -> list[str]:
        """The texts of the headings of all levels, from the top."""
        return [_text_of(one) for one in self._root.iter("h1", "h2", "h3", "h4")]

    @property
    def fields(self) -> Mapping[str, str]:
        """The values of all fields by name: what a browser would show in them."""
        # The line feed that a text area begins with is none of its text.
        return {
            one.name: (one.value or "").removeprefix("\n")
            for one in self._root.iter("input", "textarea", "select")
            if one.name
        }

    @property
    def buttons(self) -> set[str]:
        """Where a button sends the form to that holds it, where that is its own address."""
        return set(map(str, self._root.xpath("//button/@formaction")))

    @property
    def links(self) -> set[tuple[str, str]]:
        """Where the links lead, each with its text."""
        return {(str(link.get("href")), _text_of(link)) for link in self._root.iter("a")}

    @property
    def addresses(self) -> set[str]:
        """Where the links lead."""
        return {address for address, _ in self.links}

    def takes(self, kind: str) -> bool:
        """Whether there is a field of this type (`file`)."""
        return any(one.get("type") == kind for one in self._root.iter("input"))

    def ticked(self, name: str) -> Mapping[str, bool]:
        """The boxes of this name by their value, and whether they are ticked."""
        return {box.get("value"): box.checked for box in self._root.iter("input") if box.name == name}

    def beside(self, name: str, class_name: str) -> Mapping[str, str]:
        """What stands as this class in the row of each box of this name, by the box's value."""
        boxes = [box for box in self._root.iter("input") if box.name == name]
        rows = {box.get("value"): next(box.iterancestors("tr")) for box in boxes}
        return {value: _text_of(one) for value, row in rows.items() for one in row.find_class(class_name)}

    def texts(self, class_name: str, *, inside: str) -> list[str]:
        """The texts of this class within those of the class `inside`, from the top."""
        return [_text_of(one) for outer in self._root.find_class(inside) for one in outer.find_class(class_name)]


def _text_of(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())
