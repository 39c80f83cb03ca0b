from .program import P

PROGRAMS = [
    P(
        "jax x03",
        """
        grad_tanh = grad(jnp.tanh)
        print(grad_tanh(2.0))
        """,
        written_for="jax",
        twin="jnp.tanh(2.0)",
    ),
    P(
        "jax x05",
        """
        import autograd.numpy as np
        def tanh(x):
            y = np.exp(-2.0 * x)
            return (1.0 - y) / (1.0 + y)
        tanh(1.0)
        """,
        written_for="numpy",
    ),
    P(
        "jax x02",
        """
        @jax.jit
        def sum_logistic(x):
            return jnp.sum(1.0 / (1.0 + jnp.exp(-x)))
        x_small = jnp.arange(6.)
        derivative_fn = jax.grad(sum_logistic)
        print(derivative_fn(x_small))
        """,
        written_for="jax",
        out="sum_logistic(x_small)",
    ),
    P(
        "jax x04",
        "y = jax.nn.relu(jnp.dot(x, W) + b)",
        {"x": [1, 2], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3]},
        written_for="jax",
    ),
]

A23 = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
W32 = [[0.2, -0.4], [1.0, 0.5], [-0.3, 0.9]]


def jax(name, source, values=None, **fields):
    return P(name, source, values, **{"written_for": "jax", **fields})


