"""Random graphs, programs and requests, and what must hold for all of them. `python -m fuzz --help` in `tests/`."""
