"""Formulas of physics and finance: quantities side by side, forces, resistances, option prices."""

from __future__ import annotations

import math

import pytest

import chainrule
from chainrule.read.text import read_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("F = ma", "F = m*a"),
        ("p = mv", "p = m*v"),
        ("V = IR", "V = I*R"),
        ("PV = nRT", "PV = n*R*T"),
        ("E = mc²", "E = m*c**2"),
        ("K = 1/2 mv^2", "K = 1/2*m*v**2"),
        ("E = mgh + 1/2 mv²", "E = m*g*h + 1/2*m*v**2"),
        ("s = ut + ½at²", "s = u*t + 1/2*a*t**2"),
        ("s = ut + 1/2 at^2", "s = u*t + 1/2*a*t**2"),
        ("v = v0 + at", "v = v0 + a*t"),
        ("F = q(E + vB)", "F = q*(E + v*B)"),
        ("F = GMm/r²", "F = G*M*m/r**2"),
        ("A = 4πr² + 2πrh", "A = 4*pi*r**2 + 2*pi*r*h"),
        ("Q = mcΔT", "Q = m*c*Delta_T"),
        ("W = Fd cos θ", "W = F*d*cos(theta)"),
        ("P = V²/R", "P = V**2/R"),
        ("P = I^2 R", "P = I**2*R"),
        ("A = A_0 e^{kt}", "A = A_0*e**(k*t)"),
    ],
)
def test_quantities_side_by_side_are_multiplied(source: str, text: str) -> None:
    assert read_text(source).text.strip() == text


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("L = xt + 1", {"xt"}),  # x at the time t
        ("L = x + lr", {"x", "lr"}),
        ("F = 2TP/(2TP + FP + FN)", {"TP", "FP", "FN"}),
        ("loss = mse + 1", {"mse"}),
        ("z = net + b", {"net", "b"}),
        ("L = sd^2 + x", {"sd", "x"}),
        ("total = ab*c", {"ab", "c"}),
        ("ht = x + ht1", {"x", "ht1"}),
    ],
)
def test_words_that_are_one_name_stay(source: str, names: set[str]) -> None:
    assert set(chainrule.trace(source, defaults=True).gradients) == names


def test_the_other_reading_is_offered() -> None:
    (other,) = read_text("F = ma").alternatives
    assert other.text == "m_a"


@pytest.mark.parametrize(
    "source",
    [
        "C = S N(d1) - K e^{-rt} N(d2), d1 = (ln(S/K) + (r + σ²/2)t)/(σ√t), d2 = d1 - σ√t",
        "C = S*N(d1) - K*exp(-r*t)*N(d2), d1 = (ln(S/K) + (r + σ²/2)t)/(σ√t), d2 = d1 - σ√t",
        r"C = S N(d_1) - K e^{-rt} N(d_2), d_1 = \frac{\ln(S/K) + (r + \sigma^2/2)t}{\sigma\sqrt{t}}, "
        r"d_2 = d_1 - \sigma\sqrt{t}",
    ],
)
def test_the_price_of_an_option(source: str) -> None:
    trace = chainrule.trace(source, {"S": 100, "K": 95, "r": 0.05, "sigma": 0.2, "t": 0.5})
    d1 = (math.log(100 / 95) + (0.05 + 0.2**2 / 2) * 0.5) / (0.2 * math.sqrt(0.5))

    def cdf(x: float) -> float:
        return (1 + math.erf(x / math.sqrt(2))) / 2

    price = 100 * cdf(d1) - 95 * math.exp(-0.05 * 0.5) * cdf(d1 - 0.2 * math.sqrt(0.5))
    assert trace.value == pytest.approx(price, rel=1e-12)
    assert trace.gradients["S"] == pytest.approx(cdf(d1), rel=1e-9)  # delta
    density = math.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi)
    assert trace.gradients["sigma"] == pytest.approx(100 * math.sqrt(0.5) * density, rel=1e-9)  # vega


def test_the_density_is_the_derivative_of_the_distribution() -> None:
    trace = chainrule.trace("y = Φ'(x), x = 0.5")
    assert trace.value == pytest.approx(math.exp(-0.125) / math.sqrt(2 * math.pi))


def test_a_count_called_n_stays_a_factor() -> None:
    assert set(chainrule.trace("y = N(x + 1) + N", defaults=True).gradients) == {"N", "x"}
