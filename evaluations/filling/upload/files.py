"""Files uploaded together: each is read by itself, then they are combined into what they say about one evaluation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluations.core.content.grown import row_paths
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.core.readback.found import Problem
from evaluations.core.readback.last_year import is_foot, read_for
from evaluations.core.readback.reading import ReadBack, not_ours
from evaluations.core.readback.taking import place
from evaluations.core.readback.words import clip, fold
from evaluations.files.reading import Busy, Unread, read
from evaluations.files.uploads import File, UploadedFile, content_of
from evaluations.filling.saving.store import as_read

FILES_LIMIT = 5
# Several times the length of nine long chapters; the texts travel through the browser until the person confirms them.
TEXTS_LIMIT = 1_000_000
_CHOICE = "选择文件"
_Named = tuple[str, ReadBack]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The files that were read, and their combined texts."""

    files: tuple[File, ...]
    read: ReadBack


class NotTaken(Exception):
    """The files are rejected; `faults`: (file name, why and what to do), in simplified Chinese."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__(*(f"{name}：{why}" for name, why in faults))
        self.faults = faults


def uploaded(edition: Edition, document: Document, files: Sequence[UploadedFile]) -> Uploaded:
    """What `files` say about the evaluation with the stored `document`; duplicate files count once.

    Raises:
        NotTaken: there are no files or too many, one can't be read, there is too much text, or two files differ about a cell.
    """
    if not files:
        raise NotTaken((_CHOICE, "没有选择文件。请选择填好的 .xlsx 或 .docx 文件。"))
    if len(files) > FILES_LIMIT:
        raise NotTaken((_CHOICE, f"选择了 {len(files)} 个文件，一次最多 {FILES_LIMIT} 个。请分几次导入。"))
    by_hash: dict[str, tuple[File, ReadBack]] = {}
    faults: list[tuple[str, str]] = []
    for file in files:
        name = file.name or ""
        try:
            content = content_of(file)
            marked = File.of(name, content)
            if marked.sha256 not in by_hash:
                by_hash[marked.sha256] = marked, read_for(edition, document, read(name, content))
                if by_hash[marked.sha256][1].is_foreign:
                    faults.append((name, not_ours(edition, document.fiscal_year)))
        except Busy as busy:  # the next file would have to wait as long
            raise NotTaken(*faults, (name, str(busy))) from busy
        except Unread as unread:
            faults.append((name, str(unread)))
    reads = [(marked.name, read) for marked, read in by_hash.values()]
    faults += _contradictions(edition, document, reads)
    if faults:
        raise NotTaken(*faults)
    together = joined(edition, reads)
    if sum(map(len, together.texts.values())) > TEXTS_LIMIT:
        raise NotTaken((_CHOICE, "文件的文字太多，不像是本表或本报告。请只保留填报的内容后再选择，或分几次导入。"))
    return Uploaded(tuple(marked for marked, _ in by_hash.values()), together)


def _contradictions(edition: Edition, document: Document, reads: Sequence[_Named]) -> Iterator[tuple[str, str]]:
    """(file name, why) for each file that contradicts an earlier one, with an example; the feet (who filled it in, and when) may differ."""
    if len(reads) == 1:
        return
    told = [(name, _told(edition, document, read)) for name, read in reads]
    names = Names(edition, document)
    for at, (name, here) in enumerate(told):
        for earlier, there in told[:at]:
            apart = [path for path, said in here.items() if not is_foot(path) and there.get(path, said) != said]
            if apart:
                example = names.of(apart[0])
                why = f"与“{earlier}”有 {len(apart)} 处不同，例如“{example}”。请只选其中一个文件，或改成一致后再上传。"
                yield name, why


def _told(edition: Edition, document: Document, read: ReadBack) -> Mapping[str, object]:
    """The texts as they would be stored: single cells by path, and the rows of each list by the list's path."""
    placed = place(edition, document, read, read.texts)
    stored = as_read(edition, placed.document, placed.typed)
    where, told = _places(edition, read), dict[str, object]()
    lists = {path: [dict[str, str]() for _ in range(count)] for path, count in read.rows.items()}
    for path, text in read.texts.items():
        row, _, field = path.rpartition(".")
        said = stored.get(placed.paths.get(path, ""), fold(text))
        if row in where:
            list_path, at = where[row]
            lists[list_path][at][field] = said
        else:
            told[path] = said
    return told | lists


def _places(edition: Edition, read: ReadBack) -> Mapping[str, tuple[str, int]]:
    """(list, index in it from 0) of each row of a file, by the row's path."""
    listed = row_paths(edition, read.rows)
    return {row: (path, at) for path, rows in listed.items() for at, row in enumerate(rows)}


def joined(edition: Edition, reads: Sequence[_Named]) -> ReadBack:
    """The combined texts of files (name, what was read) that do not contradict each other; if there are several, places name the file."""
    if len(reads) == 1:
        return reads[0][1]
    rows = {path: count for _, read in reads for path, count in read.rows.items()}
    numbered = row_paths(edition, rows)
    texts: dict[str, str] = {}
    places: dict[str, str] = {}
    asked: dict[str, str] = {}
    problems: list[Problem] = []
    for number, (_, file) in enumerate(reads, 1):
        moved = _moved(file, _places(edition, file), numbered)
        for path, text in file.texts.items():
            there, at = moved[path], f"文件{number} {file.places[path]}"
            if fold(texts.setdefault(there, text)) != fold(text) and is_foot(there):
                message = f"与 {places[there]} 的“{clip(texts[there])}”不一致，只采用前一处。"
                problems.append(Problem(at, clip(text), message, "warning", there))
            places.setdefault(there, at)
            if path in file.asked and places[there] == at:
                asked[there] = file.asked[path]
        for told in file.problems:
            path = moved.get(told.path, told.path)
            problems.append(replace(told, place=f"文件{number} {told.place}", path=path))
    return ReadBack(texts, rows, places, tuple(problems), asked)


def _moved(
    read: ReadBack, where: Mapping[str, tuple[str, int]], numbered: Mapping[str, Sequence[str]]
) -> Mapping[str, str]:
    """The new paths of a file's texts when the rows of all files are numbered together; indicators are numbered across categories."""
    moved = {}
    for path in read.texts:
        row, _, field = path.rpartition(".")
        list_path, at = where.get(row, ("", 0))
        moved[path] = f"{numbered[list_path][at]}.{field}" if list_path else path
    return moved
