"""What stands on paper and on slides: entries by name, hats below a sum, means, places, expected values."""

from .program import P

S = {"s": [1.0, 2.0, 0.5], "y": 1}
NLL = "p = np.exp(s)/np.sum(np.exp(s))\nL = -np.log(p[y])"
YT = {"y": [1.0, -1.0, 2.0], "yhat": [0.5, 0.3, 1.2]}

PROGRAMS = [
    P("L = -log p_y below p", "p = exp(s)/sum(exp(s))\nL = -log p_y", S, twin=NLL, labels=("y",)),
    P("-log(p_y) in Python", "p = softmax(s)\nL = -log(p_y)", S, twin=NLL, labels=("y",)),
    P(r"-\log p_y in LaTeX", r"p = \text{softmax}(s) \\ L = -\log p_y", S, twin=NLL, labels=("y",)),
    P("-log p_y with p_y alone", "L = -log p_y", {"p_y": 0.25}, twin="L = -np.log(p_y)"),
    P("hats below a sum", "L = ∑(y_i-ŷ_i)²", YT, twin="L = np.sum((y - yhat)**2)"),
    P("1/n before a sum", "L = 1/n ∑ (y_i - ŷ_i)^2", YT, twin="L = np.sum((y - yhat)**2)/3"),
    P("(1/n) * Σ", "MSE = (1/n) * Σ(y_i - ŷ_i)^2", YT, twin="MSE = np.sum((y - yhat)**2)/3"),
    P(
        "1/(2m) before a sum",
        "J = 1/(2m) Σ (h_i - y_i)^2",
        {"y": [1.0, -1.0, 2.0], "h": [0.5, 0.3, 1.2]},
        twin="J = np.sum((h - y)**2)/6",
    ),
    P(r"\frac{1}{N}\sum_i", r"\frac{1}{N}\sum_i x_i^2", {"x": [1.0, 2.0]}, twin="np.sum(x**2)/2"),
    P("n has a value of its own", "L = 1/n ∑ x_i", {"x": [1.0, 2.0], "n": 4.0}, twin="L = np.sum(x)/n"),
    P(
        "ŷ above, its entries below",
        "ŷ = w x + b\nL = 1/n ∑(y_i-ŷ_i)^2",
        {"w": 0.5, "x": [1.0, 2.0, 3.0], "b": 0.1, "y": [1.0, -1.0, 2.0]},
        twin="yhat = w*x + b\nL = np.sum((y - yhat)**2)/3",
    ),
    P("f at two values", "(x^2+y)|_{x=3,y=1}", twin="x = 3.0\ny = 1.0\nx**2 + y"),
    P("a derivative at two values", "f = x^2 y\n∂f/∂x |_{x=2, y=3}", twin="x = 2.0\ny = 3.0\nf = x**2*y", out="f"),
    P(
        "a derivative at a pair of numbers",
        r"f = x^2 y \\ \left.\frac{\partial f}{\partial x}\right|_{(2,3)}",
        refused="source",
    ),
    P("the bracket of an integral", "[x^2]_0^3", refused="source"),
    P(r"\left[x^2\right]_0^3", r"\left[ x^2 \right]_{0}^{3}", refused="source"),
    P("E[x]", "E[x]", refused="source"),
    P("the variance by expected values", "Var[x] = E[x^2] - E[x]^2", refused="source"),
    P("a loss as an expected value", "L = E[(y - w x)^2]", refused="source"),
    P("E is an array", "E[1]*x + E[0]", {"E": [1.0, 2.0], "x": 3.0}),
    P("E[i] in a loop", "s = 0\nfor i in range(3):\n    s = s + E[i]*x\ns", {"E": [1.0, 2.0, 3.0], "x": 2.0}),
    P(
        "the formula of Vieta",
        "x = (-b + √(b² - 4ac)) / (2a)",
        {"a": 1.0, "b": -3.0, "c": 2.0},
        twin="x = (-b + np.sqrt(b**2 - 4*a*c))/(2*a)",
    ),
    P("the surface of a cylinder", "A = 2πrh + 2πr²", {"r": 1.5, "h": 2.0}, twin="A = 2*np.pi*r*h + 2*np.pi*r**2"),
    P("grad f where", "grad f where f = x^2 + y^2", {"x": 2.0, "y": -1.0}, twin="f = x**2 + y**2"),
    P("4ac beside a name ac", "4ac + ac", {"ac": 2.0}, twin="4*ac + ac"),
    P("values and formula by an arrow", "x = 2 ⇒ y = x²", twin="x = 2.0\ny = x**2"),
]
