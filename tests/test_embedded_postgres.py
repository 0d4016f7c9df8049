"""The embedded database keeps its data, and leaves every folder around it as it was."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from cdos.runtime import data_folder, supervisor
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.postgres import APP, OWNER, Postgres
from cdos.runtime.server_user import ServerUser, copy_binaries, passes_to, run_as, wheel_folder

ROOT = Path(__file__).resolve().parents[1]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give the database another user")


@pytest.fixture
def private_home(test_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home only its owner may enter, and shared bases that are not the machine's own."""
    shared = test_folder / "shared"
    shared.mkdir(mode=0o755, exist_ok=True)
    monkeypatch.setattr(data_folder, "SHARED_BASES", (str(shared),))
    home = test_folder / "home"
    home.mkdir(mode=0o700)
    yield home
    subprocess.run(["rm", "-rf", str(home), str(shared)], check=True)


def outside(folder: Path, *, below: Path) -> dict[str, tuple[int, int, int]]:
    """Mode and owner of every folder above `folder`, and of everything in `below` that is not in it."""
    inside = [path for path in below.rglob("*") if folder not in (path, *path.parents)]
    found = {path: path.lstat() for path in [*folder.parents, *inside] if path.exists()}
    return {str(path): (stat.st_mode, stat.st_uid, stat.st_gid) for path, stat in found.items()}


def start_once(folder: DataFolder) -> Postgres:
    server = Postgres(folder.database_home(), folder.shared_base(), throwaway=True)
    server.start()
    return server


def test_a_private_home_stays_private_and_nothing_outside_the_data_changes_mode_or_owner(
    private_home: Path,
) -> None:
    (private_home / "letter").write_text("mine")
    data = private_home / "deep" / "data"
    data.parent.mkdir(mode=0o750)
    before = outside(data, below=private_home)
    folder = DataFolder(data)
    server = start_once(folder)
    with server.connect(APP, "postgres") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("cdos_app",)
    server.stop()
    assert outside(data, below=private_home) == before


@as_root
def test_roots_database_lives_elsewhere_when_its_user_cannot_pass_and_is_found_again(
    private_home: Path,
) -> None:
    folder = DataFolder(private_home / "data")
    server = start_once(folder)
    assert private_home not in server.home.parents
    assert server.user is not None
    assert not passes_to(private_home / "data", server.user)
    server.stop()
    assert DataFolder(private_home / "data").database_home() == server.home


@as_root
def test_data_moves_along_when_its_folder_becomes_private_later(private_home: Path) -> None:
    private_home.chmod(0o711)
    folder = DataFolder(private_home / "data")
    server = start_once(folder)
    assert server.home == folder.path / "postgres"
    write_a_row(server)
    server.stop()
    private_home.chmod(0o700)
    again = start_once(folder)
    assert private_home not in again.home.parents
    assert read_the_row(again) == ("kept",)
    again.stop()


def test_copied_binaries_run_by_themselves(private_home: Path) -> None:
    private_home.chmod(0o711)
    wheel = wheel_folder()
    copy_binaries(wheel, private_home / "copy")
    user = ServerUser.choose(private_home / "none")
    for name in ("initdb", "postgres"):
        program = private_home / "copy" / wheel.parent.name / wheel.name / "bin" / name
        done = run_as(user, [str(program), "--version"])
        assert "18." in done.stdout, done.stderr


def test_the_servers_log_holds_no_words_of_people_and_is_turned(
    private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "LOG_BYTES", 2000)
    folder = DataFolder(private_home / "data")
    server = Postgres(folder.database_home(), folder.shared_base(), True, {"log_min_duration_statement": "0"})
    log = folder.path / "logs" / "postgres.log"
    with supervisor.piped(log) as output:
        server.start(output)
    with server.connect() as connection:
        connection.execute("CREATE TABLE heard (words text CHECK (length(words) < 20))")
        for words in ["my neighbour"] * 40 + ["my neighbour of the third floor"]:
            with contextlib.suppress(psycopg.errors.CheckViolation):
                connection.execute("INSERT INTO heard VALUES (%s)", [words])
    server.stop()
    assert wait_until(lambda: "shut down" in log.read_text())
    parts = sorted(log.parent.glob("postgres.log*"))
    assert len(parts) > 1
    written = "".join(part.read_text() for part in parts)
    assert "INSERT INTO heard" in written
    assert "violates check constraint" in written
    assert "neighbour" not in written


