"""Guesses a browser's name from its User-Agent, for a person who wonders whether a sign-in was theirs."""

# The first match counts: nearly all also call themselves Chrome and Safari.
_BROWSERS = {
    "MicroMessenger": "微信",
    "QQBrowser": "QQ 浏览器",
    "360SE": "360 浏览器",
    "360EE": "360 浏览器",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "安卓",
    "iPhone": "苹果手机",
    "iPad": "苹果平板",
    "Mac OS": "苹果电脑",
    "Linux": "Linux",
}


def browser_in_words(user_agent: str) -> str:
    """The families of the browser and of its system, such as "Chrome（Windows）"."""
    browser = next((words for sign, words in _BROWSERS.items() if sign in user_agent), "其他浏览器")
    system = next((words for sign, words in _SYSTEMS.items() if sign in user_agent), "")
    return f"{browser}（{system}）" if system else browser
