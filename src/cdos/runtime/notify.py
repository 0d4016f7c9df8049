"""Telling who started us that we are ready: systemd's protocol, which our own supervisor speaks too."""

import contextlib
import os
import secrets
import socket
from collections.abc import Iterator


def tell(state: str) -> None:
    """Send `READY=1`, `STOPPING=1`, … to whoever asked for it by NOTIFY_SOCKET; nothing when nobody did."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else address)


class Ear:
    """An address to give to one child, and whether it has said that it is ready."""

    def __init__(self) -> None:
        self.address = f"@cdos-{os.getpid()}-{secrets.token_hex(8)}"
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(f"\0{self.address[1:]}")

    def ready(self, within_s: float) -> bool:
        self.line.settimeout(within_s)
        with contextlib.suppress(OSError):
            return b"READY=1" in self.line.recv(4096)
        return False


@contextlib.contextmanager
def ear() -> Iterator[Ear]:
    made = Ear()
    try:
        yield made
    finally:
        made.line.close()