def wait_until(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not what() and time.monotonic() < until:
        time.sleep(0.05)
    return what()


@as_root
def test_no_user_is_added_to_the_machine(private_home: Path) -> None:
    users = Path("/etc/passwd").read_bytes(), Path("/etc/group").read_bytes()
    start_once(DataFolder(private_home / "data")).stop()
    assert (Path("/etc/passwd").read_bytes(), Path("/etc/group").read_bytes()) == users


@as_root
def test_an_ordinary_users_private_home_stays_private_too(private_home: Path) -> None:
    nobody = 65534
    python = next((p for p in (sys.executable, "/usr/bin/python3") if runs_as(nobody, p)), None)
    if python is None:
        pytest.skip("no Python here that an ordinary user can run with this environment")
    os.chown(private_home, nobody, nobody)
    private_home.parent.chmod(0o711)
    program = f"""
from pathlib import Path
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.postgres import Postgres
folder = DataFolder(Path({str(private_home / "data")!r}))
server = Postgres(folder.database_home(), folder.shared_base(), throwaway=True)
server.start()
print(server.connect("cdos_app").execute("SELECT current_user").fetchone()[0], server.home == folder.path / "postgres")
server.stop()
"""
    before = outside(private_home / "data", below=private_home)
    done = subprocess.run(
        [python, "-c", program], user=nobody, group=nobody, extra_groups=[], env=bare_environment(), cwd="/",
        text=True, capture_output=True,
    )  # fmt: skip
    assert done.stdout.split() == ["cdos_app", "True"], done.stderr
    assert outside(private_home / "data", below=private_home) == before


def runs_as(user: int, python: str) -> bool:
    wanted = "import cdos.runtime.postgres"
    try:
        done = subprocess.run(
            [python, "-c", wanted], user=user, env=bare_environment(), cwd="/", capture_output=True
        )
    except PermissionError:
        return False
    return done.returncode == 0


def bare_environment() -> dict[str, str]:
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": f"{ROOT / 'src'}:{packages}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def test_committed_rows_survive_a_killed_server_and_its_stale_pid_file(private_home: Path) -> None:
    folder = DataFolder(private_home / "data")
    server = start_once(folder)
    write_a_row(server)
    assert server.process
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    assert (server.cluster / "postmaster.pid").exists()
    again = start_once(folder)
    assert read_the_row(again) == ("kept",)
    again.stop()


def test_a_server_left_by_a_killed_supervisor_is_ended_before_the_next_start(private_home: Path) -> None:
    folder = DataFolder(private_home / "data")
    first = start_once(folder)
    write_a_row(first)
    again = start_once(folder)
    assert first.process
    assert first.process.wait(10) == 0
    assert read_the_row(again) == ("kept",)
    again.stop()


def test_a_path_too_long_for_a_socket_still_works(private_home: Path) -> None:
    folder = DataFolder(private_home / ("long" * 20) / "data")
    server = Postgres(folder.shared_base() / ("deep" * 25), folder.shared_base(), throwaway=True)
    server.start()
    sockets = server.socket_folder
    assert server.connect(APP, "postgres").execute("SELECT 1").fetchone() == (1,)
    server.stop()
    assert not sockets.exists()


def test_neither_role_of_the_city_is_a_superuser_or_bypasses_row_level_security(private_home: Path) -> None:
    server = start_once(DataFolder(private_home / "data"))
    question = (
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = ANY(%s)"
    )
    with server.connect() as connection:
        assert set(connection.execute(question, [[OWNER, APP]])) == {(False, False, False, False)}
    server.stop()


def write_a_row(server: Postgres) -> None:
    with server.connect() as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("CREATE TABLE kept AS SELECT 'kept' AS word")
        connection.execute("CHECKPOINT")


def read_the_row(server: Postgres) -> object:
    with server.connect() as connection:
        return connection.execute("SELECT word FROM kept").fetchone()


def test_stopping_a_server_that_was_never_started_removes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").write_text("kept")
    monkeypatch.chdir(tmp_path)
    Postgres(tmp_path / "home", tmp_path).stop()
    assert (tmp_path / "mine").read_text() == "kept"


def test_the_children_of_a_killed_server_are_ended_before_the_next_one_starts(private_home: Path) -> None:
    server = start_once(DataFolder(private_home / "data"))
    write_a_row(server)
    busy = server.connect()
    backend = busy.info.backend_pid
    os.kill(backend, signal.SIGSTOP)  # it will not notice by itself that its server is gone
    assert server.process
    server.process.kill()
    server.process.wait()
    assert lives(backend)
    again = start_once(DataFolder(private_home / "data"))
    assert not lives(backend)
    assert read_the_row(again) == ("kept",)
    again.stop()


def lives(pid: int) -> bool:
    """A zombie that nobody has buried has no command any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def test_a_pid_file_whose_number_another_program_has_now_does_not_stop_the_start(private_home: Path) -> None:
    folder = DataFolder(private_home / "data")
    server = start_once(folder)
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{server.cluster}\n")
    (server.socket_folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    again = start_once(folder)
    again.stop()


def test_a_revived_server_has_the_address_it_had(private_home: Path) -> None:
    folder = DataFolder(private_home / ("long" * 20) / "data")
    server = Postgres(folder.shared_base() / ("deep" * 25), folder.shared_base(), throwaway=True)
    server.start()
    write_a_row(server)
    address = server.url()
    assert server.process
    server.process.kill()
    server.process.wait()
    server.revive()
    server._wait(60)
    assert server.url() == address
    assert read_the_row(server) == ("kept",)
    server.stop()
