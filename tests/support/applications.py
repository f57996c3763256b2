"""An application for each test, made quickly: what is the same for all is made once.

Two thirds of the time go into compiling addresses and looking at static files, neither of which
depends on anything a test changes.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule
from whitenoise import WhiteNoise


def make_the_same_once() -> None:
    """Keep compiled addresses and static files from one application of this process to the next."""
    _keep(Rule, "_compile_builder", _address)
    _keep(WhiteNoise, "get_static_file", _file)


def _address(rule: Rule, append_unknown: bool = True) -> object:
    return rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown


def _file(_server: WhiteNoise, path: str, url: str, **_found: Any) -> object:
    return path, url


def _keep(owner: type, name: str, key: Callable[..., object]) -> None:
    make = getattr(owner, name)
    kept: dict[object, Any] = {}

    def once(*args: Any, **kwargs: Any) -> Any:
        asked = key(*args, **kwargs)
        if asked not in kept:
            kept[asked] = make(*args, **kwargs)
        return kept[asked]

    setattr(owner, name, once)
