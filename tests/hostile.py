"""What an article, a title, a file name, a question or a model may hold, and what a browser would make of the page that shows it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '<img src="http://evil.example/pixel.png">',
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "</blockquote><script>alert(1)</script>",
    "</p></div><iframe src='http://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '"><svg/onload=alert(1)>',
    "<svg><animate onbegin=alert(1)></svg>",
    "<svg><use href='http://evil.example/x.svg#a'/></svg>",
    "' onmouseover='alert(1)",
    '" style="background:url(http://evil.example/x)',
    '" autofocus onfocus="alert(1)',
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](http://evil.example)",
    "![x](http://evil.example/pixel.png)",
    "![x][1]\n[1]: http://evil.example/pixel.png",
    "<http://evil.example>",
    "<style>*{background:url(http://evil.example)}</style>",
    "</style><style>@import 'http://evil.example'</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<link rel=prefetch href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<base href=http://evil.example/>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
    "<embed src=http://evil.example>",
    "data:text/html,<script>alert(1)</script>",
    "<video poster=http://evil.example src=x onerror=alert(1)>",
    "<form action=http://evil.example><input name=q><button>x</button></form>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "<!-- --><b>bold</b>",
    "<![CDATA[<img src=x>]]>",
    "[1]</a><a href=//evil.example>[2]",
    "[<b>1</b>]",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)} `${alert(1)}` {{{alert}}} @children",
    "\u202etxt.exe \u2066 \u2067 \u202a",
    "<plaintext>",
]
ELEMENTS = set(
    "article header span blockquote footer code section h2 div p a br button table thead tbody tr th td form fieldset legend label input nav ul li "
    "details summary mark strong q".split()
)
ATTRIBUTES = set(
    "class id aria-label aria-labelledby aria-describedby aria-hidden lang href type role scope name value maxlength tabindex "
    "data-proof data-copy data-copied data-not-copied data-question data-turn data-noted".split()
)


class Seen(HTMLParser):
    """What a browser would see: elements, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("br", "input"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")

    def values(self, name: str) -> list[str]:
        return [str(value) for attribute, value in self.attributes if attribute == name]

    def assert_harmless(self) -> None:
        """Only our elements and attributes, every link to a card of this page, and no character that turns words round."""
        assert not self._open
        assert set(self.tags) <= ELEMENTS
        assert {name for name, _ in self.attributes} <= ATTRIBUTES
        assert all(re.fullmatch(r"#proof-\d+-\d+", href) for href in self.values("href"))
        assert set(self.values("type")) <= {"button", "submit", "radio", "text"}
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", self.text)


def shown(text: str) -> str:
    """How a page shows the text: what would turn words round has a sign in its place, and lines are broken by elements."""
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "\ufffd", text)
