"""Counters of rate limits in memory: windows open, end, and are forgotten."""

import threading
from datetime import UTC, datetime

import time_machine

from brocante.web import limits
from brocante.web.limits import ProcessCounters

START = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)


def test_hits_count_until_their_window_ends() -> None:
    counters = ProcessCounters()
    with time_machine.travel(START, tick=False) as now:
        assert [counters.incr("a", 60) for _ in range(3)] == [1, 2, 3]
        assert counters.get("a") == 3
        assert counters.get("b") == 0
        assert counters.get_expiry("a") == START.timestamp() + 60
        now.shift(59)
        assert counters.incr("a", 60, amount=2) == 5
        now.shift(1)
        assert counters.get("a") == 0
        assert counters.incr("a", 60) == 1


def test_a_key_and_everything_can_be_forgotten() -> None:
    counters = ProcessCounters()
    for key in ("a", "b", "c"):
        counters.incr(key, 60)
    counters.clear("a")
    assert (counters.get("a"), counters.get("b")) == (0, 1)
    assert counters.reset() == 2
    assert counters.get("b") == 0


def test_ended_windows_do_not_fill_the_memory(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MANY", 10)
    counters = ProcessCounters()
    with time_machine.travel(START, tick=False) as now:
        counters.incr("long", 600)
        for number in range(9):
            counters.incr(f"short {number}", 1)
        now.shift(2)
        counters.incr("next", 60)
        assert set(counters.windows) == {"long", "next"}


def test_no_hit_is_lost_between_threads() -> None:
    counters = ProcessCounters()
    threads = [
        threading.Thread(target=lambda: [counters.incr("a", 60) for _ in range(500)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counters.get("a") == 4_000
