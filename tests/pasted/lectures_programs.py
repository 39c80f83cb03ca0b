"""Every formula and listing of the five lecture decks, as transcribed.

What computes something has its twin; what computes nothing must say so; what can be taken either way must be drawn or
refused with a way on. Some texts have lost letters in the transcription: those must only be answered.
"""

from .program import P

PROGRAMS = [
    P(
        "deck 1, 0: L_i = -\\log\\left(\\frac{e^{sy_i}}{\\sum_j e^{sj}}\\",
        r"L_i = -\log\left(\frac{e^{sy_i}}{\sum_j e^{sj}}\right) \text{ Softmax}",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 1: L_i = \\sum_{j \\neq y_i} \\max(0, s_j - s_{y_i} + ",
        r"L_i = \sum_{j \neq y_i} \max(0, s_j - s_{y_i} + 1) \text{ SVM}",
        {"s": [3.2, 5.1, -1.7], "y_i": 0},
        twin="""
        margins = np.maximum(0, s - s[y_i] + 1)
        L_i = np.sum(margins) - 1
        """,
        labels=("y_i",),
        loose=True,
    ),
    P(
        "deck 1, 2: L = \\frac{1}{N} \\sum_{i=1}^N L_i + R(W) \\text{ F",
        r"L = \frac{1}{N} \sum_{i=1}^N L_i + R(W) \text{ Full loss}",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 3: \\frac{df(x)}{dx} = \\lim_{h \\rightarrow 0} \\frac{",
        r"\frac{df(x)}{dx} = \lim_{h \rightarrow 0} \frac{f(x + h) - f(x)}{h}",
        refused="any",
    ),
    P(
        "deck 1, 4: L(W) = \\frac{1}{N} \\sum_{i=1}^N L_i(x_i, y_i, W)",
        r"L(W) = \frac{1}{N} \sum_{i=1}^N L_i(x_i, y_i, W) + \lambda R(W)",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 5: \\nabla_W L(W) = \\frac{1}{N} \\sum_{i=1}^N \\nabla_",
        r"\nabla_W L(W) = \frac{1}{N} \sum_{i=1}^N \nabla_W L_i(x_i, y_i, W) + \lambda \nabla_W R(W)",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 6: x \\in \\mathbb{R}^D, W \\in \\mathbb{R}^{C \\times D",
        r"x \in \mathbb{R}^D, W \in \mathbb{R}^{C \times D}",
        refused="any",
    ),
    P(
        "deck 1, 7: x \\in \\mathbb{R}^D, W_1 \\in \\mathbb{R}^{H \\times",
        r"x \in \mathbb{R}^D, W_1 \in \mathbb{R}^{H \times D}, W_2 \in \mathbb{R}^{C \times H}",
        refused="any",
    ),
    P(
        "deck 1, 8: f(x, y) = (r(x, y), \\theta(x, y))",
        r"f(x, y) = (r(x, y), \theta(x, y))",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 9: f = W_3 \\max(0, W_2 \\max(0, W_1 x))",
        r"f = W_3 \max(0, W_2 \max(0, W_1 x))",
        {
            "W_1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]],
            "x": [0.7, -1.2],
            "W_2": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]],
            "W_3": [[0.4, -0.9], [0.6, 0.2]],
        },
        twin="f = W_3 @ np.maximum(0, W_2 @ np.maximum(0, W_1 @ x))",
        loose=True,
    ),
    P(
        "deck 1, 10: x \\in \\mathbb{R}^D, W_1 \\in \\mathbb{R}^{H_1 \\tim",
        r"""
        x \in \mathbb{R}^D, W_1 \in \mathbb{R}^{H_1 \times D}, W_2 \in \mathbb{R}^{H_2 \times H_1}, W_3 \in \mathbb{R}^{C \times H_2}
        """,
        refused="any",
    ),
    P(
        "deck 1, 11: f = W_2 W_1 x",
        "f = W_2 W_1 x",
        {"W_1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "W_2": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]]},
        twin="f = W_2 @ W_1 @ x",
        loose=True,
    ),
    P(
        "deck 1, 12: f = W_2 W_1 x \\quad W_3 = W_2 W_1 \\in \\mathbb{R}",
        r"f = W_2 W_1 x \quad W_3 = W_2 W_1 \in \mathbb{R}^{C \times H}, f = W_3 x",
        {"W_1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "W_2": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]]},
        twin="f = W_2 @ W_1 @ x",
        loose=True,
    ),
    P(
        "deck 1,3, 13: \\sigma(x) = \\frac{1}{1+e^{-x}}",
        r"\sigma(x) = \frac{1}{1+e^{-x}}",
        {"x": 0.7},
        written_for="sympy",
        twin="1/(1+exp(-x))",
    ),
    P(
        "deck 1, 14: \\tanh(x)",
        r"\tanh(x)",
        {"x": 0.7},
        written_for="sympy",
        twin="tanh(x)",
    ),
    P(
        "deck 1, 15: \\max(0, x)",
        r"\max(0, x)",
        {"x": 0.7},
        written_for="sympy",
        twin="Max(0, x)",
    ),
    P(
        "deck 1, 16: \\max(0.1x, x)",
        r"\max(0.1x, x)",
        {"x": -0.7},
        written_for="sympy",
        twin="Max(0.1*x, x)",
    ),
    P(
        "deck 1,3, 17: \\max(w_1^T x + b_1, w_2^T x + b_2)",
        r"\max(w_1^T x + b_1, w_2^T x + b_2)",
        {"w_1": [0.2, -0.4], "w_2": [1.0, 0.5], "x": [0.7, -1.2], "b_1": 0.1, "b_2": -0.3},
        twin="np.maximum(w_1 @ x + b_1, w_2 @ x + b_2)",
        loose=True,
    ),
    P(
        "deck 1, 18: \\begin{cases} x & x \\geq 0 \\\\ \\alpha(e^x - 1) & ",
        r"\begin{cases} x & x \geq 0 \\ \alpha(e^x - 1) & x < 0 \end{cases}",
        {"x": -0.7, "alpha": 0.5},
        written_for="sympy",
        twin="where(x >= 0, x, alpha*(exp(x) - 1))",
    ),
    P(
        "deck 1, 19: \\lambda = 0.001",
        r"\lambda = 0.001",
        refused="any",
    ),
    P(
        "deck 1, 20: \\lambda = 0.01",
        r"\lambda = 0.01",
        refused="any",
    ),
    P(
        "deck 1, 21: \\lambda = 0.1",
        r"\lambda = 0.1",
        refused="any",
    ),
    P(
        "deck 1, 22: L(W) = \\frac{1}{N} \\sum_{i=1}^N L_i(f(x_i, W), y",
        r"L(W) = \frac{1}{N} \sum_{i=1}^N L_i(f(x_i, W), y_i) + \lambda R(W)",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 23: \\frac{1}{1 + e^{-x}}",
        r"\frac{1}{1 + e^{-x}}",
        {"x": 0.7},
        written_for="sympy",
        twin="1/(1+exp(-x))",
    ),
    P(
        "deck 1, 24: s = f(x; W_1, W_2) = W_2 \\max(0, W_1 x)",
        r"s = f(x; W_1, W_2) = W_2 \max(0, W_1 x)",
        {"W_1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "W_2": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]]},
        twin="W_2 @ np.maximum(0, W_1 @ x)",
        loose=True,
    ),
    P(
        "deck 1, 25: L_i = \\sum_{j \\neq y_i} \\max(0, s_j - s_{y_i} + ",
        r"L_i = \sum_{j \neq y_i} \max(0, s_j - s_{y_i} + 1)",
        {"s": [3.2, 5.1, -1.7], "y_i": 0},
        twin="""
        margins = np.maximum(0, s - s[y_i] + 1)
        L_i = np.sum(margins) - 1
        """,
        labels=("y_i",),
        loose=True,
    ),
    P(
        "deck 1, 26: R(W) = \\sum_k W_k^2",
        r"R(W) = \sum_k W_k^2",
        {"W": [0.5, -1.0, 2.0]},
        twin="np.sum(W**2)",
        loose=True,
    ),
    P(
        "deck 1, 27: L = \\frac{1}{N} \\sum_{i=1}^N L_i + \\lambda R(W_1",
        r"L = \frac{1}{N} \sum_{i=1}^N L_i + \lambda R(W_1) + \lambda R(W_2)",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 28: s = f(x; W_1, W_2) = W_2 \\max(0, W_1 x) \\quad \\t",
        r"s = f(x; W_1, W_2) = W_2 \max(0, W_1 x) \quad \text{Nonlinear score function}",
        {"W_1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "W_2": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]]},
        twin="W_2 @ np.maximum(0, W_1 @ x)",
        loose=True,
    ),
    P(
        "deck 1, 29: L_i = \\sum_{j \\neq y_i} \\max(0, s_j - s_{y_i} + ",
        r"L_i = \sum_{j \neq y_i} \max(0, s_j - s_{y_i} + 1) \quad \text{SVM Loss on predictions}",
        {"s": [3.2, 5.1, -1.7], "y_i": 0},
        twin="""
        margins = np.maximum(0, s - s[y_i] + 1)
        L_i = np.sum(margins) - 1
        """,
        labels=("y_i",),
        loose=True,
    ),
    P(
        "deck 1, 30: R(W) = \\sum_k W_k^2 \\quad \\text{Regularization}",
        r"R(W) = \sum_k W_k^2 \quad \text{Regularization}",
        {"W": [0.5, -1.0, 2.0]},
        twin="np.sum(W**2)",
        loose=True,
    ),
    P(
        "deck 1, 31: L = \\frac{1}{N} \\sum_{i=1}^N L_i + \\lambda R(W_1",
        r"""
        L = \frac{1}{N} \sum_{i=1}^N L_i + \lambda R(W_1) + \lambda R(W_2) \quad \text{Total loss: data loss + regularization}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 1,3, 32: s = f(x; W) = Wx",
        "s = f(x; W) = Wx",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2]},
        twin="W @ x",
        loose=True,
    ),
    P(
        "deck 1, 33: = \\sum_{j \\neq y_i} \\max(0, W_{j,:} \\cdot x + W_",
        r"= \sum_{j \neq y_i} \max(0, W_{j,:} \cdot x + W_{y_i,:} \cdot x + 1)",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "y_i": 1},
        twin="np.sum(np.maximum(0, W @ x + W[y_i] @ x + 1)) - np.maximum(0, 2*W[y_i] @ x + 1)",
        labels=("y_i",),
        loose=True,
    ),
    P(
        "deck 1, 34: L = \\frac{1}{N} \\sum_{i=1}^N L_i + \\lambda \\sum_",
        r"L = \frac{1}{N} \sum_{i=1}^N L_i + \lambda \sum_k W_k^2",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 35: = \\frac{1}{N} \\sum_{i=1}^N \\sum_{j \\neq y_i} \\ma",
        r"""
        = \frac{1}{N} \sum_{i=1}^N \sum_{j \neq y_i} \max(0, W_{j,:} \cdot x + W_{y_i,:} \cdot x + 1) + \lambda \sum_k W_k^2
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 36: \\nabla_W L = \\nabla_W \\left(\\frac{1}{N} \\sum_{i=",
        r"""
        \nabla_W L = \nabla_W \left(\frac{1}{N} \sum_{i=1}^N \sum_{j \neq y_i} \max(0, W_{j,:} \cdot x + W_{y_i,:} \cdot x + 1) + \lambda \sum_k W_k^2 \right)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 1,3, 37: f(x, y, z) = (x + y)z",
        "f(x, y, z) = (x + y)z",
        {"x": -2.0, "y": 5.0, "z": -4.0},
        written_for="sympy",
        twin="(x+y)*z",
    ),
    P(
        "deck 1, 38: q = x + y \\quad \\frac{\\partial q}{\\partial x} = ",
        r"q = x + y \quad \frac{\partial q}{\partial x} = 1, \frac{\partial q}{\partial y} = 1",
        {"x": -2.0, "y": 5.0},
        twin="q = x + y",
        loose=True,
    ),
    P(
        "deck 1, 39: f = qz \\quad \\frac{\\partial f}{\\partial q} = z, ",
        r"f = qz \quad \frac{\partial f}{\partial q} = z, \frac{\partial f}{\partial z} = q",
        {"q": 3.0, "z": -4.0},
        twin="f = q*z",
        loose=True,
    ),
    P(
        "deck 1,3,4, 40: \\frac{\\partial f}{\\partial z}",
        r"\frac{\partial f}{\partial z}",
        refused="any",
    ),
    P(
        "deck 1,4, 41: \\frac{\\partial f}{\\partial y} = \\frac{\\partial f",
        r"\frac{\partial f}{\partial y} = \frac{\partial f}{\partial q} \frac{\partial q}{\partial y}",
        refused="any",
        either=True,
    ),
    P(
        "deck 1,3,4, 42: \\frac{\\partial f}{\\partial y}",
        r"\frac{\partial f}{\partial y}",
        refused="any",
    ),
    P(
        "deck 1,3,4, 43: \\frac{\\partial f}{\\partial x} = \\frac{\\partial f",
        r"\frac{\partial f}{\partial x} = \frac{\partial f}{\partial q} \frac{\partial q}{\partial x}",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 44: f(w, x) = \\frac{1}{1 + e^{-(w_0x_0 + w_1x_1 + w_",
        r"f(w, x) = \frac{1}{1 + e^{-(w_0x_0 + w_1x_1 + w_2)}}",
        {"w_0": 2.0, "x_0": -1.0, "w_1": -3.0, "x_1": -2.0, "w_2": -3.0},
        written_for="sympy",
        twin="1/(1+exp(-(w_0*x_0 + w_1*x_1 + w_2)))",
    ),
    P(
        "deck 1, 45: f(x) = e^x",
        "f(x) = e^x",
        {"x": 0.7},
        written_for="sympy",
        twin="exp(x)",
    ),
    P(
        "deck 1, 46: \\frac{df}{dx} = e^x",
        r"\frac{df}{dx} = e^x",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 47: f_a(x) = ax",
        "f_a(x) = ax",
        {"a": 3.0, "x": 0.7},
        written_for="sympy",
        twin="a*x",
    ),
    P(
        "deck 1, 48: \\frac{df}{dx} = a",
        r"\frac{df}{dx} = a",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 49: f(x) = \\frac{1}{x}",
        r"f(x) = \frac{1}{x}",
        {"x": 0.7},
        written_for="sympy",
        twin="1/x",
    ),
    P(
        "deck 1, 50: f_c(x) = c + x",
        "f_c(x) = c + x",
        {"c": 3.0, "x": 0.7},
        written_for="sympy",
        twin="c+x",
    ),
    P(
        "deck 1, 51: \\frac{df}{dx} = -1/x^2",
        r"\frac{df}{dx} = -1/x^2",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 52: \\frac{df}{dx} = 1",
        r"\frac{df}{dx} = 1",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 53: w_0: [0.2] \\times [-1] = -0.2",
        r"w_0: [0.2] \times [-1] = -0.2",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 54: x_0: [0.2] \\times [2] = 0.4",
        r"x_0: [0.2] \times [2] = 0.4",
        refused="any",
        either=True,
    ),
    P(
        "deck 1,4, 55: \\sigma(x) = \\frac{1}{1 + e^{-x}}",
        r"\sigma(x) = \frac{1}{1 + e^{-x}}",
        {"x": 0.7},
        written_for="sympy",
        twin="1/(1+exp(-x))",
    ),
    P(
        "deck 1, 56: \\frac{d\\sigma(x)}{dx} = \\frac{e^{-x}}{(1 + e^{-x",
        r"""
        \frac{d\sigma(x)}{dx} = \frac{e^{-x}}{(1 + e^{-x})^2} = \left(\frac{1 + e^{-x} - 1}{1 + e^{-x}} \right) \left(\frac{1}{1 + e^{-x}} \right) = (1 - \sigma(x)) \sigma(x)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 57: \\begin{aligned} &\\text{[upstream gradient] } \\ti",
        r"""
        \begin{aligned} &\text{[upstream gradient] } \times \text{ [local gradient]} \\ &[1.00] \times [(1 - 0.73)(0.73)] = 0.2 \end{aligned}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 58: \\frac{d\\sigma(x)}{dx} = \\frac{e^{-x}}{(1 + e^{-x",
        r"""
        \frac{d\sigma(x)}{dx} = \frac{e^{-x}}{(1 + e^{-x})^2} = \left(\frac{1 + e^{-x} - 1}{1 + e^{-x}} \right) \left(\frac{1}{1 + e^{-x}} \right) = (1 - \sigma(x))\sigma(x)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 59: \\alpha_t = \\frac{1}{2}\\alpha_0 (1 + \\cos(t\\pi/T)",
        r"\alpha_t = \frac{1}{2}\alpha_0 (1 + \cos(t\pi/T))",
        {"alpha_0": 0.1, "t": 3.0, "T": 10.0},
        written_for="sympy",
        twin="alpha_0*(1 + cos(t*pi/T))/2",
    ),
    P(
        "deck 1, 60: \\alpha_t = \\alpha_0(1 - t/T)",
        r"\alpha_t = \alpha_0(1 - t/T)",
        {"alpha_0": 0.1, "t": 3.0, "T": 10.0},
        written_for="sympy",
        twin="alpha_0*(1 - t/T)",
    ),
    P(
        "deck 1, 61: \\alpha_t = \\alpha_0/\\sqrt{t}",
        r"\alpha_t = \alpha_0/\sqrt{t}",
        {"alpha_0": 0.1, "t": 3.0},
        written_for="sympy",
        twin="alpha_0/sqrt(t)",
    ),
    P(
        "deck 1, 62: f = Wx",
        "f = Wx",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2]},
        twin="W @ x",
        loose=True,
    ),
    P(
        "deck 1,3, 63: f = W_2 \\max(0, W_1 x)",
        r"f = W_2 \max(0, W_1 x)",
        {"W_1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "W_2": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]]},
        twin="W_2 @ np.maximum(0, W_1 @ x)",
        loose=True,
    ),
    P(
        "deck 1, 64: \\max(0, z)",
        r"\max(0, z)",
        {"z": 0.7},
        written_for="sympy",
        twin="Max(0, z)",
    ),
    P(
        "deck 1, 65: \\frac{\\partial L}{\\partial W_1}, \\frac{\\partial ",
        r"\frac{\partial L}{\partial W_1}, \frac{\partial L}{\partial W_2}",
        refused="any",
    ),
    P(
        "deck 1, 66: \\nabla_W L",
        r"\nabla_W L",
        refused="any",
    ),
    P(
        "deck 1,3, 67: x = -2",
        "x = -2",
        refused="any",
    ),
    P(
        "deck 1,3,4, 68: y = 5",
        "y = 5",
        refused="any",
    ),
    P(
        "deck 1,3,4, 69: z = -4",
        "z = -4",
        refused="any",
    ),
    P(
        "deck 1,3, 70: \\frac{\\partial f}{\\partial x}, \\frac{\\partial f}",
        r"\frac{\partial f}{\partial x}, \frac{\partial f}{\partial y}, \frac{\partial f}{\partial z}",
        refused="any",
    ),
    P(
        "deck 1, 71: [1.00] \\times [(1 - 1/(1+e^{-1})) (1/(1+e^{-1}))",
        r"[1.00] \times [(1 - 1/(1+e^{-1})) (1/(1+e^{-1}))] = 0.2",
        refused="any",
        either=True,
    ),
    P(
        "deck 1, 72: # Vanilla Gradient Descent while True: weights_g",
        """
        # Vanilla Gradient Descent

        while True:
            weights_grad = evaluate_gradient(loss_fun, data, weights)
            weights += - step_size * weights_grad # perform parameter update
        """,
        twin="y = 0.0",
        out="~",
        defaults=True,
    ),
    P(
        "deck 1, 73: # Vanilla Minibatch Gradient Descent",
        "# Vanilla Minibatch Gradient Descent",
        refused="any",
    ),
    P(
        "deck 1, 74: while True: data_batch = sample_training_data(da",
        """
        while True:  
            data_batch = sample_training_data(data, 256) # sample 256 examples  
            weights_grad = evaluate_gradient(loss_fun, data_batch, weights)  
            weights += - step_size * weights_grad # perform parameter update
        """,
        twin="y = 0.0",
        out="~",
        defaults=True,
    ),
    P(
        "deck 1, 75: # forward-pass of a 3-layer neural network: f = ",
        """
        # forward-pass of a 3-layer neural network:  
        f = lambda x: 1.0/(1.0 + np.exp(-x)) # activation function (use sigmoid)  
        x = np.random.randn(3, 1) # random input vector of three numbers (3x1)  
        h1 = f(np.dot(W1, x) + b1) # calculate first hidden layer activations (4x1)  
        h2 = f(np.dot(W2, h1) + b2) # calculate second hidden layer activations (4x1)  
        out = np.dot(W3, h2) + b3 # output neuron (1x1)
        """,
        pin=("x",),
        defaults=True,
    ),
    P(
        "deck 1, 76: 1 import numpy as np 2 from numpy.random import ",
        """
        1 import numpy as np
        2 from numpy.random import randn
        3
        4 N, D_in, H, D_out = 64, 1000, 100, 10
        5 x, y = randn(N, D_in), randn(N, D_out)
        6 w1, w2 = randn(D_in, H), randn(H, D_out)
        7
        8 for t in range(2000):
        9     h = 1 / (1 + np.exp(-x.dot(w1)))
        10    y_pred = h.dot(w2)
        11    loss = np.square(y_pred - y).sum()
        12    print(t, loss)
        13
        14    grad_y_pred = 2.0 * (y_pred - y)
        15    grad_w2 = h.T.dot(grad_y_pred)
        16    grad_h = grad_y_pred.dot(w2.T)
        17    grad_w1 = x.T.dot(grad_h * h * (1 - h))
        18
        19    w1 -= 1e-4 * grad_w1
        20    w2 -= 1e-4 * grad_w2
        """,
        twin="""
        N, D_in, H, D_out = 64, 1000, 100, 10
        x, y = np.random.randn(N, D_in), np.random.randn(N, D_out)
        w1, w2 = np.random.randn(D_in, H), np.random.randn(H, D_out)
        h = 1 / (1 + np.exp(-x.dot(w1)))
        y_pred = h.dot(w2)
        loss = np.square(y_pred - y).sum()
        """,
        out="loss",
        pin=("x", "y", "w1", "w2"),
        grads={"grad_y_pred": "y_pred", "grad_w2": "w2", "grad_h": "h", "grad_w1": "w1"},
        large=True,
    ),
    P(
        "deck 3, 77: L_i = \\sum_{j eq y_i} \\max(0, s_j - s_{y_i} + 1)",
        r"L_i = \sum_{j eq y_i} \max(0, s_j - s_{y_i} + 1)",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 78: L=rac{1}{N}\\sum_{i=1}^{N}L_i+\\sum_k W_k^2",
        r"L=rac{1}{N}\sum_{i=1}^{N}L_i+\sum_k W_k^2",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 79: \\begin{cases} x & x \\ge 0 \\\\ \\alpha(e^x - 1) & x",
        r"\begin{cases} x & x \ge 0 \\ \alpha(e^x - 1) & x < 0 \end{cases}",
        {"x": 0.7, "alpha": 0.5},
        written_for="sympy",
        twin="where(x >= 0, x, alpha*(exp(x) - 1))",
    ),
    P(
        "deck 3, 80: \\sigma(x)=1/(1+e^{-x})",
        r"\sigma(x)=1/(1+e^{-x})",
        {"x": 0.7},
        written_for="sympy",
        twin="1/(1+exp(-x))",
    ),
    P(
        "deck 3, 81: \\sigma(x) = 1/(1 + e^{-x})",
        r"\sigma(x) = 1/(1 + e^{-x})",
        {"x": 0.7},
        written_for="sympy",
        twin="1/(1+exp(-x))",
    ),
    P(
        "deck 3, 82: f\\left(\\sum_{\\pmb{i}} w_{\\pmb{i}} x_{\\pmb{i}} + ",
        r"f\left(\sum_{\pmb{i}} w_{\pmb{i}} x_{\pmb{i}} + b ight)",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 83: f(x) = \\max(0.01x, x)",
        r"f(x) = \max(0.01x, x)",
        {"x": -0.7},
        written_for="sympy",
        twin="Max(0.01*x, x)",
    ),
    P(
        "deck 3, 84: f(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ \\al",
        r"""
        f(x) = \begin{cases} x & \text{if } x > 0 \\ \alpha & (\exp(x) - 1) & \text{if } x \le 0 \end{cases}
        """,
        {"x": -0.7, "alpha": 0.5},
        written_for="sympy",
        twin="where(x > 0, x, alpha*(exp(x) - 1))",
    ),
    P(
        "deck 3, 85: f(x) = x * sigmoid(x)",
        "f(x) = x * sigmoid(x)",
        {"x": 0.7},
        written_for="sympy",
        twin="x/(1+exp(-x))",
    ),
    P(
        "deck 3, 86: h\\text{-swish}[x] = x \\frac{\\text{ReLU6}(x+3)}{6",
        r"h\text{-swish}[x] = x \frac{\text{ReLU6}(x+3)}{6}",
        {"x": 0.7},
        written_for="sympy",
        twin="x*Min(Max(x+3, 0), 6)/6",
    ),
    P(
        "deck 3, 87: q=x+y \\qquad rac{\\partial q}{\\partial x}=1, rac{",
        r"q=x+y \qquad rac{\partial q}{\partial x}=1, rac{\partial q}{\partial y}=1",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 88: f=qz",
        "f=qz",
        {"q": 3.0, "z": -4.0},
        twin="f = q*z",
        loose=True,
    ),
    P(
        "deck 3, 89: \\frac{\\partial f}{\\partial y} = \\frac{\\partial f",
        r"\frac{\partial f}{\partial y} = \frac{\partial f}{\partial q} \, \frac{\partial q}{\partial y}",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 90: f(w,x)=rac{1}{1+e^{-(w_0x_0+w_1x_1+w_2)}}",
        "f(w,x)=rac{1}{1+e^{-(w_0x_0+w_1x_1+w_2)}}",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 91: f(x) = e^x \\hspace{1cm} o \\hspace{1cm} rac{df}{d",
        r"""
        f(x) = e^x \hspace{1cm} o \hspace{1cm} rac{df}{dx} = e^x \hspace{1cm} f(x) = rac{1}{x} \hspace{1cm} o \hspace{1cm} rac{df}{dx} = -1/x^2 \ f_a(x) = ax \hspace{1cm} o \hspace{1cm} rac{df}{dx} = a \hspace{1cm} f_c(x) = c + x \hspace{1cm} o \hspace{1cm} rac{df}{dx} = 1
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 92: f(x)=e^x \\hspace{1cm} ightarrow \\hspace{1cm} rac",
        r"""
        f(x)=e^x \hspace{1cm} ightarrow \hspace{1cm} rac{df}{dx}=e^x \hspace{1cm} f(x)=rac{1}{x} \hspace{1cm} ightarrow \hspace{1cm} rac{df}{dx}=-1/x^2 \hspace{1cm} f_c(x)=ax \hspace{1cm} ightarrow \hspace{1cm} rac{df}{dx}=a \hspace{1cm} f_c(x)=c+x \hspace{1cm} ightarrow \hspace{1cm} rac{df}{dx}=1
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 93: f(x) = rac{1}{x} \\qquad \\qquad \\qquad rac{df}{dx",
        r"""
        f(x) = rac{1}{x} \qquad \qquad \qquad rac{df}{dx} = -1/x^2 \ f_c(x) = c + x \qquad \qquad ightarrow \qquad rac{df}{dx} = 1
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 94: f(x) = e^x \\hspace{1cm} o \\hspace{1cm} rac{df}{d",
        r"""
        f(x) = e^x \hspace{1cm} o \hspace{1cm} rac{df}{dx} = e^x \hspace{1cm} f(x) = rac{1}{x} \hspace{1cm} o \hspace{1cm} rac{df}{dx} = -1/x^2 \ f_a(x) = ax \hspace{1cm} o \hspace{1cm} rac{df}{dx} = a \hspace{1cm} f(x) = c + x \hspace{1cm} o \hspace{1cm} rac{df}{dx} = 1
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 95: f(x)=e^x \\hspace{1cm} o \\hspace{1cm} rac{df}{dx}",
        r"""
        f(x)=e^x \hspace{1cm} o \hspace{1cm} rac{df}{dx}=e^x \hspace{1cm} f(x)=rac{1}{x} \hspace{1cm} o \hspace{1cm} rac{df}{dx}=-1/x^2 \ f_a(x)=ax \hspace{1cm} o \hspace{1cm} rac{df}{dx}=a \hspace{1cm} f_c(x)=c+x \hspace{1cm} o \hspace{1cm} rac{df}{dx}=1
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 96: f(x) = e^x \\qquad o \\qquad rac{df}{dx} = e^x \\qq",
        r"""
        f(x) = e^x \qquad o \qquad rac{df}{dx} = e^x \qquad f(x) = a \qquad o \qquad rac{df}{dx} = a \qquad f(x) = a \qquad f
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 97: egin{aligned} rac{df}{dx} = e^x & f(x) = rac{1}{",
        r"""
        egin{aligned} rac{df}{dx} = e^x & f(x) = rac{1}{x} & ightarrow & rac{df}{dx} = -1/x^2 \ rac{df}{dx} = a & f_c(x) = c + x & ightarrow & rac{df}{dx} = 1 \end{aligned}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 98: f(x)=e^x \\qquad o \\qquad rac{df}{dx}=e^x \\qquad ",
        r"""
        f(x)=e^x \qquad o \qquad rac{df}{dx}=e^x \qquad \qquad f(x)=rac{1}{x} \qquad o \qquad rac{df}{dx}=-1 \ f_a(x)=ax \qquad o \qquad rac{df}{dx}=a \ \qquad f_c(x)=c+x \qquad o \qquad rac{df}{dx}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 99: f(w,x) = \\frac{1}{1 + e^{-(w_0x_0 + w_1x_1 + w_2",
        r"""
        f(w,x) = \frac{1}{1 + e^{-(w_0x_0 + w_1x_1 + w_2)}} \qquad \qquad \sigma(x) = \frac{1}{1 + e^{-x}} \qquad \text{sigm oid function}
        """,
        {"w_0": 2.0, "x_0": -1.0, "w_1": -3.0, "x_1": -2.0, "w_2": -3.0},
        written_for="sympy",
        twin="1/(1+exp(-(w_0*x_0 + w_1*x_1 + w_2)))",
    ),
    P(
        "deck 3, 100: \\frac{d\\sigma(x)}{dx} = \\frac{e^{-x}}{(1 + e^{-x",
        r"""
        \frac{d\sigma(x)}{dx} = \frac{e^{-x}}{(1 + e^{-x})^2} = \left(\frac{1 + e^{-x} - 1}{1 + e^{-x}}\right) \left(\frac{1}{1 + e^{-x}}\right) = (1 - \sigma(x))\sigma(x)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 101: f(w,x) = \\frac{1}{1 + e^{-(w_0 x_0 + w_1 x_1 + w",
        r"""
        f(w,x) = \frac{1}{1 + e^{-(w_0 x_0 + w_1 x_1 + w_2)}} \qquad \qquad \sigma(x) = \frac{1}{1 + e^{-x}} \qquad \text{sigm o id function}
        """,
        {"w_0": 2.0, "x_0": -1.0, "w_1": -3.0, "x_1": -2.0, "w_2": -3.0},
        written_for="sympy",
        twin="1/(1+exp(-(w_0*x_0 + w_1*x_1 + w_2)))",
    ),
    P(
        "deck 3, 102: \\frac{d\\sigma(x)}{dx} = \\frac{e^{-x}}{(1 + e^{-x",
        r"""
        \frac{d\sigma(x)}{dx} = \frac{e^{-x}}{(1 + e^{-x})^2} = \left(\frac{1 + e^{-x} - 1}{1 + e^{-x}}\right) \left(\frac{1}{1 + e^{-x}}\right) = (1 - \sigma(x)) \sigma(x)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 103: abla_W L",
        "abla_W L",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 104: tanh \\\\ tanh(x)",
        r"tanh \\ tanh(x)",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 105: \\max(0,x)",
        r"\max(0,x)",
        {"x": 0.7},
        written_for="sympy",
        twin="Max(0, x)",
    ),
    P(
        "deck 3, 106: x * (1 + e^{-x})^{-1}",
        "x * (1 + e^{-x})^{-1}",
        {"x": 0.7},
        written_for="sympy",
        twin="x/(1+exp(-x))",
    ),
    P(
        "deck 3, 107: x, -x, |x|, x^2, x^3, \\sqrt{x}, \\beta x, x + \\be",
        r"""
        x, -x, |x|, x^2, x^3, \sqrt{x}, \beta x, x + \beta, \log(|x| + \epsilon), \exp(x) \sin(x), \cos(x), \sin(x), \cosh(x), \tanh(x), \sinh^{-1}(x), \tan^{-1}(x), \operatorname{sinc}(x), \max(x, 0), \min(x, 0), \sigma(x), \log(1 + \exp(x)), \exp(-x^2), \operatorname{erf}(x), \beta
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 108: x_1 + x_2",
        "x_1 + x_2",
        {"x_1": 0.7, "x_2": -1.2},
        written_for="sympy",
        twin="x_1+x_2",
    ),
    P(
        "deck 3, 109: x_1 \\cdot x_2",
        r"x_1 \cdot x_2",
        {"x_1": 0.7, "x_2": -1.2},
        written_for="sympy",
        twin="x_1*x_2",
    ),
    P(
        "deck 3, 110: x_1 x_2",
        "x_1 x_2",
        {"x_1": 0.7, "x_2": -1.2},
        written_for="sympy",
        twin="x_1*x_2",
    ),
    P(
        "deck 3, 111: \\frac{x_1}{x_2 + \\epsilon}",
        r"\frac{x_1}{x_2 + \epsilon}",
        {"x_1": 0.7, "x_2": -1.2, "epsilon": 0.1},
        written_for="sympy",
        twin="x_1/(x_2+epsilon)",
    ),
    P(
        "deck 3, 112: \\max(x_1, x_2)",
        r"\max(x_1, x_2)",
        {"x_1": 0.7, "x_2": -1.2},
        written_for="sympy",
        twin="Max(x_1,x_2)",
    ),
    P(
        "deck 3, 113: \\min(x_1, x_2)",
        r"\min(x_1, x_2)",
        {"x_1": 0.7, "x_2": -1.2},
        written_for="sympy",
        twin="Min(x_1,x_2)",
    ),
    P(
        "deck 3, 114: \\sigma(x_1) \\cdot x_2",
        r"\sigma(x_1) \cdot x_2",
        {"x_1": 0.7, "x_2": -1.2},
        written_for="sympy",
        twin="x_2/(1+exp(-x_1))",
    ),
    P(
        "deck 3, 115: \\exp(-\\beta(x_1 x_2)^2)",
        r"\exp(-\beta(x_1 x_2)^2)",
        {"x_1": 0.7, "x_2": -1.2, "beta": 0.5},
        written_for="sympy",
        twin="exp(-beta*(x_1*x_2)**2)",
    ),
    P(
        "deck 3, 116: \\exp(-\\beta|x_1 x_2|)",
        r"\exp(-\beta|x_1 x_2|)",
        {"x_1": 0.7, "x_2": -1.2, "beta": 0.5},
        written_for="sympy",
        twin="exp(-beta*abs(x_1*x_2))",
    ),
    P(
        "deck 3, 117: \\beta x_1 + (1 \\beta)x_2",
        r"\beta x_1 + (1 \beta)x_2",
        {"x_1": 0.7, "x_2": -1.2, "beta": 0.5},
        written_for="sympy",
        twin="beta*x_1 + beta*x_2",
    ),
    P(
        "deck 3, 118: rac{\\partial f}{\\partial q}=z, rac{\\partial f}{\\",
        r"rac{\partial f}{\partial q}=z, rac{\partial f}{\partial z}=q",
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 119: f(w,x) = \\frac{1}{1 + e^{-(w_0x_0 + w_1x_1 + w_2",
        r"f(w,x) = \frac{1}{1 + e^{-(w_0x_0 + w_1x_1 + w_2)}}",
        {"w_0": 2.0, "x_0": -1.0, "w_1": -3.0, "x_1": -2.0, "w_2": -3.0},
        written_for="sympy",
        twin="1/(1+exp(-(w_0*x_0 + w_1*x_1 + w_2)))",
    ),
    P(
        "deck 3, 120: (Before) Linear score function: f=Wx (Now) 2-lay",
        r"""
        (Before) Linear score function: f=Wx (Now) 2-layer Neural Network f=W_2\max(0,W_1x) or 3-layer Neural Network f=W_3\max(0,W_2\max(0,W_1x))
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 3, 121: import numpy as np from numpy random import rand",
        """
        import numpy as np
            from numpy random import randn
        4 N, D_in, H, D_out = 64, 1000, 100, 10
           x, y = randn(N, D_in), randn(N, D_out)
            w1, w2 = randn(D_in, H), randn(H, D_out)
         7
            for t in range(2000):
              h = 1 / (1 + np.exp(-x.dot(w1)))
              y pred = h.dot(w2)
        10
              loss = np.square(y_pred - y).sum()
        11
              print(t, loss)
        12
        13
              grad_y_pred = 2.0 * (y_pred - y)
        14
              grad_w2 = h.T.dot(grad_y_pred)
        15
              grad_h = grad_y_pred.dot(w2.T)
        16
              grad_w1 = x.T.dot(grad_h * h * (1 - h))
        17
        18
              w1 -= 1e-4 * grad_w1
        19
              w2 -= 1e-4 * grad w2
        20
        """,
        refused="any",
        either=True,
    ),
    P(
        'deck 3, 122: class Neuron: # ... def neuron_tick(inputs): """',
        '''
        class Neuron:
            # ...
            def neuron_tick(inputs):
                """ assume inputs and weights are 1-D numpy arrays and bias is a number """
                cell_body_sum = np.sum(inputs * self.weights) + self.bias
                firing_rate = 1.0 / (1.0 + math.exp(-cell_body_sum)) # sigmoid activation function
                return firing_rate
        ''',
        {"inputs": [0.7, -1.2], "weights": [0.5, 0.3], "bias": 0.1},
        twin="""
        cell_body_sum = np.sum(inputs * weights) + bias
        firing_rate = 1.0 / (1.0 + np.exp(-cell_body_sum))
        """,
        loose=True,
    ),
    P(
        "deck 3, 123: # forward-pass of a 3-layer neural network: f = ",
        """
        # forward-pass of a 3-layer neural network:

        f = lambda x: 1.0/(1.0 + np.exp(-x)) # activation function (use sigmoid)

        x = np.random.randn(3, 1) # random input vector of three numbers (3x1)

        h1 = f(np.dot(W1, x) + b1) # calculate first hidden layer activations (4x1)

        h2 = f(np.dot(W2, h1) + b2) # calculate second hidden layer activations (4x1)


        out = np.dot(W3, h2) + b3 # output neuron (1x1)
        """,
        pin=("x",),
        defaults=True,
    ),
    P(
        "deck 4, 124: \\{(x^{(i)}, y^{(i)})\\}_{i=1}^{N}",
        r"\{(x^{(i)}, y^{(i)})\}_{i=1}^{N}",
        refused="any",
    ),
    P(
        "deck 4, 125: f = \\mathbf{W}^3 \\sigma(\\mathbf{W}^1 \\sigma(\\mat",
        r"f = \mathbf{W}^3 \sigma(\mathbf{W}^1 \sigma(\mathbf{W}^1 x^0))",
        {"W3": [[0.4, -0.9]], "W1": [[0.2, -0.4], [1.0, 0.5]], "x0": [0.7, -1.2]},
        twin="f = W3 @ sigmoid(W1 @ sigmoid(W1 @ x0))",
        loose=True,
    ),
    P(
        "deck 4, 126: \\tanh(x) = \\frac{e^x - e^{-x}}{e^x + e^{-x}}",
        r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}",
        {"x": 0.7},
        written_for="sympy",
        twin="(exp(x)-exp(-x))/(exp(x)+exp(-x))",
    ),
    P(
        "deck 4, 127: \\sigma(z) = \\frac{1}{1 + e^{-z}}",
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        {"z": 0.7},
        written_for="sympy",
        twin="1/(1+exp(-z))",
    ),
    P(
        "deck 4, 128: f\\left(\\begin{bmatrix}1\\\\-1\\end{bmatrix}\\right) ",
        r"""
        f\left(\begin{bmatrix}1\\-1\end{bmatrix}\right) = \begin{bmatrix}0.62\\0.83\end{bmatrix} \quad f\left(\begin{bmatrix}0\\0\end{bmatrix}\right) = \begin{bmatrix}0.51\\0.85\end{bmatrix}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 129: \\begin{bmatrix} 4 \\\\ -2 \\end{bmatrix}",
        r"\begin{bmatrix} 4 \\ -2 \end{bmatrix}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 130: \\sigma(\\mathbf{W}^{L} \\cdots \\sigma(\\mathbf{W}^{",
        r"""
        \sigma(\mathbf{W}^{L} \cdots \sigma(\mathbf{W}^{2} \sigma(\mathbf{W}^{1} \mathbf{x} + \mathbf{b}^{1}) + \mathbf{b}^{2}) \cdots + \mathbf{b}^{L})
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 131: L = \\sum_{n=1}^{N} l^n",
        r"L = \sum_{n=1}^{N} l^n",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 132: \\theta = \\{w_1, w_2, \\dots, b_1, b_2, \\dots\\}",
        r"\theta = \{w_1, w_2, \dots, b_1, b_2, \dots\}",
        refused="any",
    ),
    P(
        "deck 4, 133: \\theta^{(0)} \\longrightarrow \\theta^{(1)} \\longr",
        r"\theta^{(0)} \longrightarrow \theta^{(1)} \longrightarrow \theta^{(2)} \longrightarrow \cdots",
        refused="any",
    ),
    P(
        "deck 4, 134: \\nabla L(\\theta)",
        r"\nabla L(\theta)",
        refused="any",
    ),
    P(
        "deck 4, 135: = \\begin{bmatrix} \\partial \\mathcal{C}(\\theta)/\\",
        r"""
        = \begin{bmatrix} \partial \mathcal{C}(\theta)/\partial w_1 \\ \partial \mathcal{C}(\theta)/\partial w_2 \\ \vdots \\ \partial \mathcal{C}(\theta)/\partial b_1 \\ \partial \mathcal{C}(\theta)/\partial b_2 \\ \vdots
        """,
        refused="any",
    ),
    P(
        "deck 4, 136: \\nabla \\mathcal{C}(\\theta^{(0)})",
        r"\nabla \mathcal{C}(\theta^{(0)})",
        refused="any",
    ),
    P(
        "deck 4, 137: \\nabla \\mathcal{C}(\\theta^{(1)})",
        r"\nabla \mathcal{C}(\theta^{(1)})",
        refused="any",
    ),
    P(
        "deck 4, 138: y = g(x)",
        "y = g(x)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 139: \\Delta x \\to \\Delta y \\to \\Delta z",
        r"\Delta x \to \Delta y \to \Delta z",
        refused="any",
    ),
    P(
        "deck 4, 140: \\frac{dz}{dx} = \\frac{dz}{dv} \\frac{dy}{dx}",
        r"\frac{dz}{dx} = \frac{dz}{dv} \frac{dy}{dx}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 141: x = g(s)",
        "x = g(s)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 142: \\Delta s = \\frac{\\partial z}{\\partial x} \\frac{\\",
        r"""
        \Delta s = \frac{\partial z}{\partial x} \frac{\partial x}{\partial s} + \frac{\partial z}{\partial y} \frac{\partial y}{\partial s}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 143: q = (x + y)",
        "q = (x + y)",
        {"x": -2.0, "y": 5.0},
        twin="q = x + y",
        loose=True,
    ),
    P(
        "deck 4, 144: f = qz",
        "f = qz",
        {"q": 3.0, "z": -4.0},
        twin="f = q*z",
        loose=True,
    ),
    P(
        "deck 4, 145: e \\ o \\ x = -2",
        r"e \ o \ x = -2",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 146: e.g., x = -2",
        "e.g., x = -2",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 147: \\frac{\\partial f}{\\partial x}",
        r"\frac{\partial f}{\partial x}",
        refused="any",
    ),
    P(
        "deck 4, 148: q = (x + y) \\longrightarrow \\frac{\\partial q}{\\p",
        r"q = (x + y) \longrightarrow \frac{\partial q}{\partial x} = 1, \frac{\partial q}{\partial y} = 1",
        {"x": -2.0, "y": 5.0},
        twin="q = x + y",
        loose=True,
    ),
    P(
        "deck 4, 149: \\frac{\\partial f}{\\partial f}",
        r"\frac{\partial f}{\partial f}",
        refused="any",
    ),
    P(
        "deck 4, 150: f = qz \\longrightarrow \\frac{\\partial f}{\\partia",
        r"f = qz \longrightarrow \frac{\partial f}{\partial q} = z, \frac{\partial f}{\partial z} = q",
        {"q": 3.0, "z": -4.0},
        twin="f = q*z",
        loose=True,
    ),
    P(
        "deck 4, 151: \\varphi \\circ x = -2",
        r"\varphi \circ x = -2",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 152: \\frac{\\partial f}{\\partial q}",
        r"\frac{\partial f}{\partial q}",
        refused="any",
    ),
    P(
        "deck 4, 153: f = az \\longrightarrow \\frac{\\partial f}{\\partia",
        r"f = az \longrightarrow \frac{\partial f}{\partial x} = z \quad \frac{\partial f}{\partial y} = a",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 154: f = az \\longrightarrow \\frac{\\partial f}{\\partia",
        r"f = az \longrightarrow \frac{\partial f}{\partial x} - z = 0",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 155: i",
        "i",
        refused="any",
    ),
    P(
        "deck 4, 156: \\frac{x^{(n)}}{\\theta} \\longrightarrow \\frac{NN}",
        r"\frac{x^{(n)}}{\theta} \longrightarrow \frac{NN}{t^{(n)}} \underbrace{t^{(n)}}_{L^{(n)}} t^{(n)}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 157: \\mathcal{C}(\\theta) = \\sum_{n=1}^{N} \\mathcal{L}",
        r"""
        \mathcal{C}(\theta) = \sum_{n=1}^{N} \mathcal{L}^{(n)}(\theta) \qquad \qquad \frac{\partial \mathcal{C}(\theta)}{\partial w} = \sum_{n=1}^{N} \frac{\partial \mathcal{L}^{(n)}(\theta)}{\partial w}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 158: \\mathcal{L}(\\theta) = \\frac{1}{2} \\sum_{k=1}^{c}",
        r"\mathcal{L}(\theta) = \frac{1}{2} \sum_{k=1}^{c} (t_k - y_k)^2",
        {"t": [0.5, -0.1], "y": [0.69, 0.2]},
        twin="0.5*np.sum((t - y)**2)",
        loose=True,
    ),
    P(
        "deck 4, 159: \\theta = \\{W_{ij}^l, b_i^l\\} \\begin{cases} l=1,\\",
        r"""
        \theta = \{W_{ij}^l, b_i^l\} \begin{cases} l=1,\dots,L\\ i=1,\dots,n^l\\ j=1,\dots,n^{l-1} \end{cases}
        """,
        refused="any",
    ),
    P(
        "deck 4, 160: W_{ij}^{l} \\leftarrow W_{ij}^{l} - \\eta \\frac{\\p",
        r"W_{ij}^{l} \leftarrow W_{ij}^{l} - \eta \frac{\partial \mathcal{L}(\theta)}{\partial W_{ij}^{l}}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 161: b_{i}^{l} \\leftarrow b_{i}^{l} - \\eta \\frac{\\par",
        r"b_{i}^{l} \leftarrow b_{i}^{l} - \eta \frac{\partial \mathcal{L}(\theta)}{\partial b_{i}^{l}}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 162: \\frac{\\partial \\mathcal{L}}{\\partial W_{i,i}^l}",
        r"\frac{\partial \mathcal{L}}{\partial W_{i,i}^l}",
        refused="any",
    ),
    P(
        "deck 4, 163: net_{i}^{l} = \\sum_{j=1}^{n^{l-1}} W_{ij}^{l} x_",
        r"net_{i}^{l} = \sum_{j=1}^{n^{l-1}} W_{ij}^{l} x_{j}^{l-1} + b_{i}^{l}",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "b": [0.1, -0.3, 0.2]},
        twin="W @ x + b",
        loose=True,
    ),
    P(
        "deck 4, 164: \\frac{\\partial net_i^l}{\\partial W_{ij}^l} = x_j",
        r"\frac{\partial net_i^l}{\partial W_{ij}^l} = x_j^{l-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 165: \\frac{\\partial \\mathcal{L}}{\\partial W_{ij}^{l}}",
        r"""
        \frac{\partial \mathcal{L}}{\partial W_{ij}^{l}} = \frac{\partial net_{i}^{l}}{\partial W_{ij}^{l}} \frac{\partial \mathcal{L}}{\partial net_{i}^{l}} = x_{j}^{l-1} \boxed{\frac{\partial \mathcal{L}}{\partial net_{i}^{l}}}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 166: \\frac{\\partial \\mathcal{L}}{\\partial net_i^l}",
        r"\frac{\partial \mathcal{L}}{\partial net_i^l}",
        refused="any",
    ),
    P(
        "deck 4, 167: \\frac{\\partial \\mathcal{L}}{\\partial W_{ij}^l} =",
        r"""
        \frac{\partial \mathcal{L}}{\partial W_{ij}^l} = x_j^{l-1} \frac{\partial \mathcal{L}}{\partial net_i^l}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 168: \\delta_i^l = -\\frac{\\partial \\mathcal{L}}{\\parti",
        r"\delta_i^l = -\frac{\partial \mathcal{L}}{\partial net_i^l}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 169: \\frac{\\partial \\mathcal{L}}{\\partial W_{ij}^L} =",
        r"""
        \frac{\partial \mathcal{L}}{\partial W_{ij}^L} = x_j^{L-1} \frac{\partial \mathcal{L}}{\partial net_i^L}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 170: \\frac{\\partial \\mathcal{L}}{\\partial net_{i}^{L}",
        r"""
        \frac{\partial \mathcal{L}}{\partial net_{i}^{L}} = \frac{\partial x_{i}^{L}}{\partial net_{i}^{L}} \frac{\partial \mathcal{L}}{\partial x_{i}^{L}} = \sigma' \left(net_{i}^{L} \right) \frac{\partial \mathcal{L}}{\partial y_{i}} = -(t_{i} - y_{i}) \sigma' \left(net_{i}^{L} \right)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 171: \\delta_i^L = (t_i - y_i)\\sigma'(net_i^L)",
        r"\delta_i^L = (t_i - y_i)\sigma'(net_i^L)",
        {"t": [0.5, -0.1], "y": [0.69, 0.2], "net": [0.8, -0.4]},
        twin="(t - y)*sigmoid(net)*(1 - sigmoid(net))",
        loose=True,
    ),
    P(
        "deck 4, 172: t_i - y_i)\\sigma'(net_i^L)",
        r"t_i - y_i)\sigma'(net_i^L)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 173: \\begin{split} \\frac{\\partial \\mathcal{L}}{\\parti",
        r"""
        \begin{split} \frac{\partial \mathcal{L}}{\partial net_{i}^{l}} &= \sum_{k \in downstream(net_{i}^{l})} \frac{\partial net_{k}^{l+1}}{\partial net_{k}^{l}} \frac{\partial \mathcal{L}}{\partial net_{k}^{l+1}} \\ &= \sum_{k=1}^{n^{l+1}} \frac{\partial net_{k}^{l+1}}{\partial net_{i}^{l}} \frac{\partial \mathcal{L}}{\partial net_{k}^{l+1}} \\ &\vdots \\ \delta_{i}^{l} &= \sum_{k=1}^{n^{l+1}} \frac{\partial net_{k}^{l+1}}{\partial net_{i}^{l}} \left(\delta_{k}^{l+1}\right) \\ &\vdots \\ x_{n^{l}}^{l-1} \end{aligned}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 174: \\frac{\\partial \\mathcal{L}}{\\partial W_{ij}^{l}}",
        r"""
        \frac{\partial \mathcal{L}}{\partial W_{ij}^{l}} = x_{j}^{l-1} \frac{\partial \mathcal{L}}{\partial net_{i}^{l}}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 175: x_{i}^{l} = \\sigma(net_{i}^{l})",
        r"x_{i}^{l} = \sigma(net_{i}^{l})",
        {"net": [0.8, -0.4]},
        twin="sigmoid(net)",
        loose=True,
    ),
    P(
        "deck 4, 176: \\delta_i^l = \\sum_{k=1}^{n^{l+1}} \\frac{\\partial",
        r"\delta_i^l = \sum_{k=1}^{n^{l+1}} \frac{\partial net_k^{l+1}}{\partial net_i^l} \delta_k^{l+1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 177: = \\sum_{k=1}^{n^{l+1}} \\frac{\\partial net_k^{l+1",
        r"""
        = \sum_{k=1}^{n^{l+1}} \frac{\partial net_k^{l+1}}{\partial x_i^l} \frac{\partial x_i^l}{\partial net_i^l} \delta_k^{l+1}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 178: =\\sum_{k=1}^{n^{l+1}}W_{ki}^{l+1}\\sigma'(net_i^l",
        r"=\sum_{k=1}^{n^{l+1}}W_{ki}^{l+1}\sigma'(net_i^l)\delta_k^{l+1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 179: = \\sigma'(net_i^l) \\sum_{k=1}^{n^{l+1}} W_{ki}^{",
        r"= \sigma'(net_i^l) \sum_{k=1}^{n^{l+1}} W_{ki}^{l+1} \delta_k^{l+1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 180: \\frac{\\partial \\mathcal{L}}{\\partial W_{ij}^l} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{ij}^l} = -x_j^{l-1} \, \delta_i^l",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 181: net_k^{l+1} = \\sum_{i=1}^{n^l} W_{ki}^{l+1} x_i^",
        r"net_k^{l+1} = \sum_{i=1}^{n^l} W_{ki}^{l+1} x_i^l + b_k^{l+1}",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "b": [0.1, -0.3, 0.2]},
        twin="W @ x + b",
        loose=True,
    ),
    P(
        "deck 4, 182: l = L",
        "l = L",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 183: \\frac{\\partial \\mathcal{L}}{\\partial W_{ij}^L} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{ij}^L} = -\delta_i^L x_j^{L-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 184: \\frac{\\partial \\mathcal{L}}{\\partial W_{ij}^l} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{ij}^l} = -\delta_i^l x_j^{l-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 185: \\delta_i^L = \\sigma' \\left(net_i^L \\right) (t_i ",
        r"\delta_i^L = \sigma' \left(net_i^L \right) (t_i - y_i)",
        {"t": [0.5, -0.1], "y": [0.69, 0.2], "net": [0.8, -0.4]},
        twin="(t - y)*sigmoid(net)*(1 - sigmoid(net))",
        loose=True,
    ),
    P(
        "deck 4, 186: \\delta_i^l = \\sigma' \\left(net_i^l \\right) \\sum_",
        r"\delta_i^l = \sigma' \left(net_i^l \right) \sum_{k=1}^{n^{l+1}} W_{ki}^{l+1} \delta_k^{l+1}",
        {"net": [0.8, -0.4], "W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "delta": [0.3, -0.2, 0.6]},
        twin="sigmoid(net)*(1 - sigmoid(net))*(W.T @ delta)",
        loose=True,
    ),
    P(
        "deck 4, 187: \\frac{\\partial \\mathcal{L}}{\\partial W_{i,i}^L} ",
        r"\frac{\partial \mathcal{L}}{\partial W_{i,i}^L} = -\delta_i^L x_j^{L-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 188: net_i^l = \\sum_{j=1}^{n^{l-1}} W_{ij}^l x_j^{l-1",
        r"net_i^l = \sum_{j=1}^{n^{l-1}} W_{ij}^l x_j^{l-1} + b_i^l",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "b": [0.1, -0.3, 0.2]},
        twin="W @ x + b",
        loose=True,
    ),
    P(
        "deck 4, 189: x_i^l = \\sigma(net_i^l)",
        r"x_i^l = \sigma(net_i^l)",
        {"net": [0.8, -0.4]},
        twin="sigmoid(net)",
        loose=True,
    ),
    P(
        "deck 4, 190: \\delta_i^l = \\sigma'(net_i^l) \\sum_{k=1}^{n^{l+1",
        r"\delta_i^l = \sigma'(net_i^l) \sum_{k=1}^{n^{l+1}} W_{ki}^{l+1} \delta_k^{l+1}",
        {"net": [0.8, -0.4], "W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "delta": [0.3, -0.2, 0.6]},
        twin="sigmoid(net)*(1 - sigmoid(net))*(W.T @ delta)",
        loose=True,
    ),
    P(
        "deck 4, 191: \\frac{\\partial \\mathcal{L}}{\\partial W_{i,i}^l} ",
        r"\frac{\partial \mathcal{L}}{\partial W_{i,i}^l} = -\delta_i^l x_j^{l-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 192: \\delta_i^L = (t_i - y_i) \\frac{\\sigma'(net_i^L)}",
        r"\delta_i^L = (t_i - y_i) \frac{\sigma'(net_i^L)}{\sigma'(net_i^L)}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 193: \\sigma'(z) = \\sigma(z) (1 - \\sigma(z))",
        r"\sigma'(z) = \sigma(z) (1 - \sigma(z))",
        {"z": 0.7},
        written_for="sympy",
        twin="(1/(1+exp(-z)))*(1-1/(1+exp(-z)))",
    ),
    P(
        "deck 4, 194: \\sigma'(net_i^l) = \\sigma(net_i^l) \\left(1 - \\si",
        r"\sigma'(net_i^l) = \sigma(net_i^l) \left(1 - \sigma(net_i^l)\right) = x_i^l (1 - x_i^l)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 195: W_{11}^1 = 0.1",
        "W_{11}^1 = 0.1",
        refused="any",
    ),
    P(
        "deck 4, 196: W_{12}^1 = 0.8",
        "W_{12}^1 = 0.8",
        refused="any",
    ),
    P(
        "deck 4, 197: x_1^1 = \\frac{1}{1 + exp(-(0.1 * 0.35 + 0.9 * 0.",
        r"x_1^1 = \frac{1}{1 + exp(-(0.1 * 0.35 + 0.9 * 0.8))} = 0.68",
        twin="1/(1 + np.exp(-(0.1*0.35 + 0.9*0.8)))",
        loose=True,
    ),
    P(
        "deck 4, 198: x_2^1 = 0.6637",
        "x_2^1 = 0.6637",
        refused="any",
    ),
    P(
        "deck 4, 199: W_{11}^2 = 0.3",
        "W_{11}^2 = 0.3",
        refused="any",
    ),
    P(
        "deck 4, 200: W_{12}^2 = 0.9",
        "W_{12}^2 = 0.9",
        refused="any",
    ),
    P(
        "deck 4, 201: x_1^2 = 0.69 = y_1",
        "x_1^2 = 0.69 = y_1",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 202: net_i^l = \\sum_{j=1}^{n^{l-1}} W_{ij}^l x_j^{l-1",
        r"net_i^l = \sum_{j=1}^{n^{l-1}} W_{ij}^l x_j^{l-1}",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2]},
        twin="W @ x",
        loose=True,
    ),
    P(
        "deck 4, 203: L=2",
        "L=2",
        refused="any",
    ),
    P(
        "deck 4, 204: \\delta_i^L = (t_1 - y_1)\\sigma'(net_i^L)",
        r"\delta_i^L = (t_1 - y_1)\sigma'(net_i^L)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 205: \\delta_1^2 = (t_1 - y_1)\\sigma'(net_1^2) = (t_1 ",
        r"\delta_1^2 = (t_1 - y_1)\sigma'(net_1^2) = (t_1 - y_1)x_1^2(1 - x_1^2)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 206: = (0.5 - 0.69) * 0.69 * (1 - 0.69) = -0.0406",
        "= (0.5 - 0.69) * 0.69 * (1 - 0.69) = -0.0406",
        twin="(0.5 - 0.69)*0.69*(1 - 0.69)",
        loose=True,
    ),
    P(
        "deck 4, 207: \\sigma'(net_i^l) = x_i^l(1 - x_i^l)",
        r"\sigma'(net_i^l) = x_i^l(1 - x_i^l)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 208: 0 < l < 2",
        "0 < l < 2",
        refused="any",
    ),
    P(
        "deck 4, 209: \\partial \\mathcal{L}/\\partial W_{ij}^l = -\\delta",
        r"\partial \mathcal{L}/\partial W_{ij}^l = -\delta_i^l x_i^{l-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 210: \\delta_1^1 = x_1^1 (1 - x_1^1) * W_{11}^2 * \\del",
        r"""
        \delta_1^1 = x_1^1 (1 - x_1^1) * W_{11}^2 * \delta_1^2 = 0.68 * (1 - 0.68) * 0.3 * (-0.0406) = -0.0027
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 211: \\delta_2^1 = 0.6637 * (1 - 0.6637) * 0.9 * (-0.0",
        r"\delta_2^1 = 0.6637 * (1 - 0.6637) * 0.9 * (-0.0406) = -0.0082",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 212: 1 \\le l \\le 2",
        r"1 \le l \le 2",
        refused="any",
    ),
    P(
        "deck 4, 213: W_{22}^1 = 0.6",
        "W_{22}^1 = 0.6",
        refused="any",
    ),
    P(
        "deck 4, 214: \\frac{\\partial \\mathcal{L}}{\\partial W_{11}^1} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{11}^1} =",
        refused="any",
    ),
    P(
        "deck 4, 215: \\frac{\\partial \\mathcal{L}}{\\partial W_{12}^1} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{12}^1} =",
        refused="any",
    ),
    P(
        "deck 4, 216: \\frac{\\partial \\mathcal{L}}{\\partial W_{21}^1}",
        r"\frac{\partial \mathcal{L}}{\partial W_{21}^1}",
        refused="any",
    ),
    P(
        "deck 4, 217: \\frac{\\partial \\mathcal{L}}{\\partial W_{22}^1}",
        r"\frac{\partial \mathcal{L}}{\partial W_{22}^1}",
        refused="any",
    ),
    P(
        "deck 4, 218: \\frac{\\partial \\mathcal{L}}{\\partial W_{11}^2} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{11}^2} =",
        refused="any",
    ),
    P(
        "deck 4, 219: \\frac{\\partial \\mathcal{L}}{\\partial W_{12}^2} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{12}^2} =",
        refused="any",
    ),
    P(
        "deck 4, 220: W_{11}^1 = 0.1 - 0.000945 = 0.0991",
        "W_{11}^1 = 0.1 - 0.000945 = 0.0991",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 221: W_{12}^1 = 0.8 - 0.00243 = 0.7976",
        "W_{12}^1 = 0.8 - 0.00243 = 0.7976",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 222: W_{21}^1 = 0.4 - 0.00287 = 0.3971",
        "W_{21}^1 = 0.4 - 0.00287 = 0.3971",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 223: W_{22}^1 = 0.6 - 0.00738 = 0.5926",
        "W_{22}^1 = 0.6 - 0.00738 = 0.5926",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 224: W_{11}^2 = 0.3 - 0.0276 = 0.2724",
        "W_{11}^2 = 0.3 - 0.0276 = 0.2724",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 225: W_{12}^2 = 0.9 - 0.0269 = 0.8731",
        "W_{12}^2 = 0.9 - 0.0269 = 0.8731",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 226: t_1 = 0.5",
        "t_1 = 0.5",
        refused="any",
    ),
    P(
        "deck 4, 227: \\frac{\\partial \\mathcal{L}}{\\partial W_{11}^1} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{11}^1} = 0.000945",
        refused="any",
    ),
    P(
        "deck 4, 228: \\frac{\\partial \\mathcal{L}}{\\partial W_{12}^1} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{12}^1} = 0.00243",
        refused="any",
    ),
    P(
        "deck 4, 229: \\frac{\\partial \\mathcal{L}}{\\partial W_{21}^1} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{21}^1} = 0.00287",
        refused="any",
    ),
    P(
        "deck 4, 230: \\frac{\\partial \\mathcal{L}}{\\partial W_{22}^1} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{22}^1} = 0.00738",
        refused="any",
    ),
    P(
        "deck 4, 231: \\frac{\\partial \\mathcal{L}}{\\partial W_{11}^2} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{11}^2} = 0.0276",
        refused="any",
    ),
    P(
        "deck 4, 232: \\frac{\\partial \\mathcal{L}}{\\partial W_{12}^2} =",
        r"\frac{\partial \mathcal{L}}{\partial W_{12}^2} = 0.0269",
        refused="any",
    ),
    P(
        "deck 4, 233: l = 2",
        "l = 2",
        refused="any",
    ),
    P(
        "deck 4, 234: \\partial \\mathcal{L}/\\partial W_{ij}^L = -\\delta",
        r"\partial \mathcal{L}/\partial W_{ij}^L = -\delta_i^L x_i^{L-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 235: l=2",
        "l=2",
        refused="any",
    ),
    P(
        "deck 4, 236: \\delta_1^2 = (t_1 - y_1)\\sigma'(net_1^2) = (t_1 ",
        r"""
        \delta_1^2 = (t_1 - y_1)\sigma'(net_1^2) = (t_1 - y_1)x_1^2(1 - x_1^2) \qquad \sigma'(net_i^l) = x_i^l(1 - x_i^l)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 237: \\delta_1^1 = x_1^1(1 - x_1^1) * W_{11}^2 * \\delt",
        r"""
        \delta_1^1 = x_1^1(1 - x_1^1) * W_{11}^2 * \delta_1^2 = 0.68 * (1 - 0.68) * 0.3 * (-0.0406) = -0.0027
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 238: \\sigma(z)",
        r"\sigma(z)",
        {"z": 0.7},
        twin="sigmoid(z)",
        loose=True,
    ),
    P(
        "deck 4, 239: max(w_1^T x + b_1, w_2^T x + b_2)",
        "max(w_1^T x + b_1, w_2^T x + b_2)",
        {"w_1": [0.2, -0.4], "w_2": [1.0, 0.5], "x": [0.7, -1.2], "b_1": 0.1, "b_2": -0.3},
        twin="np.maximum(w_1 @ x + b_1, w_2 @ x + b_2)",
        loose=True,
    ),
    P(
        "deck 4, 240: \\theta^{(1)} = \\theta^{(0)} - \\eta \\nabla \\mathc",
        r"\theta^{(1)} = \theta^{(0)} - \eta \nabla \mathcal{C}(\theta^{(0)})",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 241: \\theta^{(2)} = \\theta^{(1)} - \\eta \\nabla \\mathc",
        r"\theta^{(2)} = \theta^{(1)} - \eta \nabla \mathcal{C}(\theta^{(1)})",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 242: z = h(y)",
        "z = h(y)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 243: y = h(s)",
        "y = h(s)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 244: z = k(x, y)",
        "z = k(x, y)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 245: \\longrightarrow \\frac{\\partial f}{\\partial q} = ",
        r"\longrightarrow \frac{\partial f}{\partial q} = z, \frac{\partial f}{\partial z} = q",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 246: i : net_i^l = \\sum_{j=1}^{n^{l-1}} W_{ij}^l x_j^",
        r"i : net_i^l = \sum_{j=1}^{n^{l-1}} W_{ij}^l x_j^{l-1} + b_i^l",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "b": [0.1, -0.3, 0.2]},
        twin="W @ x + b",
        loose=True,
    ),
    P(
        "deck 4, 247: n^{l-1}=1000, n^l=1000",
        "n^{l-1}=1000, n^l=1000",
        refused="any",
    ),
    P(
        "deck 4, 248: \\frac{\\partial \\mathcal{L}}{\\partial b_i^l}",
        r"\frac{\partial \mathcal{L}}{\partial b_i^l}",
        refused="any",
    ),
    P(
        "deck 4, 249: \\mathcal{L}(\\theta) = \\frac{1}{2} \\sum_{k=0}^{\\i",
        r"\mathcal{L}(\theta) = \frac{1}{2} \sum_{k=0}^{\infty} (t_k - y_k)^2",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 250: x_i^L = \\sigma(net_i^L)",
        r"x_i^L = \sigma(net_i^L)",
        {"net": [0.8, -0.4]},
        twin="sigmoid(net)",
        loose=True,
    ),
    P(
        "deck 4, 251: x_i^L = y_i",
        "x_i^L = y_i",
        refused="any",
    ),
    P(
        "deck 4, 252: \\sigma'(net_i^L)",
        r"\sigma'(net_i^L)",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 253: \\{x_i^l\\}",
        r"\{x_i^l\}",
        refused="any",
    ),
    P(
        "deck 4, 254: W_{21}^1 = 0.4",
        "W_{21}^1 = 0.4",
        refused="any",
    ),
    P(
        "deck 4, 255: \\partial \\mathcal{L}/\\partial W_{ij}^L=-\\delta_i",
        r"\partial \mathcal{L}/\partial W_{ij}^L=-\delta_i^L x_i^{L-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 256: \\partial \\mathcal{L}/\\partial W_{ij}^l = -\\delta",
        r"\partial \mathcal{L}/\partial W_{ij}^l = -\delta_i^l x_j^{l-1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 4, 257: \\delta_i^l = \\sigma' \\left(net_i^l\\right) \\sum_{",
        r"\delta_i^l = \sigma' \left(net_i^l\right) \sum_{k=1}^{n^{l+1}} W_{ki}^{l+1} \delta_k^{l+1}",
        {"net": [0.8, -0.4], "W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "delta": [0.3, -0.2, 0.6]},
        twin="sigmoid(net)*(1 - sigmoid(net))*(W.T @ delta)",
        loose=True,
    ),
    P(
        "deck 4, 258: \\eta = 1",
        r"\eta = 1",
        refused="any",
    ),
    P(
        "deck 4, 259: \\delta_i^L=(t_1-y_1)\\sigma'(net_i^L)",
        r"\delta_i^L=(t_1-y_1)\sigma'(net_i^L)",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 260: \\hat{\\underline{\\Theta}} = \\underset{\\underline{",
        r"""
        \hat{\underline{\Theta}} = \underset{\underline{\Theta}}{\operatorname{argmin}} \underbrace{J(\underline{\Theta})}_{\text{cost function}}
        """,
        refused="any",
    ),
    P(
        "deck 5, 261: \\underline{\\Theta} = \\begin{bmatrix} \\operatorna",
        r"""
        \underline{\Theta} = \begin{bmatrix} \operatorname{vec}(\underline{W}^{(1)}) \\ \underline{b}^{(1)} \\ \vdots \\ \operatorname{vec}(\underline{W}^{(L)}) \\ \underline{b}^{(L)} \end{bmatrix}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 262: J(\\underline{\\Theta}) = \\frac{1}{N} \\sum_{i=1}^N",
        r"""
        J(\underline{\Theta}) = \frac{1}{N} \sum_{i=1}^N \underbrace{L(y_i, f(x_i; \underline{\Theta}))}_{\text{loss function for data point } (x_i, y_i)}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 263: J(\\underline{\\theta}) = \\frac{1}{N} \\sum_{i=1}^N",
        r"""
        J(\underline{\theta}) = \frac{1}{N} \sum_{i=1}^N \underbrace{L(y_i, f(x_i; \underline{\theta}))}_{\substack{\text{loss function} \\ \text{for data point } (x_i, y_i)}}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 264: L(y, f(x; \\underline{\\theta})) = \\left( y - \\und",
        r"""
        L(y, f(x; \underline{\theta})) = \left( y - \underbrace{f(x; \underline{\theta})}_{\substack{\text{output of a neural net}}} \right)^2
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 265: \\begin{aligned} L(y, f(x; \\underline{\\theta})) &",
        r"""
        \begin{aligned} L(y, f(x; \underline{\theta})) &= - \ln g_m \left( \underbrace{f(x; \underline{\theta})}_{\substack{\text{softmax} \\ \text{is a vector of } M \times 1}} \right) \\ &= - \ln g_{\underline{y}} \left( \underline{f}(x; \underline{\theta}) \right) \end{aligned}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 266: \\hat{\\underline{\\theta}} = \\underset{\\underline{",
        r"""
        \hat{\underline{\theta}} = \underset{\underline{\theta}}{\operatorname{argmin}} J(\underline{\theta}) \quad \text{where} \quad J(\underline{\theta}) = \frac{1}{N} \sum_{i=1}^N L(y_i, f(x_i; \underline{\theta}))
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 267: \\begin{aligned} z &= wx + b && \\text{parameters}",
        r"""
        \begin{aligned} z &= wx + b && \text{parameters} \\ \hat{y} &= \sigma(z) && \text{non-linear activation function (e.g. sigmoid)} \\ L &= (y - \hat{y})^2 && \text{loss function} \end{aligned}
        """,
        {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0},
        twin="""
        z = w*x + b
        yhat = sigmoid(z)
        L = (y - yhat)**2
        """,
        loose=True,
    ),
    P(
        "deck 5, 268: L = (y - \\sigma(wx + b))^2",
        r"L = (y - \sigma(wx + b))^2",
        {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0},
        written_for="sympy",
        twin="(y - 1/(1+exp(-(w*x+b))))**2",
    ),
    P(
        "deck 5, 269: \\frac{\\partial L}{\\partial w} = \\frac{\\partial}{",
        r"\frac{\partial L}{\partial w} = \frac{\partial}{\partial w} (y - \sigma(wx + b))^2",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 270: = (y - \\sigma(wx + b)) \\frac{\\partial}{\\partial ",
        r"= (y - \sigma(wx + b)) \frac{\partial}{\partial w} (y - \sigma(wx + b))",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 271: = - (y - \\sigma(wx + b)) \\sigma'(wx + b) \\frac{\\",
        r"= - (y - \sigma(wx + b)) \sigma'(wx + b) \frac{\partial}{\partial w} (wx + b)",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 272: = - (y - \\sigma(wx + b)) \\sigma'(wx + b) x",
        r"= - (y - \sigma(wx + b)) \sigma'(wx + b) x",
        {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0},
        written_for="sympy",
        twin="-(y - sigmoid(w*x+b))*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x",
    ),
    P(
        "deck 5, 273: \\frac{\\partial L}{\\partial b} = \\frac{\\partial}{",
        r"\frac{\partial L}{\partial b} = \frac{\partial}{\partial b} (y - \sigma(wx + b))^2",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 274: = (y - \\sigma(wx + b)) \\frac{\\partial}{\\partial ",
        r"= (y - \sigma(wx + b)) \frac{\partial}{\partial b} (y - \sigma(wx + b))",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 275: = - (y - \\sigma(wx + b)) \\sigma'(wx + b)",
        r"= - (y - \sigma(wx + b)) \sigma'(wx + b)",
        {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0},
        written_for="sympy",
        twin="-(y - sigmoid(w*x+b))*sigmoid(w*x+b)*(1-sigmoid(w*x+b))",
    ),
    P(
        "deck 5, 276: z = wx + b",
        "z = wx + b",
        {"w": 0.8, "x": 1.5, "b": -0.4},
        written_for="sympy",
        twin="w*x+b",
    ),
    P(
        "deck 5, 277: \\hat{y} = \\sigma(z)",
        r"\hat{y} = \sigma(z)",
        {"z": 0.7},
        twin="sigmoid(z)",
        loose=True,
    ),
    P(
        "deck 5, 278: L = (y - \\hat{y})^2",
        r"L = (y - \hat{y})^2",
        {"y": 1.0, "yhat": 0.69},
        written_for="sympy",
        twin="(y-yhat)**2",
    ),
    P(
        "deck 5, 279: \\frac{\\partial L}{\\partial \\hat{y}} = -2(y - \\ha",
        r"\frac{\partial L}{\partial \hat{y}} = -2(y - \hat{y})",
        {"y": 1.0, "yhat": 0.69},
        written_for="sympy",
        twin="-2*(y-yhat)",
    ),
    P(
        "deck 5, 280: \\frac{\\partial L}{\\partial z} = \\frac{\\partial L",
        r"""
        \frac{\partial L}{\partial z} = \frac{\partial L}{\partial \hat{y}} \frac{d\hat{y}}{dz} = \frac{\partial L}{\partial \hat{y}} \sigma'(z)
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 281: \\frac{\\partial L}{\\partial w} = \\frac{\\partial L",
        r"""
        \frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial w} = \frac{\partial L}{\partial z} x
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 282: \\frac{\\partial L}{\\partial b} = \\frac{\\partial L",
        r"""
        \frac{\partial L}{\partial b} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial b} = \frac{\partial L}{\partial z}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 283: \\frac{e^z}{1 + e^z}",
        r"\frac{e^z}{1 + e^z}",
        {"z": 0.7},
        written_for="sympy",
        twin="exp(z)/(1+exp(z))",
    ),
    P(
        "deck 5, 284: \\bar{v} = \\frac{\\partial L}{\\partial v}, \\quad \\",
        r"""
        \bar{v} = \frac{\partial L}{\partial v}, \quad \bar{x} = \frac{\partial L}{\partial x}, \text{ etc.}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 285: \\begin{aligned} \\bar{\\hat{y}} &= -2(y - \\hat{y})",
        r"""
        \begin{aligned} \bar{\hat{y}} &= -2(y - \hat{y}) \\ \bar{z} &= \bar{\hat{y}} \sigma'(z) \\ \bar{w} &= \bar{z} x \\ \bar{b} &= \bar{z} \end{aligned}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 286: \\frac{\\partial f}{\\partial t} = \\frac{\\partial f",
        r"""
        \frac{\partial f}{\partial t} = \frac{\partial f}{\partial x} \frac{dx}{dt} + \frac{\partial f}{\partial y} \frac{dy}{dt}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 287: \\bar{t} = \\bar{x} \\frac{dx}{dt} + \\bar{y} \\frac{",
        r"\bar{t} = \bar{x} \frac{dx}{dt} + \bar{y} \frac{dy}{dt}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 288: \\bar{v}_i = \\sum_{j \\in \\text{Children}(v_i)} \\b",
        r"\bar{v}_i = \sum_{j \in \text{Children}(v_i)} \bar{v}_j \frac{\partial v_j}{\partial v_i}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 289: z_i^{(1)} = \\sum_j w_{ij}^{(1)} x_j + b_i^{(1)}",
        r"z_i^{(1)} = \sum_j w_{ij}^{(1)} x_j + b_i^{(1)}",
        {"w": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "b": [0.1, -0.3, 0.2]},
        twin="w @ x + b",
        loose=True,
    ),
    P(
        "deck 5, 290: h_i^{(1)} = \\sigma(z_i^{(1)})",
        r"h_i^{(1)} = \sigma(z_i^{(1)})",
        {"z": [0.8, -0.4]},
        twin="sigmoid(z)",
        loose=True,
    ),
    P(
        "deck 5, 291: \\hat{y}_k = \\sum_i w_{ki}^{(2)} h_i^{(1)} + b_k^",
        r"\hat{y}_k = \sum_i w_{ki}^{(2)} h_i^{(1)} + b_k^{(2)}",
        {"w": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "h": [0.7, -1.2], "b": [0.1, -0.3, 0.2]},
        twin="w @ h + b",
        loose=True,
    ),
    P(
        "deck 5, 292: L = \\sum_k (\\gamma_k - \\hat{y}_k)^2",
        r"L = \sum_k (\gamma_k - \hat{y}_k)^2",
        {"gamma": [0.5, -0.1], "yhat": [0.69, 0.2]},
        twin="np.sum((gamma - yhat)**2)",
        loose=True,
    ),
    P(
        "deck 5, 293: \\bar{L} = 1",
        r"\bar{L} = 1",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 294: \\bar{\\hat{y}}_k = \\bar{L} \\frac{\\partial L}{\\par",
        r"\bar{\hat{y}}_k = \bar{L} \frac{\partial L}{\partial \hat{y}_k} = -2\bar{L} (y_k - \hat{y}_k)",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 295: \\bar{w}_{ki}^{(2)} = \\bar{\\hat{y}}_k \\frac{\\part",
        r"""
        \bar{w}_{ki}^{(2)} = \bar{\hat{y}}_k \frac{\partial \hat{y}_k}{\partial w_{ki}^{(2)}} = \bar{\hat{y}}_k h_i^{(1)}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 296: \\bar{b}_k^{(2)} = \\bar{\\hat{y}}_k \\frac{\\partial",
        r"\bar{b}_k^{(2)} = \bar{\hat{y}}_k \frac{\partial \hat{y}_k}{\partial b_k^{(2)}} = \bar{\hat{y}}_k",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 297: \\frac{\\partial L}{\\partial h_2^{(1)}} = \\frac{\\p",
        r"""
        \frac{\partial L}{\partial h_2^{(1)}} = \frac{\partial L}{\partial \hat{y}_1} \frac{\partial \hat{y}_1}{\partial h_2^{(1)}} + \frac{\partial L}{\partial \hat{y}_2} \frac{\partial \hat{y}_2}{\partial h_2^{(1)}}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 298: \\bar{h}_i^{(1)} = \\sum_k \\bar{\\hat{y}}_k \\frac{\\",
        r"""
        \bar{h}_i^{(1)} = \sum_k \bar{\hat{y}}_k \frac{\partial \hat{y}_k}{\partial h_i^{(1)}} = \sum_k \bar{\hat{y}}_k w_{ki}^{(2)}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 299: \\bar{z}_i^{(1)} = \\bar{h}_i^{(1)} \\frac{\\partial",
        r"""
        \bar{z}_i^{(1)} = \bar{h}_i^{(1)} \frac{\partial h_i^{(1)}}{\partial z_i^{(1)}} = \bar{h}_i^{(1)} \sigma'(z_i^{(1)})
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 300: \\bar{w}_{ij}^{(1)} = \\bar{z}_i^{(1)} \\frac{\\part",
        r"""
        \bar{w}_{ij}^{(1)} = \bar{z}_i^{(1)} \frac{\partial z_i^{(1)}}{\partial w_{ij}^{(1)}} = \bar{z}_i^{(1)} x_j
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 301: \\bar{b}_i^{(1)} = \\bar{z}_i^{(1)} \\frac{\\partial",
        r"\bar{b}_i^{(1)} = \bar{z}_i^{(1)} \frac{\partial z_i^{(1)}}{\partial b_i^{(1)}} = \bar{z}_i^{(1)}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 302: L = \\sum_k (y_k - \\hat{y}_k)^2",
        r"L = \sum_k (y_k - \hat{y}_k)^2",
        {"y": [0.5, -0.1], "yhat": [0.69, 0.2]},
        twin="np.sum((y - yhat)**2)",
        loose=True,
    ),
    P(
        "deck 5, 303: \\bar{\\underline{v}}_i = \\sum_{j \\in \\text{Childr",
        r"""
        \bar{\underline{v}}_i = \sum_{j \in \text{Children}(\underline{v}_i)} \bar{\underline{v}}_j \frac{\partial \underline{v}_j}{\partial \underline{v}_i}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 304: \\underline{z}^{(1)}_{q \\times 1} = \\underline{W}",
        r"""
        \underline{z}^{(1)}_{q \times 1} = \underline{W}^{(1)}_{q \times p} \underline{x}_{p \times 1} + \underline{b}^{(1)}_{q \times 1}
        """,
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [[0.7], [-1.2]], "b": [[0.1], [-0.3], [0.2]]},
        twin="W @ x + b",
        loose=True,
    ),
    P(
        "deck 5, 305: \\underline{h}^{(1)}_{q \\times 1} = \\sigma(\\under",
        r"\underline{h}^{(1)}_{q \times 1} = \sigma(\underline{z}^{(1)}_{q \times 1})",
        {"z": [[0.8], [-0.4]]},
        twin="sigmoid(z)",
        loose=True,
    ),
    P(
        "deck 5, 306: \\underline{\\hat{y}}_{m \\times 1} = \\underline{W}",
        r"""
        \underline{\hat{y}}_{m \times 1} = \underline{W}^{(2)}_{m \times q} \underline{h}^{(1)}_{q \times 1} + \underline{b}^{(2)}_{m \times 1}
        """,
        {"W": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]], "h": [[0.7], [-1.2], [0.4]], "b": [[0.1], [-0.3]]},
        twin="W @ h + b",
        loose=True,
    ),
    P(
        "deck 5, 307: L_{1 \\times 1} = (\\underline{y}_{1 \\times m} - \\",
        r"""
        L_{1 \times 1} = (\underline{y}_{1 \times m} - \underline{\hat{y}}_{m \times 1})^T (\underline{y}_{1 \times m} - \underline{\hat{y}}_{m \times 1})
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 308: \\frac{\\partial L}{\\partial \\underline{\\hat{y}}} ",
        r"\frac{\partial L}{\partial \underline{\hat{y}}} \underline{\bar{L}}_{1 \times 1} = 1",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 309: \\frac{\\partial L}{\\partial \\underline{\\hat{y}}} ",
        r"""
        \frac{\partial L}{\partial \underline{\hat{y}}} \underline{\bar{y}}_{m \times 1} = -2 \underline{\bar{L}} (\underline{y} - \underline{\hat{y}})_{m \times 1}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 310: \\frac{\\partial L}{\\partial \\underline{W}^{(2)}} ",
        r"""
        \frac{\partial L}{\partial \underline{W}^{(2)}} \underline{\bar{W}}^{(2)}_{m \times q} = \underline{\bar{y}}_{m \times 1} \underline{h}^{(1)T}_{1 \times q}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 311: \\underline{\\bar{b}}^{(2)}_{m \\times 1} = \\underl",
        r"\underline{\bar{b}}^{(2)}_{m \times 1} = \underline{\bar{y}}_{m \times 1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 312: \\frac{\\partial L}{\\partial \\underline{h}^{(1)}} ",
        r"""
        \frac{\partial L}{\partial \underline{h}^{(1)}} \underline{\bar{h}}^{(1)}_{q \times 1} = \underline{\bar{W}}^{(2)T}_{q \times m} \underline{\bar{y}}_{m \times 1}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 313: \\underline{\\bar{z}}^{(1)}_{q \\times 1} = \\underl",
        r"""
        \underline{\bar{z}}^{(1)}_{q \times 1} = \underline{\bar{h}}^{(1)}_{q \times 1} \circ \sigma'(\underline{z}^{(1)}_{q \times 1})
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 314: \\frac{\\partial L}{\\partial \\underline{W}^{(1)}} ",
        r"""
        \frac{\partial L}{\partial \underline{W}^{(1)}} \underline{\bar{W}}^{(1)}_{q \times p} = \underline{\bar{z}}^{(1)}_{q \times 1} \underline{x}^T_{1 \times p}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 315: \\underline{\\bar{b}}^{(1)}_{q \\times 1} = \\underl",
        r"\underline{\bar{b}}^{(1)}_{q \times 1} = \underline{\bar{z}}^{(1)}_{q \times 1}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 316: \\underline{z}^{(1)} = \\underline{W}^{(1)} \\under",
        r"\underline{z}^{(1)} = \underline{W}^{(1)} \underline{x} + \underline{b}^{(1)}",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "x": [0.7, -1.2], "b": [0.1, -0.3, 0.2]},
        twin="W @ x + b",
        loose=True,
    ),
    P(
        "deck 5, 317: \\underline{h}^{(1)} = \\sigma(\\underline{z}^{(1)}",
        r"\underline{h}^{(1)} = \sigma(\underline{z}^{(1)})",
        {"z": [0.8, -0.4]},
        twin="sigmoid(z)",
        loose=True,
    ),
    P(
        "deck 5, 318: \\underline{\\hat{y}} = \\underline{W}^{(2)} \\under",
        r"\underline{\hat{y}} = \underline{W}^{(2)} \underline{h}^{(1)} + \underline{b}^{(2)}",
        {"W": [[0.3, -0.7, 0.2], [0.5, 0.4, -0.1]], "h": [0.7, -1.2, 0.4], "b": [0.1, -0.3]},
        twin="W @ h + b",
        loose=True,
    ),
    P(
        "deck 5, 319: L = (\\underline{y} - \\underline{\\hat{y}})^T (\\un",
        r"L = (\underline{y} - \underline{\hat{y}})^T (\underline{y} - \underline{\hat{y}})",
        {"y": [0.5, -0.1], "yhat": [0.69, 0.2]},
        twin="(y - yhat) @ (y - yhat)",
        loose=True,
    ),
    P(
        "deck 5, 320: \\bar{y} = -2 \\bar{L} (\\underline{y} - \\underline",
        r"\bar{y} = -2 \bar{L} (\underline{y} - \underline{\hat{y}})",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 321: \\bar{W}^{(2)} = \\bar{y} \\underline{h}^{(1)T}",
        r"\bar{W}^{(2)} = \bar{y} \underline{h}^{(1)T}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 322: \\bar{b}^{(2)} = \\bar{y}",
        r"\bar{b}^{(2)} = \bar{y}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 323: \\bar{h}^{(1)} = \\bar{W}^{(2)T} \\underline{\\hat{y",
        r"\bar{h}^{(1)} = \bar{W}^{(2)T} \underline{\hat{y}}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 324: \\bar{z}^{(1)} = \\bar{h}^{(1)} \\circ \\sigma'(\\und",
        r"\bar{z}^{(1)} = \bar{h}^{(1)} \circ \sigma'(\underline{z}^{(1)})",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 325: \\bar{W}^{(1)} = \\bar{z}^{(1)} \\underline{x}^T",
        r"\bar{W}^{(1)} = \bar{z}^{(1)} \underline{x}^T",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 326: \\bar{b}^{(1)} = \\bar{z}^{(1)}",
        r"\bar{b}^{(1)} = \bar{z}^{(1)}",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 327: \\underline{\\underline{w}}^{(t+1)} \\leftarrow \\un",
        r"""
        \underline{\underline{w}}^{(t+1)} \leftarrow \underline{\underline{w}}^{(t)} - \eta \left. \frac{\partial J}{\partial \underline{\underline{w}}} \right|_{\underline{\underline{w}}^{(t)}}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 328: \\underline{b}^{(t+1)} \\leftarrow \\underline{b}^{",
        r"""
        \underline{b}^{(t+1)} \leftarrow \underline{b}^{(t)} - \eta \left. \frac{\partial J}{\partial \underline{b}} \right|_{\underline{b}^{(t)}}
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 329: \\underline{\\Theta}",
        r"\underline{\Theta}",
        refused="any",
    ),
    P(
        "deck 5, 330: M",
        "M",
        refused="any",
    ),
    P(
        "deck 5, 331: y",
        "y",
        refused="any",
    ),
    P(
        "deck 5, 332: \\underline{\\theta}^{(0)}",
        r"\underline{\theta}^{(0)}",
        refused="any",
    ),
    P(
        "deck 5, 333: \\underline{\\theta}^{(t)}",
        r"\underline{\theta}^{(t)}",
        refused="any",
    ),
    P(
        "deck 5, 334: t=0, 1, 2, \\dots",
        r"t=0, 1, 2, \dots",
        refused="any",
    ),
    P(
        "deck 5, 335: \\underline{\\theta}^{(t+1)} \\leftarrow \\underline",
        r"""
        \underline{\theta}^{(t+1)} \leftarrow \underline{\theta}^{(t)} - \gamma \nabla_{\underline{\theta}} J(\underline{\theta}^{(t)})
        """,
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 336: \\hat{\\underline{\\theta}}",
        r"\hat{\underline{\theta}}",
        refused="any",
    ),
    P(
        "deck 5, 337: N",
        "N",
        refused="any",
    ),
    P(
        "deck 5, 338: \\underline{\\theta}",
        r"\underline{\theta}",
        refused="any",
    ),
    P(
        "deck 5, 339: \\nabla_{\\underline{\\theta}} J(\\underline{\\theta}",
        r"\nabla_{\underline{\theta}} J(\underline{\theta}^{(t)})",
        refused="any",
    ),
    P(
        "deck 5, 340: w",
        "w",
        refused="any",
    ),
    P(
        "deck 5, 341: b",
        "b",
        refused="any",
    ),
    P(
        "deck 5, 342: \\longrightarrow",
        r"\longrightarrow",
        refused="any",
    ),
    P(
        "deck 5, 343: f(x(t), y(t))",
        "f(x(t), y(t))",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 344: v_1, v_2, \\dots, v_p",
        r"v_1, v_2, \dots, v_p",
        refused="any",
    ),
    P(
        "deck 5, 345: v_p",
        "v_p",
        refused="any",
    ),
    P(
        "deck 5, 346: v_p \\equiv L",
        r"v_p \equiv L",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 347: i = 1, \\dots, p",
        r"i = 1, \dots, p",
        refused="any",
    ),
    P(
        "deck 5, 348: v_i",
        "v_i",
        refused="any",
    ),
    P(
        "deck 5, 349: \\text{Parents}(v_i)",
        r"\text{Parents}(v_i)",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 350: \\bar{v}_p = \\frac{\\partial v_p}{\\partial v_p} = ",
        r"\bar{v}_p = \frac{\partial v_p}{\partial v_p} = 1",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 351: i = p-1, \\dots, 1",
        r"i = p-1, \dots, 1",
        refused="any",
    ),
    P(
        "deck 5, 352: i = 1, \\dots, P",
        r"i = 1, \dots, P",
        refused="any",
    ),
    P(
        "deck 5, 353: \\underline{v}_i",
        r"\underline{v}_i",
        refused="any",
    ),
    P(
        "deck 5, 354: \\text{Parents}(\\underline{v}_i)",
        r"\text{Parents}(\underline{v}_i)",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 355: \\bar{\\underline{v}}_P = 1",
        r"\bar{\underline{v}}_P = 1",
        refused="any",
        either=True,
    ),
    P(
        "deck 5, 356: i = P-1, \\dots, 1",
        r"i = P-1, \dots, 1",
        refused="any",
    ),
    P(
        "worked example: A simple example: f = (x + y)z",
        """
        q = x + y
        f = q * z
        """,
        {"x": -2.0, "y": 5.0, "z": -4.0},
    ),
    P(
        "worked example: A neuron with a sigmoid",
        "1/(1+exp(-(w0*x0+w1*x1+w2)))",
        {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0},
    ),
    P(
        "worked example: add gate: gradient distributor",
        "x + y",
        {"x": 3.0, "y": 4.0},
        upstream=2.0,
    ),
    P(
        "worked example: mul gate: swap multiplier",
        "x * y",
        {"x": 2.0, "y": 3.0},
        upstream=5.0,
    ),
    P(
        "worked example: max gate: gradient router",
        "max(x, y)",
        {"x": 4.0, "y": 5.0},
        upstream=9.0,
    ),
    P(
        "worked example: copy gate: gradient adder",
        """
        a = 4*x
        b = 2*x
        a + b
        """,
        {"x": 7.0},
    ),
    P(
        "worked example: Backprop with vectors: ReLU",
        "maximum(0, x)",
        {"x": [1.0, -2.0, 3.0, -1.0]},
        upstream=[4.0, -1.0, 5.0, 9.0],
    ),
    P(
        "worked example: Backprop with matrices",
        "x @ w",
        {
            "x": [[2.0, 1.0, -3.0], [-3.0, 4.0, 2.0]],
            "w": [[3.0, 2.0, 1.0, -1.0], [2.0, 1.0, 3.0, 2.0], [3.0, 2.0, 1.0, -2.0]],
        },
        upstream=[[2.0, 3.0, -3.0, 9.0], [-8.0, 1.0, 4.0, 6.0]],
    ),
    P(
        "worked example: A vectorized example: f = ||W x||^2",
        """
        q = W @ x
        f = sum(q**2)
        """,
        {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]},
    ),
    P(
        "worked example: The univariate chain rule",
        """
        z = w*x + b
        yhat = sigmoid(z)
        L = (y - yhat)**2
        """,
        {"x": 1.5, "y": 1.0, "w": 0.8, "b": -0.4},
    ),
    P(
        "worked example: A network with one hidden layer, vectorized",
        """
        z1 = W1 @ x + b1
        h1 = sigmoid(z1)
        yhat = W2 @ h1 + b2
        L = (y - yhat).T @ (y - yhat)
        """,
        {
            "W1": [[0.2, -0.4], [0.7, 0.1], [-0.5, 0.6]],
            "b1": [0.1, -0.2, 0.3],
            "W2": [[0.5, -0.3, 0.8], [-0.6, 0.9, 0.2]],
            "b2": [0.05, -0.15],
            "x": [1.0, -2.0],
            "y": [0.5, -1.0],
        },
    ),
    P(
        "worked example: Error terms in a 2-2-1 network, and one weight update",
        """
        h = sigmoid(W1 @ x)
        y = sigmoid(W2 @ h)
        L = 0.5 * sum((t - y)**2)
        """,
        {"W1": [[0.1, 0.8], [0.4, 0.6]], "W2": [[0.3, 0.9]], "x": [0.35, 0.9], "t": [0.5]},
    ),
    P(
        "worked example: A feed-forward network is a function: f(1, -1)",
        """
        h1 = sigmoid(W1 @ x + b1)
        h2 = sigmoid(W2 @ h1 + b2)
        sigmoid(W3 @ h2 + b3)
        """,
        {
            "W1": [[1.0, -2.0], [-1.0, 1.0]],
            "b1": [1.0, 0.0],
            "W2": [[2.0, -1.0], [-2.0, -1.0]],
            "b2": [0.0, 0.0],
            "W3": [[3.0, -1.0], [-1.0, 4.0]],
            "b3": [-2.0, 2.0],
            "x": [1.0, -1.0],
        },
        upstream=[1.0, 1.0],
    ),
    P(
        "worked example: The same function at (0, 0)",
        """
        h1 = sigmoid(W1 @ x + b1)
        h2 = sigmoid(W2 @ h1 + b2)
        sigmoid(W3 @ h2 + b3)
        """,
        {
            "W1": [[1.0, -2.0], [-1.0, 1.0]],
            "b1": [1.0, 0.0],
            "W2": [[2.0, -1.0], [-2.0, -1.0]],
            "b2": [0.0, 0.0],
            "W3": [[3.0, -1.0], [-1.0, 4.0]],
            "b3": [-2.0, 2.0],
            "x": [0.0, 0.0],
        },
        upstream=[1.0, 1.0],
    ),
    P(
        "worked example: Linear scores, hinge loss and L2 regularization",
        """
        Y = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        s = X @ W.T
        margins = maximum(0, s - sum(s * Y, axis=1, keepdims=True) + 1)
        L = sum(margins * (1 - Y)) / 3 + 0.1 * sum(W**2)
        """,
        {
            "W": [[0.2, -0.5, 0.1], [1.5, 1.3, 2.1], [0.0, 0.25, 0.2]],
            "X": [[1.0, 2.0, -1.0], [0.5, -1.0, 3.0], [2.0, 0.1, 0.4]],
        },
        twin="""
        Y = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
        s = X @ W.T
        margins = maximum(0, s - sum(s * Y, axis=1, keepdims=True) + 1)
        L = sum(margins * (1 - Y)) / 3 + 0.1 * sum(W**2)
        """,
    ),
    P(
        "worked example: Softmax and cross-entropy",
        """
        y = [0, 1, 0]
        s = W @ x
        p = exp(s) / sum(exp(s))
        L = -log(sum(p * y))
        """,
        {"W": [[0.2, -0.5], [1.5, 1.3], [0.0, 0.25]], "x": [1.2, -0.7]},
        twin="""
        y = np.array([0, 1, 0])
        s = W @ x
        p = exp(s) / sum(exp(s))
        L = -log(sum(p * y))
        """,
    ),
    P(
        "worked example: Two-layer network, hinge loss, L2 on both weight matrices",
        """
        y = [1, 0]
        h = maximum(0, W1 @ x)
        s = W2 @ h
        margins = maximum(0, s - sum(s * y) + 1)
        L = sum(margins * (1 - y)) + 0.05 * sum(W1**2) + 0.05 * sum(W2**2)
        """,
        {"W1": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]], "W2": [[0.2, 0.7, -0.1], [0.9, -0.3, 0.5]], "x": [1.5, 0.8]},
        twin="""
        y = np.array([1, 0])
        h = maximum(0, W1 @ x)
        s = W2 @ h
        margins = maximum(0, s - sum(s * y) + 1)
        L = sum(margins * (1 - y)) + 0.05 * sum(W1**2) + 0.05 * sum(W2**2)
        """,
    ),
]
