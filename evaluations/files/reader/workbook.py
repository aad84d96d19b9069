"""Reads the sheets of an .xlsx file: each filled cell's text as shown, and the cells with which it is merged."""

import re
from decimal import Context, Decimal, InvalidOperation

from evaluations.files.reader import formats, moments
from evaluations.files.reader.limits import FORM, Limits
from evaluations.files.reader.package import DAMAGED, Package, Refusal
from evaluations.files.reader.unseen import Covered, Unseen

_FORMAT_LIMIT = 65_536
_WRITTEN_LIMIT = 2000  # Excel itself allows a few hundred

_NO_VALUE = "是公式，文件中没有它的结果。请用 Excel 或 WPS 打开文件，保存一次后再上传，或直接填入数值。"
_ERROR = "公式的结果是错误值 {}，没有读取。请改正后再上传。"
_HIDDEN_SHEET = "这张工作表是隐藏的，没有读取。要导入它的内容，请取消隐藏后再选择。"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HELD = Context(prec=15)  # the digits of a spreadsheet's number
_PLAIN = ("General", "G/通用格式")
_LEAST = Decimal("0.0000005")  # amounts that differ by less are the same, with six decimals

Row = list[object]


def read(package: Package, main: str) -> dict[str, object]:
    """The visible sheets of the workbook, in the shape of `evaluations.core.readback.source`.

    Raises:
        Refusal: the file is damaged, or a sheet has more rows or columns than any form.
    """
    book = _Book(package, main)
    blocks: list[object] = []
    faults: list[list[str]] = []
    for name, part in book.sheets:
        sheet = _Sheet(book, name)
        package.parse(part, sheet.start, sheet.end, sheet.text)
        blocks.append([name, sheet.merged()])
        faults += sheet.told()
    faults += [[name, _HIDDEN_SHEET, "warning"] for name in book.hidden[:10]]
    return {"blocks": blocks, "faults": faults}


class _Book:
    """What the sheets share: the list of sheets and their parts, texts, number formats."""

    def __init__(self, package: Package, main: str) -> None:
        self.limits = package.limits
        self.listed: list[tuple[str, str]] = []
        self.cells = self.length = 0
        self.hidden: list[str] = []
        self.is_1904 = False
        package.parse(main, self._start)
        relations = package.relations(main)
        self.sheets = [(name, relations[key].target) for name, key in self.listed if key in relations]
        if not self.sheets:
            raise Refusal(DAMAGED)
        if len(self.listed) > self.limits.sheets:
            raise Refusal(self.limits.too_long(self.listed[-1][0]))
        by_kind = {relation.kind: relation.target for relation in relations.values()}
        self.texts = _shared_texts(package, by_kind.get("sharedStrings", ""))
        self.formats = _Formats(package, by_kind.get("styles", "")).codes

    def count(self, text: str) -> None:
        """Count a filled cell, even if it shows nothing; a shared text counts each time."""
        self.cells, self.length = self.cells + 1, self.length + len(text)
        _refuse_more(self.limits, self.cells, self.limits.cells)
        _refuse_more(self.limits, self.length, self.limits.texts)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            name = given.get("name", "")[:31]
            if given.get("state", "visible") == "visible":
                self.listed.append((name, given.get("id", "")))
            else:
                self.hidden.append(name)
        elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
            self.is_1904 = True


def _shared_texts(package: Package, part: str) -> list[str]:
    if part not in package:
        return []
    texts = _Texts(package.limits)
    package.parse(part, texts.start, texts.end, texts.text)
    return texts.found


class _Texts:
    """The texts of a part that consists of rich or plain strings; reading aids (phonetic runs) are left out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
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
            _refuse_more(self.limits, self.length, self.limits.texts)
            self.pieces.append(piece)


def unescaped(text: str) -> str:
    """`text` with escapes such as `_x000D_` resolved, and with line ends as \\n."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")


class _Formats:
    """The number format of each cell format; "" for none."""

    def __init__(self, package: Package, part: str) -> None:
        self.limits = package.limits
        self.written: dict[int, str] = {}
        self.codes: list[str] = []
        self.is_open = False
        if part in package:
            package.parse(part, self._start, self._end)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            self.written[_whole(given.get("numFmtId"))] = given.get("formatCode", "")[: formats.LENGTH_LIMIT]
            _refuse_more(self.limits, len(self.written), _WRITTEN_LIMIT)
        elif tag == "cellXfs":
            self.is_open = True
        elif tag == "xf" and self.is_open:
            number = _whole(given.get("numFmtId"))
            code = self.written.get(number) or formats.BUILT_IN.get(number, "")
            self.codes.append("" if code in _PLAIN else code)
            _refuse_more(self.limits, len(self.codes), _FORMAT_LIMIT)

    def _end(self, tag: str) -> None:
        self.is_open = self.is_open and tag != "cellXfs"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


