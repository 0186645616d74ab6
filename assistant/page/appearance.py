"""The page's language and brightness as this browser's reader chose them; they are kept in the browser, for there may be several readers."""

from __future__ import annotations

from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STYLE = Path(__file__).with_name("settings.css").read_text(encoding="utf-8")

# gradio takes its language from navigator.language and its theme from the address; both before launch(head=…) is there. It says "en" of every page:
# screen readers choose their voice by it, and the style sheet which of two languages is shown.
_SCRIPT = b"""<script>
(() => {
  try {
    const language = localStorage.getItem("pramaan-language");
    if (language === "hi" || language === "en") {
      Object.defineProperty(navigator, "language", {get: () => language, configurable: true});
      Object.defineProperty(navigator, "languages", {get: () => [language], configurable: true});
    }
    const brightness = localStorage.getItem("pramaan-brightness");
    const address = new URL(location.href);
    if ((brightness === "light" || brightness === "dark") && address.searchParams.get("__theme") !== brightness) {
      address.searchParams.set("__theme", brightness);
      history.replaceState(null, "", address);
    }
  } catch (error) { /* a browser that keeps nothing shows the page as it is set up itself */ }
  document.documentElement.lang = navigator.language.startsWith("hi") ? "hi" : "en";
})();
</script>"""

CHOSEN = """() => {
  try { return ["language", "brightness"].map((name) => localStorage.getItem("pramaan-" + name) || ""); } catch (error) { return ["", ""]; }
}"""


def choose(name: str) -> str:
    """What a control does in the browser when something else is chosen: keep it and show the page anew."""
    return f"""(chosen) => {{
  try {{ if (chosen) localStorage.setItem("pramaan-{name}", chosen); else localStorage.removeItem("pramaan-{name}"); }} catch (error) {{ return; }}
  const address = new URL(location.href);
  address.searchParams.delete("__theme");
  location.replace(address);
}}"""


class Appearance:
    """ASGI middleware that puts the reader's choices before everything else of the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/":
            await self._app(scope, receive, _WithScript(send).send)
        else:
            await self._app(scope, receive, send)


class _WithScript:
    """Passes an uncompressed HTML response on with the script at the head of it; anything else as it is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_plain_html(message):
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()
        else:
            await self._send(message)

    async def _finish(self) -> None:
        assert self._start is not None
        body = self._body.replace(b"<head>", b"<head>" + _SCRIPT, 1)
        headers = [(name, value) for name, value in self._start["headers"] if name.lower() != b"content-length"]
        await self._send({**self._start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})


def _is_plain_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers
