"""Programs of C, C++, Java and JavaScript with arrays, `main` and classes."""

from __future__ import annotations

import math

import pytest

import chainrule
from chainrule.read.text import read_text

NET = """#include <math.h>
double sigmoid(double x) { return 1.0 / (1.0 + exp(-x)); }
int main() {
    double w[2] = {0.5, -0.5};
    double x[2] = {1.0, 2.0};
    double z = 0.0;
    for (int i = 0; i < 2; i++) z += w[i] * x[i];
    printf("%f\\n", sigmoid(z));
    return 0;
}
"""
LAYER = """#include <stdio.h>
float relu(float x) { return x > 0 ? x : 0; }
int main(void) {
    float W[2][2] = {{1, 2}, {3, -4}};
    float x[2] = {1, 1};
    float h[2];
    float y = 0;
    int i, j;
    for (i = 0; i < 2; i++) {
        h[i] = 0;
        for (j = 0; j < 2; j++) h[i] += W[i][j] * x[j];
        y += relu(h[i]);
    }
    printf("y = %f\\n", y);
    return 0;
}
"""
JAVA = """public class Neuron {
    public static double sigmoid(double x) {
        return 1.0 / (1.0 + Math.exp(-x));
    }
    public static void main(String[] args) {
        double[] w = {0.5, -1.0};
        double[] x = {2.0, 1.0};
        double net = w[0] * x[0] + w[1] * x[1];
        double out = sigmoid(net);
        double loss = 0.5 * Math.pow(1.0 - out, 2);
        System.out.println("loss = " + loss);
    }
}
"""
SCRIPT = """class Neuron {
  constructor(w, b) { this.w = w; this.b = b; }
  forward(x) { return Math.tanh(this.w * x + this.b); }
}
const n = new Neuron(0.5, 0.1);
const y = n.forward(2);
"""


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (NET, 1 / (1 + math.exp(0.5))),
        (LAYER, 3.0),
        (JAVA, 0.5 * (1 - 1 / (1 + math.exp(0))) ** 2),
        (SCRIPT, math.tanh(1.1)),
        ("#include <cmath>\nint main() {\n double x = 2.0, y = -3.0;\n double f = std::tanh(x * y);\n"
         " std::cout << f << std::endl;\n return 0;\n}", math.tanh(-6)),
        ("std::vector<double> w = {0.1, 0.2};\ndouble y = w[0] * 2 + w[1];", 0.4),
        ("int i, j = 2;\ndouble y = j * 3.0;", 6.0),
    ],
    ids=["c", "layer", "java", "javascript", "c++", "vector", "several"],
)  # fmt: skip
def test_a_program_in_braces_has_its_value(source: str, value: float) -> None:
    assert chainrule.trace(source).value == pytest.approx(value, rel=1e-12)


def test_gradients_of_a_program_in_c() -> None:
    gradients = chainrule.trace(NET).gradients
    slope = (1 / (1 + math.exp(0.5))) * (1 - 1 / (1 + math.exp(0.5)))
    assert gradients["w"] == pytest.approx([slope, 2 * slope], rel=1e-12)


def test_what_main_returns_is_no_output() -> None:
    assert "return 0" not in read_text(NET).text
