"""A device between the page and the server, with all that such devices answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Route


def html(status: int, words: str = "请先登录上网认证", **headers: str) -> dict[str, Any]:
    """A page of the device's own."""
    body = f"<html><body>{words}</body></html>"
    return {"status": status, "content_type": "text/html", "body": body, "headers": headers}


def foreign(body: object, status: int = 200, content_type: str = "application/json") -> dict[str, Any]:
    """An answer that looks like one of a program, this one's or another's."""
    text = body if isinstance(body, str) else json.dumps(body)
    return {"status": status, "content_type": content_type, "body": text}


OURS = {
    "kind": "saved",
    "revision": 9,
    "saved_at": "15:04:05",
    "unreadable": {},
    "offers": {},
    "read": {},
    "computed": {},
    "notes": {},
    "left": {},
    "extras": {},
    "company": "",
    "others": {},
    "moved": [],
    "clashes": [],
    "stranded": [],
}
ANSWERS: Mapping[str, dict[str, Any] | str] = {
    "a portal": html(200),
    "foreign json": foreign({"code": 0, "msg": "blocked"}),
    "a firewall": html(403, "您的请求可能存在威胁，已被拦截"),
    "a firewall's json": foreign({"message": "blocked"}, 403),
    "a rate limit": html(429),
    "a rate limit with a date": html(429, **{"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
    "a rate limit that asks to wait": html(429, **{"Retry-After": "1"}),
    "too large": html(413),
    "not found": html(404),
    "not allowed": html(405),
    "not acceptable": html(406),
    "sign in at the proxy": html(401),
    "proxy sign-in": html(407),
    "late": html(408),
    "a legal reason": html(451),
    "a bad request": html(400),
    "a broken server": html(500),
    "a bad gateway": html(502),
    "no database": foreign({"kind": "busy", "message": "系统暂时不能用，请稍后再试。"}, 503),
    "no backend": foreign({"message": "no healthy upstream"}, 503),
    "a late gateway": html(504),
    "a redirect to a portal": {"status": 302, "headers": {"Location": "http://localhost:9/portal"}},
    "a redirect to a sign-in page": {"status": 302, "headers": {"Location": "/sign-in/?next=/"}},
    "a redirect that keeps the method": {"status": 307, "headers": {"Location": "/sign-in/"}},
    "cut json": foreign(json.dumps(OURS)[:60]),
    "nothing": foreign(""),
    "no content": {"status": 204, "body": ""},
    "our json as a text": foreign(OURS, content_type="text/html"),
    "a list": foreign([]),
    "null": foreign(None),
    "a number": foreign(8),
    "a text": foreign("saved"),
    "a kind without more": foreign({"kind": "saved"}),
    "an unknown kind": foreign({**OURS, "kind": "toString"}),
    "a field of another type": foreign({**OURS, "revision": "9"}),
    "a list for an object": foreign({**OURS, "others": []}),
    "a null in a list": foreign({**OURS, "clashes": [None]}),
    "a number for a text": foreign({**OURS, "notes": {"a": [["error", 1]]}}),
    "a field that is missing": foreign({name: value for name, value in OURS.items() if name != "stranded"}),
    "signed out without our word": foreign({"sign_in": "/sign-in/"}, 401),
    "a refusal with another status": foreign({"kind": "refused", "message": "no"}, 200),
    "a broken line": "connectionreset",
}


@dataclass
class Gateway:
    """What stands between the page and the server: gives its own `answer` while `is_meant` says so, before or after the server had the request."""

    answer: dict[str, Any] | str
    is_late: bool
    times: int = 10**6
    forbidden: str = ""
    answered: list[str] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        body = route.request.post_data or ""
        if len(self.answered) >= self.times or self.forbidden not in body:
            route.continue_()
            return
        self.answered.append(body)
        if self.is_late:
            route.fetch()
        if isinstance(self.answer, str):
            route.abort(self.answer)
        else:
            route.fulfill(**self.answer)

    def stand_before(self, page: Page) -> "Gateway":
        """From here on, all that the page saves comes by it."""
        page.route("**/cells/", self)
        return self

    def answers(self, page: Page, times: int) -> None:
        """Wait until it has answered so many times."""
        while len(self.answered) < times:
            page.evaluate("() => new Promise(requestAnimationFrame)")

    def go(self) -> None:
        """Let everything pass."""
        self.times = 0
