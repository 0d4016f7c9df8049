"""The web's process: granian's workers on one shared listener, so that a worker that goes resets no waiting client."""

import multiprocessing
import os
import socket
from pathlib import Path

from granian import Granian
from granian._granian import SocketHolder
from granian.constants import Interfaces

from cdos.runtime.watching import counting

BACKLOG = 1024


def open_listener(host: str, port: int) -> socket.socket:
    """Bound and not yet listening: the port is ours, and a client that comes too early is refused, not kept waiting."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened


class SharedListener(Granian):  # type: ignore[misc]
    """Granian gives each worker a socket of its own, whose waiting connections die with it; here all share one."""

    shared: socket.socket

    def _init_shared_socket(self) -> None:
        self._ssp, self._sso, self._sfd = None, self.shared, self.shared.fileno()
        # As granian itself hands it to its workers.
        self._shd = SocketHolder(self._sfd, False, BACKLOG)  # type: ignore[call-arg]


def load() -> None:
    """Everything is loaded once, before the web's processes are forked: each begins at once, and they share the memory."""
    import django
    from django.db import connections
    from django.urls import get_resolver

    from cdos.runtime import loaded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
    django.setup()
    get_resolver().url_patterns  # noqa: B018
    connections.close_all()  # no two processes speak on one line
    loaded.keep()


def serve(host: str, port: int, descriptor: int = 0) -> None:
    """Blocks until SIGTERM. `descriptor` is an open listener that the supervisor keeps over our restarts."""
    if multiprocessing.get_start_method() != "fork":  # the listener is inherited
        multiprocessing.set_start_method("fork", force=True)
    counting.share()
    load()
    cores = os.cpu_count() or 2
    static = os.environ.get("CDOS_STATIC", "")
    server = SharedListener(
        "cdos.runtime.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("CDOS_WEB_WORKERS", min(cores, 8))),
        blocking_threads=int(os.environ.get("CDOS_WEB_THREADS", 4)),
        backlog=BACKLOG,
        backpressure=256,
        websockets=False,
        workers_kill_timeout=20,
        respawn_failed_workers=True,
        static_path_route=["/static"] if static else None,
        static_path_mount=[Path(static)] if static else None,
    )
    server.shared = socket.socket(fileno=descriptor) if descriptor else open_listener(host, port)
    server.shared.listen(BACKLOG)
    server.serve()
