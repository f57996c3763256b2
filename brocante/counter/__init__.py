"""Handing over at the gate, walk-ins, undo: the append-only ledger."""