PROGRAMS += [
    jax(
        "quickstart: selu",
        """
        import jax.numpy as jnp

        def selu(x, alpha=1.67, lmbda=1.05):
            return lmbda * jnp.where(x > 0, x, alpha * jnp.exp(x) - alpha)

        x = jnp.array([0.5, 1.0, -2.0])
        print(selu(x))
        """,
        out="selu(x)",
    ),
    jax(
        "quickstart: grad of a sum of logistics",
        """
        from jax import grad, jit

        def sum_logistic(x):
            return jnp.sum(1.0 / (1.0 + jnp.exp(-x)))

        x_small = jnp.arange(3.)
        derivative_fn = grad(sum_logistic)
        print(derivative_fn(x_small))
        """,
        out="sum_logistic(x_small)",
    ),
    jax(
        "autodiff cookbook: logistic regression with value_and_grad",
        """
        def sigmoid(x):
            return 0.5 * (jnp.tanh(x / 2) + 1)

        def predict(W, b, inputs):
            return sigmoid(jnp.dot(inputs, W) + b)

        inputs = jnp.array([[0.52, 1.12,  0.77],
                            [0.88, -1.08, 0.15],
                            [0.52, 0.06, -1.30],
                            [0.74, -2.49, 1.39]])
        targets = jnp.array([True, True, False, True])

        def loss(W, b):
            preds = predict(W, b, inputs)
            label_probs = preds * targets + (1 - preds) * (1 - targets)
            return -jnp.sum(jnp.log(label_probs))

        loss_value, Wb_grad = jax.value_and_grad(loss, (0, 1))(W, b)
        """,
        {"W": [0.3, -0.6, 0.9], "b": 0.1},
        out="loss_value",
    ),
    jax(
        "autodiff cookbook: grad with argnums",
        """
        def f(w, b, x):
            return jnp.sum((jnp.tanh(x @ w + b)) ** 2)

        W_grad, b_grad = grad(f, argnums=(0, 1))(w, b, x)
        """,
        {"w": W32, "b": [0.1, -0.2], "x": A23},
        out="f(w, b, x)",
    ),
    jax(
        "parameters in a dictionary",
        """
        def predict(params, x):
            h = jnp.tanh(x @ params['W1'] + params['b1'])
            return h @ params['W2']

        def loss_fn(params, x, y):
            return jnp.mean((predict(params, x) - y) ** 2)

        params = {'W1': W1, 'b1': b1, 'W2': W2}
        grads = jax.grad(loss_fn)(params, x, y)
        """,
        {"W1": W32, "b1": [0.1, -0.2], "W2": [[0.3], [-0.7]], "x": A23, "y": [[0.5], [-0.1]]},
        out="loss_fn(params, x, y)",
    ),
    jax(
        "parameters in a list of pairs",
        """
        def predict(params, inputs):
            for W, b in params:
                outputs = jnp.dot(inputs, W) + b
                inputs = jnp.tanh(outputs)
            return outputs

        def loss(params, x, y):
            return jnp.sum((predict(params, x) - y) ** 2)

        params = [(W1, b1), (W2, b2)]
        loss(params, x, y)
        """,
        {"W1": W32, "b1": [0.1, -0.2], "W2": [[0.3], [-0.7]], "b2": [0.05], "x": A23, "y": [[0.5], [-0.1]]},
    ),
    jax(
        "gradient descent step",
        """
        def loss(w):
            return jnp.mean((X @ w - y) ** 2)

        for i in range(10):
            w = w - 0.1 * grad(loss)(w)
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [-0.7, 0.4]], "y": [1.0, -0.5, 0.2], "w": [0.3, -0.1]},
        twin="""
        def loss(w):
            return jnp.mean((X @ w - y) ** 2)

        L = loss(w)
        """,
        out="L",
    ),
    jax(
        "grad of grad",
        """
        f = lambda x: x**3 + 2*x**2 - 3*x + 1
        dfdx = jax.grad(f)
        d2fdx = jax.grad(dfdx)
        print(d2fdx(x))
        """,
        {"x": 1.5},
        out="dfdx(x)",
        also=(("d2fdx(x)", None), ("f(x)", None)),
        either=True,
    ),
    jax(
        "jit as a decorator",
        """
        @jax.jit
        def update(w, x):
            return jnp.maximum(0., x @ w)

        update(w, x)
        """,
        {"w": W32, "x": A23},
    ),
    jax(
        "jit with static arguments by partial",
        """
        from functools import partial

        @partial(jax.jit, static_argnums=(1,))
        def power(x, n):
            y = 1.0
            for _ in range(n):
                y = y * x
            return y

        power(x, 3)
        """,
        {"x": 1.5},
    ),
    jax(
        "vmap of a dot product",
        """
        def predict(w, x):
            return jnp.tanh(jnp.dot(w, x))

        batched = jax.vmap(predict, in_axes=(None, 0))
        y = batched(w, xs)
        """,
        {"w": [0.3, -0.6, 0.9], "xs": A23},
    ),
    jax(
        "functional update of an array",
        """
        y = x.at[0].set(10.0)
        z = y.at[1:].multiply(w)
        jnp.sum(z**2)
        """,
        {"x": [0.5, -1.2, 2.0], "w": 3.0},
    ),
    jax(
        "softmax cross entropy with one-hot labels",
        """
        logits = x @ W + b
        labels = jax.nn.one_hot(y, 2)
        loss = -jnp.mean(jnp.sum(labels * jax.nn.log_softmax(logits), axis=-1))
        """,
        {"x": A23, "W": W32, "b": [0.1, -0.2], "y": [1, 0]},
        labels=("y",),
    ),
    jax(
        "stop_gradient in a temporal-difference loss",
        """
        value_fn = lambda theta, state: jnp.dot(theta, state)

        def td_loss(theta, s_tm1, r_t, s_t):
            v_tm1 = value_fn(theta, s_tm1)
            target = r_t + value_fn(theta, s_t)
            return -0.5 * ((jax.lax.stop_gradient(target) - v_tm1) ** 2)

        loss = td_loss(theta, s_tm1, r_t, s_t)
        """,
        {"theta": [0.1, -0.1, 0.2], "s_tm1": [1.0, 2.0, -1.0], "r_t": 1.0, "s_t": [2.0, 1.0, 0.5]},
    ),
    jax(
        "python control flow",
        """
        def f(x):
            if x < 3:
                return 3. * x ** 2
            else:
                return -4 * x

        print(grad(f)(x))
        """,
        {"x": 2.0},
        out="f(x)",
    ),
    jax(
        "checking a gradient by differences",
        """
        def f(x):
            return jnp.sum(jnp.sin(x) * x)

        g = grad(f)(x)
        """,
        {"x": [0.5, -1.2, 2.0]},
        out="f(x)",
    ),
    jax(
        "autograd's readme: tanh",
        """
        import autograd.numpy as np  # Thinly-wrapped numpy
        from autograd import grad    # The only autograd function you may ever need

        def tanh(x):                 # Define a function
            return (1.0 - np.exp((-2 * x))) / (1.0 + np.exp(-(2 * x)))

        grad_tanh = grad(tanh)       # Obtain its gradient function
        grad_tanh(1.0)               # Evaluate the gradient at x = 1.0
        """,
        written_for="numpy",
        twin="""
        x = 1.0
        (1.0 - np.exp((-2 * x))) / (1.0 + np.exp(-(2 * x)))
        """,
    ),
    jax(
        "autograd's tutorial: training loss",
        """
        import autograd.numpy as np
        from autograd import grad

        def sigmoid(x):
            return 0.5 * (np.tanh(x / 2.) + 1)

        def logistic_predictions(weights, inputs):
            return sigmoid(np.dot(inputs, weights))

        def training_loss(weights):
            preds = logistic_predictions(weights, inputs)
            label_probabilities = preds * targets + (1 - preds) * (1 - targets)
            return -np.sum(np.log(label_probabilities))

        training_gradient_fun = grad(training_loss)
        weights = np.array([0.1, -0.2, 0.3])
        for i in range(100):
            weights -= training_gradient_fun(weights) * 0.01
        """,
        {"inputs": A23, "targets": [1.0, 0.0]},
        written_for="numpy",
        twin="""
        weights = np.array([0.1, -0.2, 0.3])
        preds = 0.5 * (np.tanh(np.dot(inputs, weights) / 2.) + 1)
        label_probabilities = preds * targets + (1 - preds) * (1 - targets)
        loss = -np.sum(np.log(label_probabilities))
        """,
        out="loss",
    ),
    jax(
        "attention in jax.numpy",
        """
        def attention(q, k, v):
            d = q.shape[-1]
            scores = jnp.einsum('id,jd->ij', q, k) / jnp.sqrt(d)
            return jnp.einsum('ij,jd->id', jax.nn.softmax(scores, axis=-1), v)

        out = attention(q, k, v)
        """,
        {"q": A23, "k": [[0.3, 0.1, -0.5], [0.9, -0.4, 0.2]], "v": W32[:2]},
    ),
    jax(
        "scan over inputs",
        """
        def step(h, x):
            h = jnp.tanh(w * h + x)
            return h, h

        h_last, hs = jax.lax.scan(step, h0, xs)
        h_last
        """,
        {"w": 0.7, "h0": 0.1, "xs": [0.5, -1.0, 2.0]},
    ),
]

PROGRAMS += [
    P(
        "jax: lax.scan over an rnn with carry",
        """
import jax
import jax.numpy as jnp
from jax import lax, random, vmap, jit

def step(carry, x):
    h = jnp.tanh(jnp.dot(W, carry) + U*x)
    return h, h.sum()

h_last, ys = lax.scan(step, jnp.zeros(2), jnp.array([0.5, -1.0, 2.0]))
loss = jnp.mean(ys**2)
""",
        {"W": [[0.1, 0.2], [-0.3, 0.4]], "U": [0.5, -0.6]},
        out="loss",
        skip=("h_last",),
        written_for="jax",
    ),
    P(
        "jax: fori_loop and while_loop",
        """
from jax import lax
def body(i, val):
    return val*0.5 + x*i
y = lax.fori_loop(0, 4, body, 1.0)
""",
        {"x": 1.5},
        out="y",
        written_for="jax",
    ),
    P(
        "jax: cond and select",
        """
import jax.numpy as jnp
from jax import lax
y = lax.cond(x > 0, lambda v: v**2, lambda v: -v, x)
z = jnp.where(x > 1, y, jnp.sin(y)) + lax.select(x < 3.0, y, 2*y)
""",
        {"x": 1.5},
        out="z",
        written_for="jax",
    ),
    P(
        "jax: MLP with a pytree updated by tree_map",
        """
import jax
import jax.numpy as jnp
from jax import grad, jit, vmap
from jax import random

def random_layer_params(m, n, key, scale=1e-2):
    w_key, b_key = random.split(key)
    return scale * jnp.ones((n, m)), scale * jnp.zeros((n,))

def init_network_params(sizes, key):
    keys = random.split(key, len(sizes))
    return [random_layer_params(m, n, k, 0.3) for m, n, k in zip(sizes[:-1], sizes[1:], keys)]

layer_sizes = [2, 3, 2]
step_size = 0.01
params = init_network_params(layer_sizes, random.key(0))

from jax.scipy.special import logsumexp
def relu(x):
    return jnp.maximum(0, x)

def predict(params, image):
    activations = image
    for w, b in params[:-1]:
        outputs = jnp.dot(w, activations) + b
        activations = relu(outputs)
    final_w, final_b = params[-1]
    logits = jnp.dot(final_w, activations) + final_b
    return logits - logsumexp(logits)

batched_predict = vmap(predict, in_axes=(None, 0))

def loss(params, images, targets):
    preds = batched_predict(params, images)
    return -jnp.mean(preds * targets)

@jit
def update(params, x, y):
    grads = grad(loss)(params, x, y)
    return [(w - step_size * dw, b - step_size * db)
            for (w, b), (dw, db) in zip(params, grads)]

x = jnp.array([[1.0, -0.5], [0.3, 0.8]])
y = jnp.array([[1., 0.], [0., 1.]])
params = update(params, x, y)
""",
        {},
        twin="""
from jax.scipy.special import logsumexp
x = jnp.array([[1.0, -0.5], [0.3, 0.8]])
y = jnp.array([[1., 0.], [0., 1.]])
def f(v):
    h = jnp.maximum(0, 0.3*jnp.ones((3, 2)) @ v)
    o = 0.3*jnp.ones((2, 3)) @ h
    return o - logsumexp(o)
L = -jnp.mean(jax.vmap(f)(x)*y)
""",
        out="L",
        skip=("x", "y"),
        written_for="jax",
    ),
    P(
        "jax: at set, at add, dynamic slice",
        """
a = jnp.zeros(4)
a = a.at[1].set(x)
a = a.at[2:].add(2*x)
a = a.at[0].mul(3.0)
y = jnp.sum(a**2) + jax.lax.dynamic_slice(a, (1,), (2,)).sum()
""",
        {"x": 1.5},
        out="y",
        written_for="jax",
    ),
    P(
        "jax: partial with static argnums and named scopes",
        """
from functools import partial
@partial(jax.jit, static_argnums=(1,))
def f(x, n):
    for i in range(n):
        x = x*jnp.cos(x)
    return x
out = f(x, 3)
""",
        {"x": 0.7},
        out="out",
        written_for="jax",
    ),
    P(
        "jax: hessian-vector product composes jvp and grad",
        """
def f(x): return jnp.sum(x**3)
def hvp(f, x, v):
    return jax.jvp(jax.grad(f), (x,), (v,))[1]
h = hvp(f, x, v)
s = h.sum()
""",
        {"x": [1.0, 2.0], "v": [0.5, -0.5]},
        out="s",
        written_for="jax",
    ),
    P(
        "jax: linear regression with optax-like tree update",
        """
import jax, jax.numpy as jnp
xs = jnp.array([0., 1., 2.]); ys = 3*xs - 1
def model(theta, x):
    w, b = theta
    return w * x + b
def loss_fn(theta, x, y):
    return jnp.mean((model(theta, x) - y)**2)
theta = jnp.array([1., 1.])
for _ in range(1000):
    theta = theta - 0.1 * jax.grad(loss_fn)(theta, xs, ys)
print(f"{theta=}")
""",
        {},
        twin="""
xs = jnp.array([0., 1., 2.]); ys = 3*xs - 1
theta = jnp.array([1., 1.])
w, b = theta
L = jnp.mean((w*xs + b - ys)**2)
""",
        out="L",
        skip=("xs", "ys"),
        written_for="jax",
    ),
    P(
        "jax: nn functions and one_hot",
        """
logits = jax.nn.gelu(x @ W)
labels = jax.nn.one_hot(jnp.array([0, 2]), 3)
loss = -jnp.sum(jax.nn.log_softmax(logits)*labels, axis=-1).mean() + 0.1*jax.nn.logsumexp(logits, axis=1).sum()
""",
        {"x": [[0.5, -1.0], [1.5, 2.0]], "W": [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]]},
        out="loss",
        written_for="jax",
    ),
    P(
        "jax: flax-style dataclass module",
        """
from typing import NamedTuple
class Params(NamedTuple):
    weight: jnp.ndarray
    bias: jnp.ndarray
def init():
    return Params(jnp.array(0.5), jnp.array(-0.1))
def loss(params: Params, x: jnp.ndarray, y: jnp.ndarray) -> jnp.ndarray:
    pred = params.weight * x + params.bias
    return jnp.mean((pred - y) ** 2)
LEARNING_RATE = 0.005
@jax.jit
def update(params, x, y):
    g = jax.grad(loss)(params, x, y)
    new_params = jax.tree_util.tree_map(lambda p, g: p - g*LEARNING_RATE, params, g)
    return new_params
x = jnp.array([1., 2.]); y = jnp.array([2.0, 3.5])
params = init()
value = loss(params, x, y)
""",
        {},
        out="value",
        written_for="jax",
    ),
    P(
        "autograd: logistic regression with elementwise_grad",
        """
import autograd.numpy as np
from autograd import grad, elementwise_grad as egrad

def sigmoid(x):
    return 0.5 * (np.tanh(x / 2.) + 1)

def logistic_predictions(weights, inputs):
    return sigmoid(np.dot(inputs, weights))

def training_loss(weights):
    preds = logistic_predictions(weights, inputs)
    label_probabilities = preds * targets + (1 - preds) * (1 - targets)
    return -np.sum(np.log(label_probabilities))

inputs = np.array([[0.52, 1.12,  0.77],
                   [0.88, -1.08, 0.15]])
targets = np.array([True, False])
weights = np.array([0.0, 0.0, 0.0])
print("Initial loss:", training_loss(weights))
training_gradient_fun = grad(training_loss)
for i in range(100):
    weights -= training_gradient_fun(weights) * 0.01
""",
        {},
        twin="""
inputs = np.array([[0.52, 1.12,  0.77], [0.88, -1.08, 0.15]])
targets = np.array([1.0, 0.0])
weights = np.array([0.0, 0.0, 0.0])
p = 0.5*(np.tanh(np.dot(inputs, weights)/2) + 1)
L = -np.sum(np.log(p*targets + (1 - p)*(1 - targets)))
""",
        out="L",
        skip=("targets", "inputs"),
    ),
]
