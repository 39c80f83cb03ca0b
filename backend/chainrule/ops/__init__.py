"""The table of ops: OPS maps a name to its row."""
