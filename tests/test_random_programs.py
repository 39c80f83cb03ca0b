"""Random programs mean what they mean in Python: value and gradients against NumPy and central differences."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

from pasted.judge import judge
from pasted.program import Program
from random_programs import VALUES, programs

LISTS = tuple(f"l{number}" for number in range(60))  # lists grow: what stands under their names is tested elsewhere


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # making a program of this kind smaller takes minutes
)
@given(programs())
def test_a_random_program_is_read_as_python_runs_it(source: str) -> None:
    outcome = judge(Program("random", source, VALUES, out="L", skip=LISTS))
    assert outcome.kind == "right", f"{outcome.kind}: {outcome.reason}\n\n{source}"
