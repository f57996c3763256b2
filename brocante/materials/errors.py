"""What can go wrong when reference data is read by code."""


class UnknownCodeError(LookupError):
    """A code that no row of the reference data carries: a programming or data error, no user's."""

    def __init__(self, table: str, code: str) -> None:
        super().__init__(f"{table} holds no code {code!r}")
        self.table = table
        self.code = code
