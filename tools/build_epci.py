"""Rebuild `brocante/impact/data/epci.csv.xz`: run `python3 -m tools.build_epci`. Needs npm.

One inter-communal authority (EPCI with own taxation) a line: `code;name;communes`, from
`@etalab/decoupage-administratif` (INSEE, DGCL; Licence Ouverte 2.0), pinned by package-lock.json.
"""

import json
import lzma
import tempfile
from pathlib import Path

from tools.npm_packages import ROOT, install

SOURCE = "@etalab/decoupage-administratif/data/epci.json"
TARGET = ROOT / "brocante/impact/data/epci.csv.xz"


def main() -> None:
    """Install the pinned package aside and write the table."""
    with tempfile.TemporaryDirectory() as scratch:
        write(install(Path(scratch)) / SOURCE, TARGET)


def write(source: Path, target: Path) -> None:
    """Write the table from the package's own."""
    groups = json.loads(source.read_text(encoding="utf-8"))
    lines = [
        f"{group['code']};{group['nom']};{' '.join(sorted(m['code'] for m in group['membres']))}"
        for group in sorted(groups, key=lambda group: str(group["code"]))
    ]
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(
        lzma.compress("\n".join(lines).encode() + b"\n", preset=9 | lzma.PRESET_EXTREME)
    )
    print(f"{len(lines)} EPCI, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
