"""What people paste, as tables of programs, each held to the real library that it was written for.

`program.py` says what a row is, `oracle.py` runs it, `judge.py` compares the trace with what came out,
`verdicts.py` its verdicts on gradients written by hand, and `python -m tests.pasted.report`
prints how far the reader is.
"""
