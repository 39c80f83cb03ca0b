"""The reader: what turns text into a graph."""
