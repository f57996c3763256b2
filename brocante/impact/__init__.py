"""The results of an edition, computed from the ledger."""
