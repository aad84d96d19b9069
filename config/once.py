"""The template tag `once`: what stands in it is the same in every page, such as addresses of style sheets, and is worked out once a process."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


class Once(template.Node):
    """Renders its content when it is first asked for; it must not depend on the context."""

    def __init__(self, content: NodeList) -> None:
        self.content = content
        self._rendered: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        """The content; two threads that ask at the same time get the same."""
        if self._rendered is None:
            self._rendered = self.content.render(context)
        return self._rendered


@register.tag
def once(parser: Parser, _: Token) -> Once:
    """`{% once %} … {% endonce %}`."""
    content = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(content)
