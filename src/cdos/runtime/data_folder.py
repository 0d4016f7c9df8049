"""The folder that holds one city's data: lock, secrets, state, logs, files and (where it can) the database."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cdos.runtime.server_user import PostgresFailed, ServerUser, give_all, passes_to

# Where root's database lives when the data folder is below a private folder. Durable places first.
SHARED_BASES = ("/var/lib/cdos", "/srv/cdos", "/opt/cdos", "/var/tmp/cdos")


def checkout() -> Path | None:
    """The source tree this runs from, or None when CDOS was installed as a package."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "uv.lock").exists() else None


def default_data() -> Path:
    given = os.environ.get("CDOS_DATA")
    return Path(given) if given else (checkout() or Path.cwd()) / ".cdos" / "data"


class DataFolder:
    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        if not self.path.exists():
            self.path.mkdir(parents=True)
            # Root's database user passes through; others of the machine read nothing here.
            self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in ("logs", "files"):
            (self.path / name).mkdir(mode=0o700, exist_ok=True)

    @contextlib.contextmanager
    def hold(self, what: str) -> Iterator[bool]:
        """The folder is ours alone while True is given; False: another process holds it, see `running`."""
        with self._open_lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            self._write("running.json", {"what": what, "pid": os.getpid(), "started_at": time.time()})
            try:
                yield True
            finally:
                (self.path / "running.json").unlink(missing_ok=True)

    def is_held(self) -> bool:
        """Whether a process holds the folder now; `running` may be the note of one that was killed."""
        with self._open_lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _open_lock(self) -> IO[str]:
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return os.fdopen(descriptor, "r+")

    def announce(self, **facts: Any) -> None:
        """What runs here, for other commands on this folder: what, pid, url, database."""
        self._write("running.json", {**self.running(), **facts})

    def running(self) -> dict[str, Any]:
        return self._read("running.json")

    def state(self) -> dict[str, Any]:
        return self._read("state.json")

    def remember(self, **facts: Any) -> None:
        self._write("state.json", {**self.state(), **facts})

    def secret(self, name: str) -> str:
        """A random secret made once and kept in a file only the operator reads."""
        kept = self._read("secrets.json")
        if name not in kept:
            kept[name] = secrets.token_urlsafe(48)
            self._write("secrets.json", kept)
        return str(kept[name])

    def _read(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads((self.path / name).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, name: str, value: dict[str, Any]) -> None:
        half = self.path / f".{name}.half"
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        half.rename(self.path / name)

    def database_home(self) -> Path:
        """Where the database lives: in this folder if its user can come here, else in a shared base, remembered."""
        inside = self.path / "postgres"
        home = Path(self.state().get("database_home", inside))
        user = ServerUser.choose(home)
        if passes_to(self.path if home == inside else home.parent, user):
            return home
        away = self.shared_base() / secrets.token_hex(8)
        if home.exists() and user:  # the folder became private after the first start
            shutil.move(home, away)
            give_all(away, user)
        self.remember(database_home=str(away))
        return away

    def shared_base(self) -> Path:
        """A folder every user may pass through, where root keeps copied binaries and homes of databases."""
        for base in map(Path, SHARED_BASES):
            with contextlib.suppress(OSError):
                base.mkdir(mode=0o755, exist_ok=True)
                facts = base.stat()
                if facts.st_uid == os.geteuid() and not facts.st_mode & 0o022 and facts.st_mode & 0o001:
                    return base
        if os.geteuid() != 0:  # an ordinary user's server runs as that user, wherever the data is
            return self.path
        raise PostgresFailed(
            f"None of {', '.join(SHARED_BASES)} can be used for the database; see docs/operating."
        )
