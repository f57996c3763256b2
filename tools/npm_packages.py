"""Install the pinned npm packages aside, for the scripts that take files from them."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def install(scratch: Path) -> Path:
    """Install what package-lock.json pins into `scratch`, return its node_modules.

    npm checks every archive against the lock; no package may run a script.
    """
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, scratch / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
    return scratch / "node_modules"
