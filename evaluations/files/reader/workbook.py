"""The sheets of an .xlsx file: each filled cell's text as shown, over the cells it is merged with."""

import re
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation

from evaluations.files.reader.package import DAMAGED, Package, Refusal

ROW_LIMIT = 500
COLUMN_LIMIT = 50
SHEET_LIMIT = 30
CELL_LIMIT = 10_000
TEXT_LIMIT = 1_000_000
_FORMAT_LIMIT = 65_536
_CODE_LENGTH = 200

_TOO_MUCH = "工作表“{}”的内容超过 {} 行或 {} 列，不是本表。请删除多余的行、列和工作表，另存后再上传。"
_NO_VALUE = "是公式，文件中没有它的结果。请用 Excel 或 WPS 打开文件，保存一次后再上传，或直接填入数值。"
_ERROR = "公式的结果是错误值 {}，没有读取。请改正后再上传。"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_HELD = Context(prec=15)  # the digits that a spreadsheet's number has
_PERCENTS, _DATES = {9, 10}, {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}

Row = list[object]


def read(package: Package, main: str) -> dict[str, object]:
    """The visible sheets of the workbook, as `evaluations.core.readback.source` has them.

    Raises:
        Refusal: damaged, or a sheet with more rows or columns than a form has.
    """
    book = _Book(package, main)
    blocks, faults = [], []
    for name, part in book.sheets:
        sheet = _Sheet(book, name)
        package.parse(part, sheet.start, sheet.end, sheet.text)
        blocks.append([name, sheet.merged()])
        faults += sheet.faults
    return {"blocks": blocks, "faults": faults}


class _Book:
    """What the sheets share: their names and parts, texts, kinds of number format."""

    def __init__(self, package: Package, main: str) -> None:
        self.listed: list[tuple[str, str]] = []
        self.cells = self.length = 0
        self.epoch = date(1899, 12, 30)
        package.parse(main, self._start)
        relations = package.relations(main)
        self.sheets = [(name, relations[key].target) for name, key in self.listed if key in relations]
        if not self.sheets or len(self.listed) > SHEET_LIMIT:
            raise Refusal(DAMAGED if not self.sheets else _TOO_MUCH.format(self.listed[-1][0], ROW_LIMIT, COLUMN_LIMIT))
        by_kind = {relation.kind: relation.target for relation in relations.values()}
        self.texts = _shared_texts(package, by_kind.get("sharedStrings", ""))
        self.formats = _Formats(package, by_kind.get("styles", "")).kinds

    def count(self, text: str) -> None:
        """Count a cell that is told: a shared text counts each time."""
        self.cells, self.length = self.cells + 1, self.length + len(text)
        _refuse_more(self.cells, CELL_LIMIT)
        _refuse_more(self.length, TEXT_LIMIT)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "sheet" and given.get("state", "visible") == "visible":
            self.listed.append((given.get("name", "")[:31], given.get("id", "")))
        elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
            self.epoch = date(1904, 1, 1)


def _shared_texts(package: Package, part: str) -> list[str]:
    if part not in package:
        return []
    texts = _Texts()
    package.parse(part, texts.start, texts.end, texts.text)
    return texts.found


class _Texts:
    """The texts of a part that consists of rich or plain strings; readings aids (phonetic runs) are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.is_open = False
        self.aids = 0
        self.length = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.pieces = []
        elif tag == "rPh":
            self.aids += 1
        elif tag == "t":
            self.is_open = not self.aids

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(unescaped("".join(self.pieces)))
        elif tag == "rPh":
            self.aids -= 1
        elif tag == "t":
            self.is_open = False

    def text(self, piece: str) -> None:
        if self.is_open:
            self.length += len(piece)
            _refuse_more(self.length, TEXT_LIMIT)
            self.pieces.append(piece)


def unescaped(text: str) -> str:
    """`text` with the characters that the format writes as `_x000D_`, and its line ends as \\n."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")


