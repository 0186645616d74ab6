"""The page's language and brightness as this browser's reader chose them; they are kept in the browser, for there may be several readers."""

from __future__ import annotations

# gradio takes its language from navigator.language and its theme from the address.
HEAD = """<script>
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
