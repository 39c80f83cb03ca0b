"""Formulas as paper writes them: one grammar for what a calculator takes and for LaTeX."""
