"""What a server should say with every page: nothing from elsewhere, no script inside, no address given away."""

from __future__ import annotations

from overdue.published.bundle import FOLDER

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
"""The Content-Security-Policy that each page carries itself, for hosts that take no headers."""

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items())
    + "; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""For hosts that take headers. Who may frame a page can be said in a header only."""


def headers_file() -> str:
    """Return the file `_headers`, which static hosts read."""
    lines = [f"  {name}: {value}" for name, value in HEADERS.items()]
    hashed = f"/{FOLDER}/*\n  Cache-Control: public, max-age=31536000, immutable"
    return "\n".join(["/*", *lines, hashed, ""])
