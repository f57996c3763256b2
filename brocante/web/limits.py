"""Counters of rate limits in the memory of one process, for installations without Redis.

The storage that comes with `limits` starts a thread at nearly every hit, to forget what has ended.
"""

import threading
import time

from limits.storage import Storage

SCHEME = "process"
# Addresses counted before those whose time has passed are looked for.
MANY = 10_000


class ProcessCounters(Storage):
    """Hits by key, each key with the second at which its window ends."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - read by `limits`, which declares it so

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self.lock = threading.Lock()
        self.windows: dict[str, tuple[int, float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong here: nothing of its own."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` hits; a first one opens a window of `expiry` seconds."""
        now = time.time()
        with self.lock:
            if len(self.windows) >= MANY:
                self.windows = {k: v for k, v in self.windows.items() if v[1] > now}
            count, end = self.windows.get(key, (0, 0.0))
            if end <= now:
                count, end = 0, now + expiry
            self.windows[key] = (count + amount, end)
            return count + amount

    def get(self, key: str) -> int:
        """Return the hits of the present window."""
        count, end = self.windows.get(key, (0, 0.0))
        return count if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the present window ends, in seconds since 1970."""
        return max(self.windows.get(key, (0, 0.0))[1], time.time())

    def check(self) -> bool:
        """Tell that it works."""
        return True

    def reset(self) -> int:
        """Forget every hit; return how many keys there were."""
        with self.lock:
            count = len(self.windows)
            self.windows = {}
            return count

    def clear(self, key: str) -> None:
        """Forget the hits of one key."""
        with self.lock:
            self.windows.pop(key, None)
