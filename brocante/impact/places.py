"""Inter-communal authorities (EPCI) of the communes, from a table shipped with the application.

INSEE and DGCL, put together by Etalab: Licence Ouverte 2.0. Rebuilt by `tools.build_epci`.
"""

import lzma
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_PARENTS = {"751": "75056", "132": "13055", "693": "69123"}


@dataclass(frozen=True, slots=True)
class Authority:
    """An EPCI with own taxation."""

    code: str
    name: str
    communes: tuple[str, ...]


@lru_cache(maxsize=1)
def authorities() -> dict[str, Authority]:
    """Return all of them by their code (SIREN)."""
    packed = (files("brocante.impact") / "data" / "epci.csv.xz").read_bytes()
    rows = (line.split(";") for line in lzma.decompress(packed).decode().splitlines())
    return {code: Authority(code, name, tuple(communes.split())) for code, name, communes in rows}


def authority_of(commune_code: str) -> str:
    """Return the code of the EPCI of a commune; empty where there is none."""
    code = _PARENTS.get(commune_code[:3], commune_code)
    return _by_commune().get(code, "")


def communes_of(code: str) -> tuple[str, ...]:
    """Return the codes of the communes of an EPCI, none for one nobody knows."""
    found = authorities().get(code)
    return found.communes if found else ()


def authority_name(code: str) -> str:
    """Return the name of an EPCI, its code when there is none of that code."""
    found = authorities().get(code)
    return found.name if found else code


@lru_cache(maxsize=1)
def _by_commune() -> dict[str, str]:
    return {commune: one.code for one in authorities().values() for commune in one.communes}