class _Sheet:
    """The cells of one sheet, during the walk through its part."""

    def __init__(self, book: _Book, name: str) -> None:
        self.book, self.name, self.limits = book, name, book.limits
        self.cells: dict[tuple[int, int], Row] = {}
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self.faults: dict[tuple[int, int], str] = {}
        self.unseen = Unseen()
        self.covered = 0
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
            if _is_hidden(given, "ht"):
                self.unseen.rows.add(self.row)
        elif tag in ("v", "t"):
            self.is_open = not self.aids
        elif tag == "f":
            self.has_formula = True
        elif tag == "rPh":
            self.aids += 1
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))
        elif tag == "col" and _is_hidden(given, "width"):
            first, last = _whole(given.get("min")), min(_whole(given.get("max")), self.limits.columns)
            self.unseen.columns.update(range(first - 1, last))
        elif tag == "sheetView" and given.get("showZeros") in ("0", "false"):
            self.unseen.has_no_zeros = True

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
            _refuse_more(self.limits, self.length, self.limits.texts)
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
        value = "".join(self.value)
        shown = self._shown(value)
        if str(shown[0]).strip():
            if self.row >= self.limits.rows + self.limits.above or self.column >= self.limits.columns:
                raise Refusal(self.limits.too_long(self.name))
            self.cells[self.row, self.column] = shown
        if value.strip():
            self.book.count(str(shown[0]))

    def _shown(self, value: str) -> Row:
        """The text that the cell shows; the amount in it, if the text holds more than that; and the stored amount, if it differs."""
        if self.has_formula and not value and self.kind != "str":
            self._fault(_NO_VALUE)
            return [""]
        if self.kind == "e":
            self._fault(_ERROR.format(value[:20]))
            return [""]
        if self.kind == "s":
            number = _whole(value.strip())
            return self._text(self.book.texts[number] if number < len(self.book.texts) else "")
        if self.kind in ("inlineStr", "str"):
            return self._text(unescaped(value))
        if self.kind == "b":
            return ["TRUE" if value.strip() == "1" else "FALSE"]
        if self.kind == "d":
            value = moments.serial(value.strip(), is_1904=self.book.is_1904)
        return self._number(value.strip())

    def _text(self, text: str) -> Row:
        shown = formats.shown_text(text, self.format) if self.format and self.format != "@" else text
        if text.strip() and not shown.strip():
            self.unseen.hidden.append((self.row, self.column))
        return [shown]

    def _fault(self, message: str) -> None:
        if len(self.faults) < 100:
            self.faults[self.row, self.column] = message

    def _number(self, value: str) -> Row:
        try:
            held = _HELD.create_decimal(value) if len(value) < 40 else Decimal("NaN")
        except InvalidOperation:
            return [value]
        if not held.is_finite() or abs(held.adjusted()) > 30:
            return [value[:40]]
        if not held and self.unseen.has_no_zeros:
            self.unseen.zeros.append((self.row, self.column))
            return [""]
        if not self.format:
            text = formats.general(held)
            return [text, text] if self.limits.is_list else [text]
        return self._formatted(held)

    def _formatted(self, held: Decimal) -> Row:
        text, number = formats.shown(held, self.format, is_1904=self.book.is_1904)
        if not text:
            (self.unseen.hidden if held else self.unseen.zeros).append((self.row, self.column))
        differs = number and abs(Decimal(number) - held) >= _LEAST
        told = "" if number == text and not self.limits.is_list else number
        return [text, told, *([formats.plain(held)] if differs else [])]

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if not corners[0] or not corners[1]:
            return
        row, column = int(corners[0][2]) - 1, _column(corners[0][1])
        end = min(int(corners[1][2]), self.limits.rows), min(_column(corners[1][1]) + 1, self.limits.columns)
        if end[0] > row and end[1] > column:
            self.spans[row, column] = end[0] - row, end[1] - column
            self.covered += (end[0] - row) * (end[1] - column)
            _refuse_more(self.limits, self.covered, FORM.rows * FORM.columns)

    def merged(self) -> list[Row]:
        """The visible filled cells: row, column, text, rows, columns, amount as shown, amount as stored."""
        covered = Covered(self.spans)
        listed = []
        for at, (text, *amount) in sorted(self.cells.items()):
            if at in covered:
                continue
            if self.unseen.covers(at, self.spans.get(at, (1, 1))):
                self.unseen.left.append(at)
            else:
                listed.append([*at, text, *self.spans.get(at, (1, 1)), *amount])
        return listed

    def told(self) -> list[list[str]]:
        """(place, message, severity) of each cell that could not be read, and of each kind of invisible contents."""
        covered = Covered(self.spans)
        seen = {at: message for at, message in self.faults.items() if at not in covered}
        faults = [
            [self._place(at), message, "error"]
            for at, message in sorted(seen.items())
            if not self.unseen.covers(at, (1, 1))
        ]
        for places, message in self.unseen.told():
            listed = [self._place(at) for at in sorted(places) if at not in covered]
            if listed:
                faults.append([listed[0], message.format(_listed(listed)), "warning"])
        return faults

    def _place(self, at: tuple[int, int]) -> str:
        return f"{self.name} {_letters(at[1])}{at[0] + 1}"


def _is_hidden(given: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or has zero height or width."""
    return given.get("hidden") in ("1", "true") or given.get(size, "").strip() in ("0", "0.0")


def _listed(places: list[str]) -> str:
    """The first few places, for a message."""
    few = "、".join(place.rpartition(" ")[2] for place in places[:5])
    return f"{few} 等 {len(places)} 处" if len(places) > 5 else few


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


def _refuse_more(limits: Limits, count: int, limit: int) -> None:
    if count > limit:
        raise Refusal(limits.too_much)
