"""The process that reads one file: the extension and the file on standard input, its contents as JSON on standard output."""

import json

from evaluations.files.bounds import peak, serve
from evaluations.files.reader import word, workbook
from evaluations.files.reader.limits import FORM, Limits
from evaluations.files.reader.package import DAMAGED, TOO_LARGE, Package, Refusal
from evaluations.files.reader.ways import worded

MEMORY_LIMIT = 256 * 1024 * 1024
SECONDS_LIMIT = 5


def main() -> None:
    """Read the file on standard input."""
    serve(answer, memory=MEMORY_LIMIT, seconds=SECONDS_LIMIT)


def answer(given: bytes, limits: Limits = FORM) -> bytes:
    """The blocks, or why the file is refused, with the peak memory in KB; `given` is the extension, a slash, and the file."""
    ending, _, content = given.partition(b"/")
    try:
        told = parsed(content, ending.decode(), limits)
    except Refusal as refusal:
        told = {"refusal": worded(str(refusal), ending.decode())}
    except MemoryError:
        told = {"refusal": TOO_LARGE}
    return json.dumps(told | {"peak": peak()}).encode()


def parsed(content: bytes, ending: str, limits: Limits = FORM) -> dict[str, object]:
    """The contents of a file with the extension `ending`.

    Raises:
        Refusal: the file is refused.
    """
    package = Package(content, limits)
    main_part = package.main()
    is_word = main_part.startswith("word/")
    if is_word != (ending == ".docx"):
        kind, right = ("Word", ".docx") if is_word else ("Excel", ".xlsx")
        raise Refusal(f"文件的内容是 {kind} 文件，扩展名却是 {ending}。请把扩展名改为 {right} 后再上传。")
    if not (is_word or main_part.startswith("xl/")):
        raise Refusal(DAMAGED)
    return word.read(package, main_part) if is_word else workbook.read(package, main_part)
