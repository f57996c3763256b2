"""Reading in a process apart, which ends: a long file takes its memory along.

`understand_apart` starts it, `main` is what it runs. They talk by bytes: a line of JSON that says
what to do, then the file; a line of JSON that says what was found, then the cells to keep.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from brocante.stocklists.choices import Choices, read_choices
from brocante.stocklists.errors import CorruptFile, UnreadableFile
from brocante.stocklists.found import settled, summary, vat_said, with_habits
from brocante.stocklists.grids import Grid
from brocante.stocklists.keeping import pack, unpack, without_purchase_costs
from brocante.stocklists.options import DEFAULT_RATE
from brocante.stocklists.parsing import read_message, understand
from brocante.stocklists.reading import read_file
from brocante.stocklists.rules import Origin
from brocante.stocklists.spoken import in_figures
from brocante.stocklists.twins import twins_of

PATIENCE_SECONDS = 90
BEAT_SECONDS = 5
MOST_MEMORY = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """What to understand: bytes of an origin, or cells kept before (`is_again`)."""

    data: bytes
    name: str
    origin: Origin
    choices: Choices
    habits: Mapping[str, Choices]
    is_again: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """What came out: as JSON the summary, the lines and the dropped rows; the cells to keep."""

    found: dict[str, Any]
    lines: list[dict[str, Any]]
    dropped: list[dict[str, Any]]
    choices: Choices
    grid: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a list gives nothing: the code of an error, and what its sentence names."""

    code: str
    params: dict[str, Any]


def understand_job(job: Job) -> Understood | Refused:
    """Understand in the present process."""
    try:
        grid = _grid(job)
        choices = job.choices if job.is_again else with_habits(job.choices, grid, job.habits)
        is_message = job.origin is not Origin.FILE
        found = understand(grid, job.name, choices.options(), is_message=is_message)
        rate = vat_said(found) if choices.vat_rate is None else None
        if rate is not None:
            choices = replace(choices, vat_rate=rate)
            if rate != DEFAULT_RATE:
                found = understand(grid, job.name, choices.options(), is_message=is_message)
    except UnreadableFile as error:
        return Refused(error.code, dict(error.params))
    kept = without_purchase_costs(grid, found)
    twins = twins_of(found.lines)
    return Understood(
        summary(found, kept),
        [
            {**line.to_json(), "listing_code": line.listing_code, "twin": twins.get(place)}
            for place, line in enumerate(found.lines)
        ],
        [dropped.to_json() for dropped in found.dropped if dropped.reason != "blank"],
        settled(choices, found),
        pack(kept),
    )


class Readers:
    """Processes that read: one stands ready, so that nobody waits for it to start."""

    def __init__(self) -> None:
        self._ready: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Have a process stand ready."""
        if self._ready is None or self._ready.poll() is not None:
            self._ready = _start()

    def take(self) -> subprocess.Popen[bytes]:
        """Return a process for one list; it ends with it."""
        process, self._ready = self._ready, None
        return process if process is not None and process.poll() is None else _start()

    def close(self) -> None:
        """End the process that stands ready."""
        if self._ready is not None:
            self._ready.communicate(b"")
            self._ready = None


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "brocante.stocklists.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def understand_apart(
    job: Job, beat: Callable[[], object], readers: Readers | None = None
) -> Understood | Refused:
    """Understand in a process of its own; `beat` is called every few seconds meanwhile."""
    head = {
        "name": job.name,
        "origin": job.origin.value,
        "choices": job.choices.to_json(),
        "habits": {key: habit.to_json() for key, habit in job.habits.items()},
        "again": job.is_again,
    }
    process = (readers or Readers()).take()
    answer = _ask(process, json.dumps(head).encode() + b"\n" + job.data, beat)
    if answer is None:
        return Refused(CorruptFile.code, {})
    line, _newline, grid = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        return Refused(told["refused"], told["params"])
    return Understood(
        told["found"], told["lines"], told["dropped"], read_choices(told["choices"]), grid
    )


def _ask(process: subprocess.Popen[bytes], sent: bytes, beat: Callable[[], object]) -> bytes | None:
    """Return what the process answers, None when it fails or takes too long."""
    with process:
        waited, data = 0, sent
        while True:
            try:
                answer, _errors = process.communicate(data, timeout=BEAT_SECONDS)
            except subprocess.TimeoutExpired:
                waited += BEAT_SECONDS
                if waited >= PATIENCE_SECONDS:
                    process.kill()
                    return None
                beat()
            else:
                return answer if process.returncode == 0 else None


def _grid(job: Job) -> Grid:
    if job.is_again:
        return unpack(job.data)
    if job.origin is Origin.FILE:
        return read_file(job.data)
    text = job.data.decode("utf-8", "replace")
    return read_message(in_figures(text) if job.origin is Origin.SPOKEN else text)


def main() -> int:
    """Read a job from the standard input, answer on the standard output.

    What is left of an ended worker ends with its pipe.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    gc.disable()  # a list makes no circles, and looking for them takes a tenth of the time
    line = sys.stdin.buffer.readline()
    if not line:
        return 0  # nothing to read any more
    head = json.loads(line)
    job = Job(
        sys.stdin.buffer.read(),
        head["name"],
        Origin(head["origin"]),
        read_choices(head["choices"]),
        {key: read_choices(habit) for key, habit in head["habits"].items()},
        head["again"],
    )
    result = understand_job(job)
    if isinstance(result, Refused):
        told: dict[str, Any] = {"refused": result.code, "params": result.params}
        grid = b""
    else:
        told = {
            "found": result.found,
            "lines": result.lines,
            "dropped": result.dropped,
            "choices": result.choices.to_json(),
        }
        grid = result.grid
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + grid)
    return 0


if __name__ == "__main__":
    sys.exit(main())
