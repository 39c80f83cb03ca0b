"""Functions with a backward pass of the program's own: torch.autograd.Function, jax.custom_vjp, jax.custom_jvp."""

from .program import LATER, P

X = [[0.5, -1.0], [1.0, 0.3]]
NET = {"x": X, "w1": [[0.3, 0.5], [-0.2, 0.1]], "w2": [[0.4], [0.6]], "y": [[1.0], [0.0]]}
RELU = """
import torch
class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        input, = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input < 0] = 0
        return grad_input

relu = MyReLU.apply
y_pred = relu(x.mm(w1)).mm(w2)
loss = (y_pred - y).pow(2).sum()
loss.backward()
"""
LINEAR = """
from torch.autograd import Function

class LinearFunction(Function):
    @staticmethod
    def forward(ctx, input, weight, bias=None):
        ctx.save_for_backward(input, weight, bias)
        output = input.mm(weight.t())
        if bias is not None:
            output += bias.unsqueeze(0).expand_as(output)
        return output

    @staticmethod
    def backward(ctx, grad_output):
        input, weight, bias = ctx.saved_tensors
        grad_input = grad_weight = grad_bias = None
        if ctx.needs_input_grad[0]:
            grad_input = grad_output.mm(weight)
        if ctx.needs_input_grad[1]:
            grad_weight = grad_output.t().mm(input)
        if bias is not None and ctx.needs_input_grad[2]:
            grad_bias = grad_output.sum(0)
        return grad_input, grad_weight, grad_bias

out = LinearFunction.apply(x, w, b)
loss = (out**2).sum()
"""
VJP = """
import jax
import jax.numpy as jnp

@jax.custom_vjp
def f(x, y):
    return jnp.sin(x) * y

def f_fwd(x, y):
    return f(x, y), (jnp.cos(x), jnp.sin(x), y)

def f_bwd(res, g):
    cos_x, sin_x, y = res
    return (cos_x * g * y, sin_x * g)

f.defvjp(f_fwd, f_bwd)
L = 2*f(x, y)
"""

PROGRAMS = [
    P("MyReLU of the examples", RELU, NET, written_for="torch", out="loss", correct=RELU),
    P(
        "MyReLU without its mask",
        RELU.replace("        grad_input[input < 0] = 0\n", ""),
        NET,
        written_for="torch",
        out="loss",
        correct=RELU,
    ),
    P(
        "LinearFunction of the documentation",
        LINEAR,
        {"x": X, "w": [[0.3, 0.5], [-0.2, 0.1]], "b": [0.1, 0.2]},
        written_for="torch",
        out="loss",
        correct=LINEAR,
    ),
    P(
        "LinearFunction, a transpose missing",
        LINEAR.replace("grad_output.mm(weight)", "grad_output.mm(weight.t())"),
        {"x": X, "w": [[0.3, 0.5], [-0.2, 0.1]], "b": [0.1, 0.2]},
        written_for="torch",
        out=LATER,
        correct=LINEAR,
    ),
    P(
        "straight-through rounding",
        """
        class STE(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return torch.round(x)
            @staticmethod
            def backward(ctx, g):
                return g
        y = STE.apply(3*x)
        loss = (y*x).sum()
        """,
        {"x": [0.6, 1.2]},
        written_for="torch",
    ),
    P(
        "reversal of gradients",
        """
        class GradReverse(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x, alpha):
                ctx.alpha = alpha
                return x.view_as(x)
            @staticmethod
            def backward(ctx, grad_output):
                return grad_output.neg() * ctx.alpha, None
        y = GradReverse.apply(x, 0.5)
        loss = (y**2).sum()
        """,
        {"x": [0.6, 1.2]},
        written_for="torch",
    ),
    P(
        "a spike with a surrogate gradient",
        """
        class Spike(torch.autograd.Function):
            @staticmethod
            def forward(ctx, u):
                ctx.save_for_backward(u)
                return (u > 0).float()
            @staticmethod
            def backward(ctx, grad_output):
                u, = ctx.saved_tensors
                return grad_output / (1 + 10*u.abs())**2
        s = Spike.apply(w*x - 1)
        loss = ((s - t)**2).sum()
        loss.backward()
        """,
        {"w": [0.5, 2.0], "x": [1.0, 1.5], "t": [1.0, 0.0]},
        written_for="torch",
        out="loss",
    ),
    P(
        "Exp of the documentation",
        """
        class Exp(torch.autograd.Function):
            @staticmethod
            def forward(ctx, i):
                result = i.exp()
                ctx.save_for_backward(result)
                return result
            @staticmethod
            def backward(ctx, grad_output):
                result, = ctx.saved_tensors
                return grad_output * result
        out = Exp.apply(x).sum()
        out.backward()
        """,
        {"x": [0.6, 1.2]},
        written_for="torch",
        out="out",
    ),
    P(
        "LegendrePolynomial3 of the tutorial",
        """
        class LegendrePolynomial3(torch.autograd.Function):
            @staticmethod
            def forward(ctx, input):
                ctx.save_for_backward(input)
                return 0.5 * (5 * input ** 3 - 3 * input)
            @staticmethod
            def backward(ctx, grad_output):
                input, = ctx.saved_tensors
                return grad_output * 1.5 * (5 * input ** 2 - 1)
        P3 = LegendrePolynomial3.apply
        y_pred = a + b * P3(c + d * x)
        loss = (y_pred - y).pow(2).sum()
        loss.backward()
        """,
        {"a": 0.1, "b": -1.0, "c": 0.2, "d": 0.3, "x": [0.5, -0.4, 1.0], "y": [0.4, -0.3, 0.8]},
        written_for="torch",
        out="loss",
    ),
    P("custom_vjp of the documentation", VJP, {"x": 0.6, "y": 1.2}, written_for="jax", out="L", correct=VJP),
    P(
        "custom_vjp without the factor y",
        VJP.replace("cos_x * g * y", "cos_x * g"),
        {"x": 0.6, "y": 1.2},
        written_for="jax",
        out="L",
        correct=VJP,
    ),
    P(
        "custom_jvp of log1pexp",
        """
        import jax
        import jax.numpy as jnp
        @jax.custom_jvp
        def log1pexp(x):
            return jnp.log(1. + jnp.exp(x))
        @log1pexp.defjvp
        def log1pexp_jvp(primals, tangents):
            x, = primals
            x_dot, = tangents
            ans = log1pexp(x)
            ans_dot = (1 - 1/(1 + jnp.exp(x))) * x_dot
            return ans, ans_dot
        L = log1pexp(x)**2
        """,
        {"x": 0.6},
        written_for="jax",
        out="L",
    ),
    P(
        "defjvps of the documentation",
        """
        from jax import custom_jvp
        @custom_jvp
        def f(x, y):
            return x ** 2 * y
        f.defjvps(lambda x_dot, primal_out, x, y: 2 * x * y * x_dot,
                  lambda y_dot, primal_out, x, y: x ** 2 * y_dot)
        L = f(x, y)
        """,
        {"x": 2.0, "y": 3.0},
        written_for="jax",
        out="L",
    ),
    P(
        "gradient clipping by custom_vjp",
        """
        from jax import custom_vjp
        from functools import partial
        @partial(custom_vjp, nondiff_argnums=(0,))
        def clip_gradient(lo, x):
            return x
        def fwd(lo, x):
            return x, ()
        def bwd(lo, res, g):
            return (jnp.clip(g, -lo, lo),)
        clip_gradient.defvjp(fwd, bwd)
        L = 5*clip_gradient(1.0, x)**2
        """,
        {"x": 2.0},
        written_for="jax",
        refused="source",
    ),
]
