"""Who asks: the owner of conversations, told from a request."""

from __future__ import annotations

import ipaddress

import gradio as gr

from assistant.conversations.store import GUEST


def owner_of(request: gr.Request) -> str:
    """The login name; without logins "" for this machine's own reader, and a name of its own for every session from elsewhere."""
    if name := getattr(request, "username", None):
        return str(name)
    return "" if _is_here(address_of(request)) else f"{GUEST}{request.session_hash}"


def address_of(request: gr.Request) -> str:
    """The address the request comes from; empty when it isn't known."""
    client = getattr(request, "client", None)
    return str(getattr(client, "host", "") or "")


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