class _Formats:
    """The kind of each cell format: "percent", a date with Chinese words ("day") or without ("iso"), or ""."""

    def __init__(self, package: Package, part: str) -> None:
        self.codes: dict[int, str] = {}
        self.kinds: list[str] = []
        self.is_open = False
        if part in package:
            package.parse(part, self._start, self._end)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            self.codes[_whole(given.get("numFmtId"))] = given.get("formatCode", "")[:_CODE_LENGTH]
        elif tag == "cellXfs":
            self.is_open = True
        elif tag == "xf" and self.is_open:
            self.kinds.append(self._kind(_whole(given.get("numFmtId"))))
            _refuse_more(len(self.kinds), _FORMAT_LIMIT)

    def _end(self, tag: str) -> None:
        self.is_open = self.is_open and tag != "cellXfs"

    def _kind(self, number: int) -> str:
        code = self.codes.get(number, "")
        if number in _PERCENTS:
            return "percent"
        if number in _DATES and not code:
            return "day" if number in (31, 58) else "iso"
        bare = _LITERALS.sub("", code.partition(";")[0]).lower()
        if "%" in bare:
            return "percent"
        if "y" in bare or ("m" in bare and "d" in bare):
            return "day" if "年" in code else "iso"
        return ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


class _Sheet:
    """The cells of one sheet, while its part is walked."""

    def __init__(self, book: _Book, name: str) -> None:
        self.book, self.name = book, name
        self.cells: dict[tuple[int, int], str] = {}
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self.faults: list[list[str]] = []
        self.row, self.column = -1, -1
        self.kind, self.format, self.has_formula = "", "", False
        self.value: list[str] = []
        self.is_open, self.aids, self.length = False, 0, 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self._begin(given)
        elif tag == "row":
            self.row = _whole(given["r"]) - 1 if "r" in given else self.row + 1
            self.column = -1
        elif tag in ("v", "t"):
            self.is_open = not self.aids
        elif tag == "f":
            self.has_formula = True
        elif tag == "rPh":
            self.aids += 1
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.is_open = False
        elif tag == "rPh":
            self.aids -= 1
        elif tag == "c":
            self._close()

    def text(self, piece: str) -> None:
        if self.is_open:
            self.length += len(piece)
            _refuse_more(self.length, TEXT_LIMIT)
            self.value.append(piece)

    def _begin(self, given: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(given.get("r", ""))
        if place:
            self.row, self.column = int(place[2]) - 1, _column(place[1])
        else:
            self.column += 1
        number = _whole(given.get("s"))
        self.kind = given.get("t", "n")
        self.format = self.book.formats[number] if number < len(self.book.formats) else ""
        self.value, self.has_formula = [], False

    def _close(self) -> None:
        text = self._shown("".join(self.value))
        if text.strip():
            if self.row >= ROW_LIMIT or self.column >= COLUMN_LIMIT:
                raise Refusal(_TOO_MUCH.format(self.name, ROW_LIMIT, COLUMN_LIMIT))
            self.cells[self.row, self.column] = text
            self.book.count(text)

    def _shown(self, value: str) -> str:
        if self.has_formula and not value and self.kind != "str":
            self._fault(_NO_VALUE)
            return ""
        if self.kind == "e":
            self._fault(_ERROR.format(value[:20]))
            return ""
        if self.kind == "s":
            number = _whole(value.strip())
            return self.book.texts[number] if number < len(self.book.texts) else ""
        if self.kind in ("inlineStr", "str"):
            return unescaped(value)
        if self.kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        return self._number(value.strip()) if self.kind == "n" else value

    def _fault(self, message: str) -> None:
        if len(self.faults) < 100:
            self.faults.append([f"{self.name} {_letters(self.column)}{self.row + 1}", message])

    def _number(self, value: str) -> str:
        try:
            number = _HELD.create_decimal(value) if len(value) < 40 else Decimal("NaN")
        except InvalidOperation:
            return value
        if not number.is_finite() or abs(number.adjusted()) > 30:
            return value[:40]
        if self.format in ("day", "iso") and 0 < number < 2_958_466:
            return _day(self.book.epoch + timedelta(days=int(number)), self.format)
        return _plain(number * 100) + "%" if self.format == "percent" else _plain(number)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if not corners[0] or not corners[1]:
            return
        row, column = int(corners[0][2]) - 1, _column(corners[0][1])
        end = min(int(corners[1][2]), ROW_LIMIT), min(_column(corners[1][1]) + 1, COLUMN_LIMIT)
        if end[0] > row and end[1] > column:
            self.spans[row, column] = end[0] - row, end[1] - column

    def merged(self) -> list[Row]:
        """The filled cells: row, column, text, rows, columns."""
        return [[*at, text, *self.spans.get(at, (1, 1))] for at, text in sorted(self.cells.items())]


def _day(day: date, kind: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if kind == "day" else day.isoformat()


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    return letters


def _refuse_more(count: int, limit: int) -> None:
    if count > limit:
        raise Refusal("文件的内容太多，不是本表。请删除多余的行、列和工作表，另存后再上传。")
