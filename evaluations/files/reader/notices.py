"""What people should know about a Word file: changes that nobody has accepted, hidden text, footnotes."""

from collections.abc import Iterator, Mapping

from evaluations.files.reader.tree import Node

_NOTES = {"footnotes": ("脚注", "footnote"), "endnotes": ("尾注", "endnote")}
_SHOWN = 20


def faults(seen: Mapping[str, str], referred: Mapping[str, str], notes: Mapping[str, Node]) -> list[list[str]]:
    """[place, what to know and do, severity] of each; `seen`: what is in the body, `referred`: its notes, `notes`: their texts by kind."""
    return [list(fault) for fault in (*_of_body(seen), *_of_notes(referred, notes))]


def _of_body(seen: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if "changed" in seen:
        message = (
            "文件里有修订：插入的文字已读取，删除的没有读取。请核对；要先定稿的，"
            "在 Word 中按“审阅 → 接受 → 接受所有修订”，保存后再导入。"
        )
        yield "修订", message, "warning"
    if "hidden" in seen:
        message = (
            f"有隐藏的文字没有读取，例如“{_clip(seen['hidden'])}”。要导入它的，请在 Word 中按“开始 → 显示/隐藏编辑标记”"
            "让它显示，选中后在“字体”中去掉“隐藏”，保存后再导入。"
        )
        yield "隐藏文字", message, "warning"
    if "foreign" in seen:
        message = "文件里插入了另一个文件，其中的文字没有读取。请在 Word 中打开，按“文件 → 另存为”存成 .docx 后再导入。"
        yield "插入的文件", message, "error"


def _of_notes(referred: Mapping[str, str], notes: Mapping[str, Node]) -> Iterator[tuple[str, str, str]]:
    for kind, (name, tag) in _NOTES.items():
        texts = [
            _text(node) for node in notes.get(kind, Node("")).all(tag) if f"{kind} {node.given.get('id')}" in referred
        ]
        texts = [text for text in texts if text.strip()]
        if texts:
            message = f"有 {len(texts)} 处{name}没有读取，例如“{_clip(texts[0])}”。要写进报告的，请改写进正文后再导入。"
            yield name, message, "error"


def _text(node: Node) -> str:
    return (node.text if node.tag == "t" else "") + "".join(map(_text, node.children))


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line[:_SHOWN] + ("…" if len(line) > _SHOWN else "")
