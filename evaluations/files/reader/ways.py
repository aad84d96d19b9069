"""What to do about a refused file, in the words of the program that wrote it."""

from collections.abc import Mapping

_WORD = {
    "office": "Word 或 WPS 文字",
    "save": "另存为 .docx 文件（文件 → 另存为 → Word 文档）",
    "unlink": "断开链接（文件 → 信息 → 编辑指向文件的链接 → 断开链接）",
    "unlock": "取消密码（文件 → 信息 → 保护文档 → 用密码进行加密，把密码删空）",
}
_EXCEL = {
    "office": "Excel 或 WPS 表格",
    "save": "另存为 .xlsx 文件（文件 → 另存为 → Excel 工作簿）",
    "unlink": "断开链接（数据 → 编辑链接 → 断开链接）",
    "unlock": "取消密码（文件 → 信息 → 保护工作簿 → 用密码进行加密，把密码删空）",
}
_ENDINGS: Mapping[str, Mapping[str, str]] = dict.fromkeys(
    (".docx", ".doc", ".wps", ".rtf", ".odt", ".dot", ".docm", ".dotm"), _WORD
)


def worded(text: str, ending: str) -> str:
    """`text` with `{office}`, `{save}`, `{unlink}` and `{unlock}` replaced by the words of the file's own program."""
    for name, words in _ENDINGS.get(ending, _EXCEL).items():
        text = text.replace(f"{{{name}}}", words)
    return text
