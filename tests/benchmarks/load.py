"""Clients on loopback: browsers reduced to what costs the server something."""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Result:
    """What a number of clients saw: the seconds of each action, of all together, failures."""

    times: tuple[float, ...]
    seconds: float
    failures: int

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.times + other.times, self.seconds + other.seconds, self.failures + other.failures
        )

    @property
    def rate(self) -> float:
        """Actions per second."""
        return len(self.times) / self.seconds

    @property
    def median(self) -> float:
        """Seconds of an action in the middle."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """Seconds that 95 of 100 actions take at most."""
        return sorted(self.times)[int(len(self.times) * 0.95)]


class Browser:
    """One keep-alive connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def send(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return status, body and Location."""
        headers = {"Accept-Encoding": "identity", "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        return response.status, text, response.getheader("Location") or ""

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def hidden(body: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    for tag in re.findall(r"<input[^>]*>", body):
        if f'name="{name}"' in tag:
            value = re.search(r'value="([^"]*)"', tag)
            return value[1] if value else ""
    raise LookupError(name)


def run(clients: int, actions: int, act: Callable[[int], bool]) -> Result:
    """Let `clients` threads share `actions` calls of `act`; False or an exception is a failure."""
    times: list[float] = []
    failures = 0
    lock = threading.Lock()
    numbers = iter(range(actions))
    start = threading.Barrier(clients + 1)

    def client() -> None:
        nonlocal failures
        start.wait()
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            began = time.perf_counter()
            try:
                good = act(number)
            except (OSError, LookupError, http.client.HTTPException):
                good = False
            took = time.perf_counter() - began
            with lock:
                times.append(took)
                failures += not good

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return Result(tuple(times), time.perf_counter() - began, failures)
