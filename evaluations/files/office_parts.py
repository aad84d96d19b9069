"""The parts that every Office file has: what it consists of, how its parts belong together, who made it."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from evaluations.files import looks
from evaluations.files.archive import WRITTEN

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PROPERTIES = "docProps/core.xml"

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"
_PROPERTIES_SPACE = f"{_PACKAGE}/metadata/core-properties"
_NAMESPACES = (
    f'xmlns:cp="{_PROPERTIES_SPACE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_DAY = f' xsi:type="dcterms:W3CDTF">{WRITTEN.isoformat()}Z<'
_LONGEST_PROPERTY = 255


def content_types(types: Mapping[str, str]) -> tuple[str, bytes]:
    """The name and content of the part that gives each part's type; `types`: those of the format's own parts."""
    overrides = {**types, PROPERTIES: f"{_PACKAGE_TYPE}.core-properties+xml"}
    listed = (f'<Override PartName="/{name}" ContentType="{known}"/>' for name, known in overrides.items())
    defaults = (
        f'<Default Extension="rels" ContentType="{_PACKAGE_TYPE}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    xml = f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{"".join(listed)}</Types>'
    return "[Content_Types].xml", xml.encode()


def package_relationships(main: str, *others: tuple[str, str]) -> tuple[str, bytes]:
    """The name and content of the part that tells which part is the `main` one; `others` as in `relationships`."""
    own = (
        (f"{OFFICE}/relationships/officeDocument", main),
        (f"{_PACKAGE}/relationships/metadata/core-properties", PROPERTIES),
    )
    return "_rels/.rels", _relationships(*own, *((f"{OFFICE}/relationships/{kind}", target) for kind, target in others))


def relationships(part: str, *parts: tuple[str, str]) -> tuple[str, bytes]:
    """The name and content of the part that tells which `parts` (kind, place beside it) belong to `part`, as `rId1`, `rId2`, …"""
    folder, _, name = part.rpartition("/")
    listed = _relationships(*((f"{OFFICE}/relationships/{kind}", target) for kind, target in parts))
    return f"{folder}/_rels/{name}.rels", listed


def _relationships(*parts: tuple[str, str]) -> bytes:
    listed = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(listed)}</Relationships>'.encode()


def properties(title: str, author: str) -> tuple[str, bytes]:
    """The name and content of the part that tells what the file is called and who made it; the day is always the same."""
    maker = _property(author)
    xml = (
        f"{DECLARATION}<cp:coreProperties {_NAMESPACES}><dc:title>{_property(title)}</dc:title>"
        f"<cp:lastModifiedBy>{maker}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:modified{_DAY}/dcterms:modified><dc:creator>{maker}</dc:creator>"
        f"<dcterms:created{_DAY}/dcterms:created><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
    return PROPERTIES, xml.encode()


def _property(text: str) -> str:
    return escape(looks.safe(text)[:_LONGEST_PROPERTY])
