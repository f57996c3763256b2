"""The only place that commits. A unit of work is a function marked @transactional."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from brocante.core.db import UNIT, session, writing

P = ParamSpec("P")
R = TypeVar("R")

_DEPTH = "brocante_depth"
_HOOKS = "brocante_after_commit"


def transactional(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` as one unit: all of it is stored, or nothing.

    Calls inside a unit join it; the outermost one commits. It first ends the reads made so far,
    so that the unit sees the present state (objects read before are refreshed when used) and, on
    SQLite, holds the write lock from its first statement.
    """

    @wraps(function)
    def unit(*args: P.args, **kwargs: P.kwargs) -> R:
        info = session().info
        if info.get(_DEPTH):
            return function(*args, **kwargs)
        session.rollback()
        info[_DEPTH], info[_HOOKS] = True, []
        try:
            info[UNIT] = session.connection(execution_options=writing())
            result = function(*args, **kwargs)
            session.commit()
            hooks = info[_HOOKS]
        except BaseException:
            session.rollback()
            raise
        finally:
            info[_DEPTH], info[_HOOKS], info[UNIT] = False, [], None
        for hook in hooks:
            hook()
        return result

    return unit


def after_commit(hook: Callable[[], object]) -> None:
    """Call `hook` once the current unit is stored; never when it fails. Pass ids, not objects."""
    info = session().info
    if not info.get(_DEPTH):
        raise RuntimeError("after_commit is only for code inside a @transactional unit")
    info[_HOOKS].append(hook)


def end_reads() -> None:
    """Give the connection back between two steps of a long read (worker, export).

    Inside a unit nothing ends: what it wrote so far stays.
    """
    if not session().info.get(_DEPTH):
        session.rollback()
