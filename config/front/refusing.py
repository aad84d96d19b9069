"""The answers to requests that the front refused."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.come_again import come_again

RETRY_AFTER = 5  # seconds
REFUSAL = "front.refusal"
SLOW, CROWDED = "slow", "crowded"
_ANSWERS = {
    SLOW: (408, "网络太慢，没有收到完整的内容，所以没有保存。请检查网络，再提交一次。"),
    CROWDED: (503, "现在同时登录、导出或导入的人较多，请过一会儿再试。"),
}


class AnswerRefused:
    """Middleware that answers requests which the front refused; does not use the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        why = request.META.get(REFUSAL)
        return refused(request, why) if why else self._get_response(request)


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """The answer for the reason `why`, as a page, or as JSON for a page's script."""
    status, message = _ANSWERS[why]
    return come_again(request, message, status=status, seconds=RETRY_AFTER, template="refused.html")
