"""Two versions of a text, cut down to where they differ. Pure."""

_AROUND = 8
_SHOWN = 60
_LEFT_OUT = "…"


def differing(before: str, after: str) -> tuple[str, str]:
    """Both texts from a little before their first difference to a little after their last, at most 60 characters each.

    `…` stands for what is left out.
    """
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    start, end = max(start - _AROUND, 0), max(end - _AROUND, 0)
    return _cut(before, start, end), _cut(after, start, end)


def _same(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    inner = text[start : len(text) - end]
    if len(text) <= _SHOWN:
        return text
    is_cut = end > 0 or len(inner) > _SHOWN
    return (_LEFT_OUT if start else "") + inner[:_SHOWN] + (_LEFT_OUT if is_cut else "")
