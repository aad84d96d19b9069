"""The process that reads one file: the file on its standard input, what stands in it as JSON on its standard output.

Its memory, time and output are bounded by the operating system where that can (not on Windows: there only the checks of the file itself
hold, and the parent's clock).
"""

import json
import sys
from pathlib import Path

from evaluations.files.reader import word, workbook
from evaluations.files.reader.package import DAMAGED, TOO_LARGE, Package, Refusal
from evaluations.files.reader.ways import worded

MEMORY_LIMIT = 256 * 1024 * 1024
SECONDS_LIMIT = 5
OUTPUT_LIMIT = 16 * 1024 * 1024


def main() -> None:
    """Read, and write either the blocks or why the file is refused; with the most memory that it took, in KB."""
    limit()
    try:
        answer = parsed(sys.stdin.buffer.read(), sys.argv[-1])
    except Refusal as refusal:
        answer = {"refusal": worded(str(refusal), sys.argv[-1])}
    except MemoryError:
        answer = {"refusal": TOO_LARGE}
    sys.stdout.write(json.dumps(answer | {"peak": peak()}))


def parsed(content: bytes, ending: str) -> dict[str, object]:
    """What stands in a file of the kind that its `ending` says.

    Raises:
        Refusal: it is not read.
    """
    package = Package(content)
    main_part = package.main()
    is_word = main_part.startswith("word/")
    if is_word != (ending == ".docx"):
        kind, right = ("Word", ".docx") if is_word else ("Excel", ".xlsx")
        raise Refusal(f"文件的内容是 {kind} 文件，扩展名却是 {ending}。请把扩展名改为 {right} 后再上传。")
    if not (is_word or main_part.startswith("xl/")):
        raise Refusal(DAMAGED)
    return word.read(package, main_part) if is_word else workbook.read(package, main_part)


def limit() -> None:
    """Bound this process."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_LIMIT, OUTPUT_LIMIT))


def peak() -> int:
    """The most memory that this process took, in KB; 0 where nobody tells."""
    # Not getrusage: there the parent counts in, as it was when it started this process.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else ()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
