"""What a Word file's styles say about their text: whether it is hidden, and whether its paragraphs are numbered."""

from collections.abc import Iterator

from evaluations.files.reader.tree import Node

_CHAIN_LIMIT = 50  # Word's own styles are up to ten deep


class Styles:
    """The styles of a file, each with the style on which it is based."""

    def __init__(self, top: Node) -> None:
        self._styles = {style.given.get("styleId", ""): style for style in top.all("style")}
        self._defaults = top.first("docDefaults")
        self.paragraph = next((key for key, style in self._styles.items() if _is_default(style)), "")

    def numbering(self, style: str) -> tuple[str, int | None, str] | None:
        """(`numId`, level if given, the style that says so) for paragraphs in a style; None if they have no number."""
        for key, node in self._chain(style or self.paragraph):
            numbered = node.first("pPr", "numPr")
            if numbered.first("numId").val:
                return numbered.first("numId").val, numbered.first("ilvl").number, key
        return None

    def is_hidden(self, paragraph: str, run: str, *, direct: bool | None) -> bool:
        """Whether text is hidden, directly or by one of the two styles; text hidden by both is visible, as in Word."""
        if direct is not None:
            return direct
        if self._defaults.first("rPrDefault", "rPr", "vanish").is_on:
            return True
        return self._hides(paragraph or self.paragraph) != self._hides(run)

    def _hides(self, style: str) -> bool:
        said = (node.first("rPr", "vanish").is_on for _, node in self._chain(style))
        return next((switch for switch in said if switch is not None), False)

    def _chain(self, style: str) -> Iterator[tuple[str, Node]]:
        """The style, the style on which it is based, and so on."""
        seen = set[str]()
        while style in self._styles and style not in seen and len(seen) < _CHAIN_LIMIT:
            seen.add(style)
            yield style, self._styles[style]
            style = self._styles[style].first("basedOn").val


def _is_default(style: Node) -> bool:
    return style.given.get("type") == "paragraph" and style.given.get("default", "0") in ("1", "true", "on")
