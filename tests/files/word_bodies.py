"""Bodies of Word files, paragraph by paragraph, and what is read of them."""

from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.source import Source
from evaluations.files.reader import child
from evaluations.files.reading import Answer
from tests.files.handmade_packages import word


def source(content: bytes) -> Source:
    """What a Word file says, read as in the process of its own, but in this one."""
    answer = Answer.model_validate(child.parsed(content, ".docx"), strict=False)
    return Source(answer.blocks, answer.faults)


def blocks(body: str, **parts: str) -> list[object]:
    """The paragraphs and tables that are read of a Word file with this body."""
    return list(source(word(body, **parts)).blocks)


def p(content: str, settings: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{settings}</w:pPr>{content}</w:p>"


def r(text: str, settings: str = "") -> str:
    """A run of text."""
    return f"<w:r><w:rPr>{settings}</w:rPr><w:t>{text}</w:t></w:r>"


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    """A paragraph with an automatic number, of the numbering `number`."""
    return p(r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, kind: str, text: str, more: str = "") -> str:
    """How a level of a numbering is written."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(*levels: str, key: int = 1, more: str = "") -> str:
    """The levels of numberings."""
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int = 1, more: str = "") -> str:
    """A numbering, by the definition `of`."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def chapters(read: ReadBack) -> dict[str, str]:
    """The texts of the chapters that were read, by their numbers."""
    return {path.rpartition(".")[2]: text for path, text in read.texts.items() if path.startswith("report.chapters.")}
