"""Whole programs as people paste them: functions, classes, loops, masks, implied losses; and some with no gradient."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Whole:
    """A right backward pass. `given`: a number, a list, or a tuple: the shape of random numbers."""

    name: str
    source: str
    given: Mapping[str, Any]
    compared: str  # what it is compared with
    right: str  # all gradients that are found right
    undecided: str = ""


@dataclass(frozen=True)
class Slip:
    """One of them with a mistake planted: the lines at fault with its code, and those that only follow."""

    program: str
    old: str
    new: str
    wrong: Mapping[str, str]
    inherits: str = ""


def numbers(given: Mapping[str, Any]) -> dict[str, Any]:
    random = np.random.default_rng(5)
    return {
        name: (random.standard_normal(value) * 0.7).round(3).tolist() if isinstance(value, tuple) else value
        for name, value in given.items()
    }


def listed(names: str) -> list[str]:
    """`grads['W1']` is one name."""
    return re.findall(r"\S+", names)


# fmt: off
WHOLE = (
    Whole('y12', """
dA = np.array([1.,2.])
Z = np.array([-1.,2.])
dZ = np.array(dA, copy=True)
dZ[Z <= 0] = 0
""", {}, 'L = sum(A*dA), A = relu(Z)', 'dZ'),
    Whole('y13', """
p = sigmoid(w*x)
dp = p - t
dw = dp*x
""", {'w': 2, 'x': -1, 't': 1}, 'the cross entropy behind p - t', 'dp dw'),
    Whole('n04', """
W = np.random.randn(3, 4)
X = np.random.randn(4, 2)
D = W.dot(X)
dD = np.random.randn(*D.shape)
dW = dD.dot(X.T)
dX = W.T.dot(dD)
""", {}, 'L = sum(D*dD)', 'dD dW dX'),
    Whole('d01b', """
m = X.shape[1]
A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
cost = (-1/m) * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))
dw = (1/m) * np.dot(X, (A-Y).T)
db = (1/m) * np.sum(A-Y)
""", {'w': [[0.1], [0.2]], 'b': 0.3, 'X': (2, 4), 'Y': [[1, 0, 1, 0]]}, 'cost', 'dw db'),
    Whole('lecture20', """
import numpy as np
from numpy.random import randn
N, D_in, H, D_out = 4, 10, 5, 3
x, y = randn(N, D_in), randn(N, D_out)
w1, w2 = randn(D_in, H), randn(H, D_out)
for t in range(2000):
    h = 1 / (1 + np.exp(-x.dot(w1)))
    y_pred = h.dot(w2)
    loss = np.square(y_pred - y).sum()
    print(t, loss)
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h * (1 - h))
    w1 -= 1e-4 * grad_w1
    w2 -= 1e-4 * grad_w2
""", {}, 'loss', 'grad_y_pred grad_w2 grad_h grad_w1'),
    Whole('lines11', """
X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
y = np.array([[0,1,1,0]]).T
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
for j in range(60000):
    l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
    l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
    l2_delta = (y - l2)*(l2*(1-l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
""", {}, 'half the squared error behind y - l2', 'l2_delta l1_delta'),
    Whole('xor', """
def sigmoid(x):
    return 1/(1 + np.exp(-x))
def sigmoid_derivative(x):
    return x * (1 - x)
inputs = np.array([[0,0],[0,1],[1,0],[1,1]])
expected_output = np.array([[0],[1],[1],[0]])
epochs = 10000
lr = 0.1
hidden_weights = np.random.uniform(size=(2,2))
hidden_bias = np.random.uniform(size=(1,2))
output_weights = np.random.uniform(size=(2,1))
output_bias = np.random.uniform(size=(1,1))
for _ in range(epochs):
    hidden_layer_activation = np.dot(inputs,hidden_weights)
    hidden_layer_activation += hidden_bias
    hidden_layer_output = sigmoid(hidden_layer_activation)
    output_layer_activation = np.dot(hidden_layer_output,output_weights)
    output_layer_activation += output_bias
    predicted_output = sigmoid(output_layer_activation)
    error = expected_output - predicted_output
    d_predicted_output = error * sigmoid_derivative(predicted_output)
    error_hidden_layer = d_predicted_output.dot(output_weights.T)
    d_hidden_layer = error_hidden_layer * sigmoid_derivative(hidden_layer_output)
    output_weights += hidden_layer_output.T.dot(d_predicted_output) * lr
    output_bias += np.sum(d_predicted_output,axis=0,keepdims=True) * lr
    hidden_weights += inputs.T.dot(d_hidden_layer) * lr
    hidden_bias += np.sum(d_hidden_layer,axis=0,keepdims=True) * lr
""", {}, 'half the squared error behind expected_output - predicted_output', 'error d_predicted_output error_hidden_layer d_hidden_layer'),
    Whole('loy', """
class NeuralNetwork:
    def __init__(self, x, y):
        self.input      = x
        self.weights1   = np.random.rand(self.input.shape[1],4)
        self.weights2   = np.random.rand(4,1)
        self.y          = y
        self.output     = np.zeros(self.y.shape)
    def feedforward(self):
        self.layer1 = sigmoid(np.dot(self.input, self.weights1))
        self.output = sigmoid(np.dot(self.layer1, self.weights2))
    def backprop(self):
        d_weights2 = np.dot(self.layer1.T, (2*(self.y - self.output) * sigmoid_derivative(self.output)))
        d_output = 2*(self.y - self.output) * sigmoid_derivative(self.output)
        d_weights1 = np.dot(self.input.T, np.dot(d_output, self.weights2.T) * sigmoid_derivative(self.layer1))
        self.weights1 += d_weights1
        self.weights2 += d_weights2
def sigmoid(x): return 1.0/(1+ np.exp(-x))
def sigmoid_derivative(x): return x * (1.0 - x)
X = np.array([[0,0,1],[0,1,1],[1,0,1],[1,1,1]])
y = np.array([[0],[1],[1],[0]])
nn = NeuralNetwork(X,y)
nn.feedforward()
nn.backprop()
""", {}, 'half the squared error behind y - x', 'd_weights2 d_output d_weights1'),
    Whole('cs231n-softmax', """
num_examples = X.shape[0]
hidden_layer = np.maximum(0, np.dot(X, W) + b)
scores = np.dot(hidden_layer, W2) + b2
exp_scores = np.exp(scores)
probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
correct_logprobs = -np.log(probs[range(num_examples),y])
data_loss = np.sum(correct_logprobs)/num_examples
reg_loss = 0.5*reg*np.sum(W*W) + 0.5*reg*np.sum(W2*W2)
loss = data_loss + reg_loss
dscores = probs
dscores[range(num_examples),y] -= 1
dscores /= num_examples
dW2 = np.dot(hidden_layer.T, dscores)
db2 = np.sum(dscores, axis=0, keepdims=True)
dhidden = np.dot(dscores, W2.T)
dhidden[hidden_layer <= 0] = 0
dW = np.dot(X.T, dhidden)
db = np.sum(dhidden, axis=0, keepdims=True)
dW2 += reg * W2
dW += reg * W
W += -step_size * dW
b += -step_size * db
W2 += -step_size * dW2
b2 += -step_size * db2
""", {'X': (4, 2), 'y': [0, 2, 1, 1], 'W': (2, 5), 'b': (1, 5), 'W2': (5, 3), 'b2': (1, 3), 'reg': 0.001, 'step_size': 1}, 'loss', 'dscores db2 dhidden db dW2 dW'),
    Whole('minchar', """
xs, hs, ys, ps = {}, {}, {}, {}
hs[-1] = np.copy(hprev)
loss = 0
for t in range(3):
    xs[t] = np.zeros((4,1))
    xs[t][inputs[t]] = 1
    hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t-1]) + bh)
    ys[t] = np.dot(Why, hs[t]) + by
    ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
    loss += -np.log(ps[t][targets[t],0])
dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
dbh, dby = np.zeros_like(bh), np.zeros_like(by)
dhnext = np.zeros_like(hs[0])
for t in reversed(range(3)):
    dy = np.copy(ps[t])
    dy[targets[t]] -= 1
    dWhy += np.dot(dy, hs[t].T)
    dby += dy
    dh = np.dot(Why.T, dy) + dhnext
    dhraw = (1 - hs[t] * hs[t]) * dh
    dbh += dhraw
    dWxh += np.dot(dhraw, xs[t].T)
    dWhh += np.dot(dhraw, hs[t-1].T)
    dhnext = np.dot(Whh.T, dhraw)
""", {'hprev': (3, 1), 'inputs': [0, 1, 2], 'targets': [1, 2, 3], 'Wxh': (3, 4), 'Whh': (3, 3), 'Why': (4, 3), 'bh': (3, 1), 'by': (4, 1)}, 'loss', 'dy dh dhraw dhnext dWhy dby dbh dWxh dWhh'),
    Whole('makemore', """
hpreact = x @ W1 + b1
h = torch.tanh(hpreact)
logits = h @ W2 + b2
logit_maxes = logits.max(1, keepdim=True).values
norm_logits = logits - logit_maxes
counts = norm_logits.exp()
counts_sum = counts.sum(1, keepdims=True)
counts_sum_inv = counts_sum**-1
probs = counts * counts_sum_inv
logprobs = probs.log()
loss = -logprobs[range(4), Yb].mean()
loss.backward()
dlogprobs = torch.zeros_like(logprobs)
dlogprobs[range(4), Yb] = -1.0/4
dprobs = (1.0 / probs) * dlogprobs
dcounts_sum_inv = (counts * dprobs).sum(1, keepdim=True)
dcounts = counts_sum_inv * dprobs
dcounts_sum = (-counts_sum**-2) * dcounts_sum_inv
dcounts += torch.ones_like(counts) * dcounts_sum
dnorm_logits = counts * dcounts
dlogits = dnorm_logits.clone()
dlogit_maxes = (-dnorm_logits).sum(1, keepdim=True)
dlogits += F.one_hot(logits.max(1).indices, num_classes=logits.shape[1]) * dlogit_maxes
dh = dlogits @ W2.T
dW2 = h.T @ dlogits
db2 = dlogits.sum(0)
dhpreact = (1.0 - h**2) * dh
dW1 = x.T @ dhpreact
db1 = dhpreact.sum(0)
""", {'x': (4, 2), 'W1': (2, 5), 'b1': (5,), 'W2': (5, 3), 'b2': (3,), 'Yb': [0, 2, 1, 1]}, 'loss', 'dlogprobs dprobs dcounts_sum_inv dcounts_sum dcounts dnorm_logits dlogit_maxes dlogits dh dW2 db2 dhpreact dW1 db1'),
    Whole('gd-gw', """
for i in range(100):
    p = w*x + b
    loss = np.mean((p - t)**2)
    gw = np.mean(2*(p - t)*x)
    gb = np.mean(2*(p - t))
    w -= 0.1*gw
    b -= 0.1*gb
""", {'x': [1, 2.0, 3], 't': [2, 3.5, 5], 'w': 0.3, 'b': 0.1}, 'loss', 'gw gb'),
    Whole('gd-grad', """
for i in range(100):
    h = X @ theta
    cost = np.sum((h - y)**2)/(2*m)
    gradient = X.T @ (h - y)/m
    theta = theta - alpha*gradient
""", {'X': (4, 2), 'y': (4,), 'theta': (2,), 'm': 4, 'alpha': 0.1}, 'cost', 'gradient'),
    Whole('gd-grad-noloss', """
for i in range(100):
    h = X @ theta
    gradient = X.T @ (h - y)/m
    theta = theta - alpha*gradient
""", {'X': (4, 2), 'y': (4,), 'theta': (2,), 'm': 4, 'alpha': 0.1}, '1/4 of half the squared error behind h - y', 'gradient'),
    Whole('fd', """
h = 1e-5
def f(x): return x**2*np.sin(x)
y = f(x)
dydx = (f(x+h)-f(x-h))/(2*h)
""", {'x': 1.3}, 'y', 'dydx'),
    Whole('fd2', """
h = 1e-4
y = x**3
dy_dx = ((x+h)**3 - x**3)/h
""", {'x': 1.3}, 'y', 'dy_dx'),
    Whole('lr-step', """
L = (w*x - t)**2
dw = -lr*2*(w*x - t)*x
w = w + dw
""", {'w': 1, 'x': 2, 't': 3, 'lr': 0.1}, 'L', 'dw'),
    Whole('delta-rule', """
y = w @ x
dw = eta*(t - y)*x
w = w + dw
""", {'w': (3,), 'x': (3,), 't': 1, 'eta': 0.1}, 'half the squared error behind t - y', 'dw'),
    Whole('perceptron-loop', """
for epoch in range(10):
    for xi, ti in zip(X, T):
        y = w @ xi + b
        delta = ti - y
        w += eta*delta*xi
        b += eta*delta
""", {'X': [[0.6, -0.338], [0.094, 0.586], [0.758, 0.728]], 'T': (3,), 'w': (2,), 'b': 0.1, 'eta': 0.1}, 'half the squared error behind ti - y', 'delta'),
    Whole('nielsen', """
def sigmoid(z): return 1.0/(1.0+np.exp(-z))
def sigmoid_prime(z): return sigmoid(z)*(1-sigmoid(z))
biases = [b1, b2]
weights = [w1, w2]
nabla_b = [np.zeros(b.shape) for b in biases]
nabla_w = [np.zeros(w.shape) for w in weights]
activation = x
activations = [x]
zs = []
for b, w in zip(biases, weights):
    z = np.dot(w, activation)+b
    zs.append(z)
    activation = sigmoid(z)
    activations.append(activation)
delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
nabla_b[-1] = delta
nabla_w[-1] = np.dot(delta, activations[-2].transpose())
for l in range(2, 3):
    z = zs[-l]
    sp = sigmoid_prime(z)
    delta = np.dot(weights[-l+1].transpose(), delta) * sp
    nabla_b[-l] = delta
    nabla_w[-l] = np.dot(delta, activations[-l-1].transpose())
""", {'x': (2, 1), 'y': (2, 1), 'w1': (3, 2), 'b1': (3, 1), 'w2': (2, 3), 'b2': (2, 1)}, 'half the squared error behind activation - y', 'delta nabla_b[-1] nabla_b[-2] nabla_w[-1] nabla_w[-2]'),
    Whole('lstm', """
a = x.dot(Wx) + prev_h.dot(Wh) + b
ai, af, ao, ag = a[:, 0:2], a[:, 2:4], a[:, 4:6], a[:, 6:8]
i = sigmoid(ai)
f = sigmoid(af)
o = sigmoid(ao)
g = np.tanh(ag)
next_c = f*prev_c + i*g
next_h = o*np.tanh(next_c)
do = dnext_h*np.tanh(next_c)
dnext_c += o*(1 - np.tanh(next_c)**2)*dnext_h
df = dnext_c*prev_c
di = dnext_c*g
dg = dnext_c*i
dprev_c = dnext_c*f
dai = i*(1-i)*di
daf = f*(1-f)*df
dao = o*(1-o)*do
dag = (1-g**2)*dg
da = np.hstack((dai, daf, dao, dag))
dx = da.dot(Wx.T)
dprev_h = da.dot(Wh.T)
dWx = x.T.dot(da)
dWh = prev_h.T.dot(da)
db = da.sum(axis=0)
""", {'x': (3, 4), 'Wx': (4, 8), 'Wh': (2, 8), 'b': (8,), 'prev_h': [[0.5, 0.02], [0.586, 0.416], [-0.07, 0.508]], 'prev_c': [[0.9, 0.164], [-0.249, 0.503], [1.331, -0.147]], 'dnext_h': (3, 2), 'dnext_c': (3, 2)}, 'L = sum(next_h*dnext_h) + sum(next_c*dnext_c)', 'do dnext_c df di dg dprev_c dai daf dao dag da dx dprev_h dWx dWh db'),
    Whole('layers', """
def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    cache = (x, w, b)
    return out, cache
def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db
def relu_forward(x):
    out = np.maximum(0, x)
    return out, x
def relu_backward(dout, cache):
    x = cache
    dx = dout * (x > 0)
    return dx
def softmax_loss(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    log_probs = shifted - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx
h, c1 = affine_forward(X, W1, b1)
r, c2 = relu_forward(h)
s, c3 = affine_forward(r, W2, b2)
loss, ds = softmax_loss(s, y)
grads = {}
dr, grads['W2'], grads['b2'] = affine_backward(ds, c3)
dh = relu_backward(dr, c2)
dX, grads['W1'], grads['b1'] = affine_backward(dh, c1)
""", {'X': (4, 2), 'W1': (2, 5), 'b1': (5,), 'W2': (5, 3), 'b2': (3,), 'y': [0, 2, 1, 1]}, 'loss', "ds dr grads['W2'] grads['b2'] dh dX grads['W1'] grads['b1']"),
    Whole('batchnorm-alt', """
mu = np.mean(x, axis=0)
var = np.var(x, axis=0)
x_hat = (x - mu)/np.sqrt(var + eps)
out = gamma*x_hat + beta
N = x.shape[0]
dgamma = np.sum(dout*x_hat, axis=0)
dbeta = np.sum(dout, axis=0)
dx_hat = dout*gamma
dx = (1/N)*(1/np.sqrt(var + eps))*(N*dx_hat - np.sum(dx_hat, axis=0) - x_hat*np.sum(dx_hat*x_hat, axis=0))
""", {'x': (4, 3), 'gamma': (3,), 'beta': (3,), 'dout': (4, 3), 'eps': 1e-05}, 'L = sum(out*dout)', 'dgamma dbeta dx_hat dx'),
    Whole('sgd-momentum', """
for t in range(50):
    y = X @ w
    loss = ((y - T)**2).mean()
    dw = 2*X.T @ (y - T)/4
    v = 0.9*v - 0.1*dw
    w += v
""", {'X': (4, 2), 'T': (4,), 'w': (2,), 'v': [0.0, 0.0]}, 'loss', 'dw'),
    Whole('adam', """
for t in range(1, 50):
    y = X @ w
    loss = ((y - T)**2).mean()
    g = 2*X.T @ (y - T)/4
    m = b1*m + (1-b1)*g
    v = b2*v + (1-b2)*g**2
    mhat = m/(1-b1**t)
    vhat = v/(1-b2**t)
    w -= 0.1*mhat/(np.sqrt(vhat)+1e-8)
""", {'X': (4, 2), 'T': (4,), 'w': (2,), 'v': [0.0, 0.0], 'm': [0.0, 0.0], 'b1': 0.9, 'b2': 0.999}, 'loss', 'g'),
    Whole('autoencoder', """
h = sigmoid(x @ W)
xr = h @ V
L = 0.5*np.sum((xr - x)**2)
dxr = xr - x
dV = h.T @ dxr
dh = dxr @ V.T
dW = x.T @ (dh*h*(1-h))
""", {'x': (3, 2), 'W': (2, 3), 'V': (3, 2)}, 'L', 'dxr dV dh dW'),
    Whole('typed', """
q = x + y
f = q*z
dfdq = -4
dfdz = 3
dfdx = -4
dfdy = -4
""", {'x': -2, 'y': 5, 'z': -4}, 'f', 'dfdq dfdz dfdx dfdy'),
    Whole('typed2', """
f = 1/(1+np.exp(-(w0*x0+w1*x1+w2)))
dw0 = -0.20
dx0 = 0.39
dw1 = -0.39
dx1 = -0.59
dw2 = 0.20
""", {'w0': 2, 'x0': -1, 'w1': -3, 'x1': -2, 'w2': -3}, 'f', 'dw0 dx0 dw1 dx1 dw2'),
    Whole('d_yhat', """
z1 = np.dot(W1, x) + b1
a1 = np.tanh(z1)
yhat = np.dot(W2, a1) + b2
L = np.sum((yhat - y)**2)
d_yhat = 2*(yhat - y)
d_W2 = np.outer(d_yhat, a1)
d_b2 = d_yhat
d_a1 = np.dot(W2.T, d_yhat)
d_z1 = d_a1*(1 - a1**2)
d_W1 = np.outer(d_z1, x)
d_b1 = d_z1
""", {'W1': (3, 2), 'x': (2,), 'b1': (3,), 'W2': (2, 3), 'b2': (2,), 'y': (2,)}, 'L', 'd_yhat d_W2 d_b2 d_a1 d_z1 d_W1 d_b1'),
    Whole('l2loop', """
for i in range(3):
    y = w*x
    loss = (y - t)**2
    dy = 2*(y - t)
    dw = dy*x
    w = w - 0.1*dw
""", {'w': 1, 'x': 2, 't': 3}, 'loss', 'dy dw'),
    Whole('delta-greek', """
net = w*x
y = sigmoid(net)
E = 0.5*(t - y)**2
δ = (t - y)*y*(1 - y)
w = w + 0.1*δ*x
""", {'w': 1, 'x': 2, 't': 1}, 'E', 'delta'),
    Whole('decay', """
s = X @ W
data_loss = ((s - T)**2).mean()
loss = data_loss + 0.5*reg*(W**2).sum()
ds = 2*(s - T)/12
dW = X.T @ ds
W = W - lr*(dW + reg*W)
""", {'X': (4, 2), 'W': (2, 3), 'T': (4, 3), 'reg': 0.1, 'lr': 0.01}, 'data_loss', 'ds dW'),
    Whole('mse-metric', """
p = 1/(1 + np.exp(-(X @ w)))
loss = -np.mean(y*np.log(p) + (1-y)*np.log(1-p))
dz = (p - y)/4
dw = X.T @ dz
mse = np.mean((p - y)**2)
accuracy = np.mean((p > 0.5) == (y > 0.5))
""", {'X': (4, 2), 'w': (2,), 'y': [0, 1, 1, 0]}, 'loss', 'dz dw'),
    Whole('mae-monitor', """
l1 = 1/(1 + np.exp(-(X @ W0)))
l2 = 1/(1 + np.exp(-(l1 @ W1)))
l2_error = y - l2
loss = np.mean(np.abs(l2_error))
l2_delta = l2_error*l2*(1-l2)
l1_error = l2_delta @ W1.T
l1_delta = l1_error*l1*(1-l1)
W1 += l1.T @ l2_delta
W0 += X.T @ l1_delta
""", {'X': (4, 3), 'W0': (3, 4), 'W1': (4, 1), 'y': [[0], [1], [1], [0]]}, 'half the squared error behind y - l2', 'l2_error l2_delta l1_error l1_delta'),
    Whole('mse-monitor-xor', """
h = 1/(1 + np.exp(-(X @ W0)))
out = 1/(1 + np.exp(-(h @ W1)))
error = y - out
loss = np.mean(np.square(error))
d_out = error*out*(1-out)
error_h = d_out @ W1.T
d_h = error_h*h*(1-h)
W1 += 0.1*h.T @ d_out
W0 += 0.1*X.T @ d_h
""", {'X': (4, 3), 'W0': (3, 4), 'W1': (4, 1), 'y': [[0], [1], [1], [0]]}, 'loss', 'd_out error_h d_h'),
    Whole('logreg-ascent', """
for i in range(50):
    p = 1/(1 + np.exp(-(X @ w)))
    ll = np.sum(y*np.log(p) + (1-y)*np.log(1-p))
    grad = X.T @ (y - p)
    w = w + 0.1*grad
""", {'X': (4, 2), 'w': (2,), 'y': [0, 1, 1, 0]}, 'll', 'grad'),
    Whole('hinge-labels', """
num_train = X.shape[0]
scores = X.dot(W)
correct = scores[np.arange(num_train), y][:, np.newaxis]
margins = np.maximum(0, scores - correct + 1)
margins[np.arange(num_train), y] = 0
loss = margins.sum()/num_train
loss += reg*np.sum(W*W)
binary = margins > 0
dS = np.where(margins > 0, 1.0, 0.0)
dS[np.arange(num_train), y] = -np.sum(dS, axis=1)
dW = X.T.dot(dS)/num_train
dW += 2*reg*W
""", {'X': (4, 2), 'W': (2, 3), 'y': [0, 2, 1, 1], 'reg': 0.1}, 'loss', 'dW dS'),
    Whole('svm-naive', """
dW = np.zeros(W.shape)
num_train = X.shape[0]
loss = 0.0
for i in range(num_train):
    scores = X[i].dot(W)
    correct = scores[y[i]]
    for j in range(3):
        if j == y[i]:
            continue
        margin = scores[j] - correct + 1
        if margin > 0:
            loss += margin
            dW[:, j] += X[i]
            dW[:, y[i]] -= X[i]
loss /= num_train
dW /= num_train
loss += reg*np.sum(W*W)
dW += 2*reg*W
""", {'X': (4, 2), 'W': (2, 3), 'y': [0, 2, 1, 1], 'reg': 0.1}, 'loss', 'dW'),
    Whole('conv', """
out = np.zeros(4)
for i in range(4):
    out[i] = np.sum(x[i:i+3]*w) + b
dx = np.zeros(6)
dw = np.zeros(3)
for i in range(4):
    dx[i:i+3] += dout[i]*w
    dw += dout[i]*x[i:i+3]
db = np.sum(dout)
""", {'x': (6,), 'w': (3,), 'b': 0.1, 'dout': (4,)}, 'L = sum(out*dout)', 'dx dw db'),
    Whole('maxpool', """
out = np.array([np.max(x[0:2]), np.max(x[2:4])])
dx = np.zeros(4)
dx[np.argmax(x[0:2])] = dout[0]
dx[2 + np.argmax(x[2:4])] = dout[1]
""", {'x': [0.1, 0.5, 0.9, 0.2], 'dout': [1.5, 2]}, 'L = sum(out*dout)', 'dx'),
    Whole('attention', """
S = Q @ K.T/np.sqrt(2)
E = np.exp(S - S.max(axis=1, keepdims=True))
P = E/E.sum(axis=1, keepdims=True)
O = P @ V
dV = P.T @ dO
dP = dO @ V.T
dS = P*(dP - (dP*P).sum(axis=1, keepdims=True))
dQ = dS @ K/np.sqrt(2)
dK = dS.T @ Q/np.sqrt(2)
""", {'Q': (3, 2), 'K': (3, 2), 'V': (3, 2), 'dO': (3, 2)}, 'L = sum(O*dO)', 'dV dP dS dQ dK'),
    Whole('layernorm', """
mu = x.mean(axis=1, keepdims=True)
xc = x - mu
var = (xc**2).mean(axis=1, keepdims=True)
std = np.sqrt(var + 1e-5)
xhat = xc/std
out = gamma*xhat + beta
D = x.shape[1]
dgamma = (dout*xhat).sum(axis=0)
dbeta = dout.sum(axis=0)
dxhat = dout*gamma
dx = (dxhat - dxhat.mean(axis=1, keepdims=True) - xhat*(dxhat*xhat).mean(axis=1, keepdims=True))/std
""", {'x': (4, 3), 'gamma': (3,), 'beta': (3,), 'dout': (4, 3)}, 'L = sum(out*dout)', 'dgamma dbeta dxhat dx'),
    Whole('dropout', """
h = np.maximum(0, x @ W)
mask = np.array([[1,0,1],[0,1,1],[1,1,0],[1,1,1.]])/0.8
hd = h*mask
out = hd @ V
dV = hd.T @ dout
dhd = dout @ V.T
dh = dhd*mask
dh[h <= 0] = 0
dW = x.T @ dh
dx = dh @ W.T
""", {'x': (4, 2), 'W': (2, 3), 'V': (3, 2), 'dout': (4, 2)}, 'L = sum(out*dout)', 'dV dhd dh dW dx'),
    Whole('inplace-dropout', """
h = np.maximum(0, x @ W)
h *= mask
out = h @ V
dh = dout @ V.T
dh *= mask
dh[h <= 0] = 0
dW = x.T @ dh
""", {'x': (4, 2), 'W': (2, 3), 'V': (3, 2), 'dout': (4, 2), 'mask': [[1, 0, 1], [0, 1, 1], [1, 1, 0], [1, 1, 1]]}, 'L = sum(out*dout)', 'dh dW'),
    Whole('gru-ish', """
z = sigmoid(x @ Wz + h @ Uz)
n = np.tanh(x @ Wn + h @ Un)
h2 = (1 - z)*h + z*n
dz = dh2*(n - h)
dn = dh2*z
dh = dh2*(1 - z)
daz = dz*z*(1 - z)
dan = dn*(1 - n**2)
dh += daz @ Uz.T + dan @ Un.T
dWz = x.T @ daz
dUz = h.T @ daz
dWn = x.T @ dan
dUn = h.T @ dan
""", {'x': (3, 2), 'h': (3, 4), 'Wz': (2, 4), 'Uz': (4, 4), 'Wn': (2, 4), 'Un': (4, 4), 'dh2': (3, 4)}, 'L = sum(h2*dh2)', 'dz dn daz dan dh dWz dUz dWn dUn'),
    Whole('kl', """
std = np.exp(0.5*logvar)
z = mu + std*eps
rec = 0.5*np.sum((z - x)**2)
kl = -0.5*np.sum(1 + logvar - mu**2 - np.exp(logvar))
loss = rec + kl
dz = z - x
dmu = dz + mu
dlogvar = dz*eps*0.5*std - 0.5*(1 - np.exp(logvar))
""", {'mu': (3,), 'logvar': (3,), 'eps': (3,), 'x': (3,)}, 'loss', 'dz dmu dlogvar'),
    Whole('quad', """
f = 0.5*x @ A @ x - b @ x
grad_f = A @ x - b
""", {'A': [[2, 0.5], [0.5, 1]], 'b': (2,), 'x': (2,)}, 'f', 'grad_f'),
    Whole('rosen', """
f = (1 - x)**2 + 100*(y - x**2)**2
dfdx = -2*(1 - x) - 400*x*(y - x**2)
dfdy = 200*(y - x**2)
""", {'x': 0.3, 'y': 0.7}, 'f', 'dfdx dfdy'),
    Whole('func', """
def f(x, y):
    return x**2*y + np.sin(y)
def dfdx(x, y):
    return 2*x*y
def dfdy(x, y):
    return x**2 + np.cos(y)
z = f(x, y)
gx = dfdx(x, y)
gy = dfdy(x, y)
""", {'x': 0.3, 'y': 0.7}, 'z', 'gx gy'),
    Whole('pinn', """
u = np.sin(x)*np.exp(-t)
du_dx = np.cos(x)*np.exp(-t)
du_dt = -np.sin(x)*np.exp(-t)
residual = du_dt + u*du_dx
""", {'x': 0.3, 't': 0.2}, 'u', 'du_dx du_dt'),
    Whole('error-fwd', """
error = y - w*x
loss = error**2
dw = -2*error*x
""", {'w': 1, 'x': 2, 'y': 3}, 'loss', 'dw'),
    Whole('delta-fwd', """
delta = y - w*x
E = 0.5*delta**2
grad_w = -delta*x
""", {'w': 1, 'x': 2, 'y': 3}, 'E', 'grad_w'),
    Whole('chain-print', """
x=2.0
y=x**2
z=3*y
dz_dy=3
dy_dx=2*x
dz_dx=dz_dy*dy_dx
print(dz_dx)
""", {}, 'z', 'dz_dy dy_dx dz_dx'),
    Whole('course-slopes-apart', """
def logistic(v):
    return 1/(1 + np.exp(-v))
pixels = np.array([0.8, -0.3, 0.4])
wanted = 0.7
learning_rate = 0.4
weights_pixels_to_middle = np.array([[0.3, -0.5], [0.2, 0.1], [-0.4, 0.6]])
weights_middle_to_answer = np.array([0.25, -0.35])
middle_layer_activation = logistic(np.dot(pixels, weights_pixels_to_middle))
answer_layer_activation = logistic(np.dot(middle_layer_activation, weights_middle_to_answer))
answer_layer_error = wanted - answer_layer_activation
answer_layer_gradient = answer_layer_activation*(1 - answer_layer_activation)
answer_layer_scaled_error = answer_layer_error*answer_layer_gradient
middle_layer_error = answer_layer_scaled_error*weights_middle_to_answer
middle_layer_gradient = middle_layer_activation*(1 - middle_layer_activation)
middle_layer_scaled_error = middle_layer_error*middle_layer_gradient
delta_w_m_a = learning_rate*answer_layer_scaled_error*middle_layer_activation
delta_w_p_m = learning_rate*middle_layer_scaled_error*pixels[:, None]
""", {}, 'half the squared error behind wanted - answer_layer_activation',
    'answer_layer_error answer_layer_scaled_error middle_layer_error middle_layer_scaled_error delta_w_m_a delta_w_p_m',
    'answer_layer_gradient middle_layer_gradient'),
    Whole('checked-numerically', """
class Net:
    def __init__(self):
        self.A = np.array([[0.4, -0.6], [0.3, 0.8]])
        self.B = np.array([[0.5], [-0.7]])
    def forward(self, X):
        self.z = X @ self.A
        self.h = np.tanh(self.z)
        return self.h @ self.B
    def cost(self, X, y):
        self.p = self.forward(X)
        J = 0.5*np.sum((y - self.p)**2)
        return J
    def costs_slopes(self, X, y):
        self.p = self.forward(X)
        delta = -(y - self.p)
        dJdB = self.h.T @ delta
        dJdA = X.T @ ((delta @ self.B.T)*(1 - self.h**2))
        return dJdA, dJdB
def numerical_gradient(net, X, y):
    e = 1e-4
    grads = np.zeros(2)
    for i in range(2):
        net.B[i, 0] += e
        up = net.cost(X, y)
        net.B[i, 0] -= 2*e
        down = net.cost(X, y)
        net.B[i, 0] += e
        grads[i] = (up - down)/(2*e)
    return grads
X = np.array([[0.5, 1.0], [-0.3, 0.2]])
y = np.array([[1.0], [0.0]])
net = Net()
numgrad = numerical_gradient(net, X, y)
dJdA, dJdB = net.costs_slopes(X, y)
""", {}, 'half the squared error behind y - p', 'dJdA dJdB delta', 'grads'),
    Whole('two-models', """
def fit(hidden):
    W = np.arange(2.0*hidden).reshape(2, hidden)/7 - 0.3
    V = 0.4 - np.arange(2.0*hidden).reshape(hidden, 2)/5
    for i in range(1000):
        h = np.tanh(X @ W)
        s = np.exp(h @ V)
        p = s/np.sum(s, axis=1, keepdims=True)
        dz = p
        dz[range(3), y] -= 1
        dV = h.T @ dz
        dh = dz @ V.T
        dW = X.T @ (dh*(1 - h**2))
        W += -0.01*dW
        V += -0.01*dV
    return {'W': W, 'V': V}
X = np.array([[0.5, 1.0], [-0.3, 0.2], [0.9, -0.4]])
y = np.array([0, 1, 1])
first = fit(2)
second = fit(3)
""", {}, 'the cross entropy behind dz - the labels', 'dz dV dh dW'),
    Whole('course-del-w', """
def sigmoid(x):
    return 1/(1+np.exp(-x))
def sigmoid_prime(x):
    return sigmoid(x) * (1 - sigmoid(x))
learnrate = 0.5
x = np.array([1, 2, 3, 4])
y = np.array(0.5)
w = np.array([0.5, -0.5, 0.3, 0.1])
h = np.dot(x, w)
nn_output = sigmoid(h)
error = y - nn_output
error_term = error * sigmoid_prime(h)
del_w = learnrate * error_term * x
""", {}, 'half the squared error behind y - nn_output',
    'error error_term del_w'),
    Whole('course-records', """
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
features = np.array([[0.5, 0.1], [-0.2, 0.4], [0.3, -0.7]])
targets = np.array([1., 0., 1.])
w1 = np.array([[0.1,-0.2],[0.4,0.3]])
w2 = np.array([0.2,-0.5])
del_w1 = np.zeros(w1.shape)
del_w2 = np.zeros(w2.shape)
for x, y in zip(features, targets):
    hidden_input = np.dot(x, w1)
    hidden_output = sigmoid(hidden_input)
    output = sigmoid(np.dot(hidden_output, w2))
    error = y - output
    output_error_term = error * output * (1 - output)
    hidden_error = np.dot(output_error_term, w2)
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
    del_w2 += output_error_term * hidden_output
    del_w1 += hidden_error_term * x[:, None]
""", {}, 'half the squared error behind y - output, added over 3 rounds',
    'error output_error_term hidden_error hidden_error_term del_w2 del_w1'),
    Whole('course-epochs', """
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
features = np.array([[0.5, 0.1], [-0.2, 0.4], [0.3, -0.7]])
targets = np.array([1., 0., 1.])
n_records, n_features = features.shape
last_loss = None
weights = np.array([0.1, -0.2])
epochs = 1000
learnrate = 0.5
for e in range(epochs):
    del_w = np.zeros(weights.shape)
    for x, y in zip(features, targets):
        output = sigmoid(np.dot(x, weights))
        error = y - output
        error_term = error * output * (1 - output)
        del_w += error_term * x
    weights += learnrate * del_w / n_records
    if e % (epochs / 10) == 0:
        out = sigmoid(np.dot(features, weights))
        loss = np.mean((out - targets) ** 2)
        if last_loss and last_loss < loss:
            print("Train loss: ", loss, "  WARNING - Loss Increasing")
        else:
            print("Train loss: ", loss)
        last_loss = loss
""", {}, 'half the squared error behind y - output, added over 3 rounds',
    'error error_term del_w'),
    Whole('records-cross-entropy', """
X = np.array([[0.5, 1.2],[1.5,-0.3],[-1.0,0.7]])
y = np.array([1,0,1])
w = np.array([0.1,-0.2])
b = 0.3
m = len(X)
def sigmoid(z):
    return 1/(1+np.exp(-z))
dw = np.zeros(2)
db = 0
for i in range(m):
    z = np.dot(w, X[i]) + b
    a = sigmoid(z)
    dz = a - y[i]
    dw += X[i]*dz
    db += dz
dw /= m
db /= m
""", {}, '1/3 of the cross entropy behind a - y, added over 3 rounds',
    'dz dw db'),
    Whole('records-in-a-function', """
def compute_gradient(x, y, w, b):
    m = x.shape[0]
    dj_dw = 0
    dj_db = 0
    for i in range(m):
        f_wb = w * x[i] + b
        dj_dw_i = (f_wb - y[i]) * x[i]
        dj_db_i = f_wb - y[i]
        dj_db += dj_db_i
        dj_dw += dj_dw_i
    dj_dw = dj_dw / m
    dj_db = dj_db / m
    return dj_dw, dj_db
x_train = np.array([1.0, 2.0])
y_train = np.array([300.0, 500.0])
w = 100.
b = 50.
tmp_dj_dw, tmp_dj_db = compute_gradient(x_train, y_train, w, b)
""", {}, '1/2 of half the squared error behind f_wb - y_train, added over 2 rounds',
    'tmp_dj_dw tmp_dj_db',
    'dj_dw_i dj_db_i'),
)

SLIPS = (
    Slip('course-records', 'del_w2 += output_error_term * hidden_output', 'del_w2 += error * hidden_output',
         {'del_w2': 'wrong-operand'}),
    Slip('course-records', 'del_w2 += output_error_term', 'del_w2 = output_error_term', {'del_w2': 'overwrote'}),
    Slip('records-in-a-function', 'dj_dw = dj_dw / m', 'dj_dw = dj_dw', {'tmp_dj_dw': 'factor'}),
    Slip('lines11', '(y - l2)', '(l2 - y)', {'l2_delta': 'sign'}, 'l1_delta'),
    Slip('cs231n-softmax', 'dscores /= num_examples\n', '', {'dscores': 'sum-for-mean'}, 'db2 dhidden db dW2 dW'),
    Slip('cs231n-softmax', 'dhidden[hidden_layer <= 0] = 0\n', '', {'db': 'mask-missing', 'dW': 'mask-missing'}, ''),
    Slip('cs231n-softmax', 'dW += reg * W\n', '', {'dW': 'overwrote'}, ''),
    Slip('cs231n-softmax', 'dW += reg * W\n', 'dW += 2 * reg * W\n', {'dW': 'wrong-addend'}, ''),
    Slip('minchar', '(1 - hs[t] * hs[t]) * dh', '(1 - hs[t]) * dh', {'dhraw': 'wrong-slope'}, 'dh dhnext dbh dWxh dWhh'),
    Slip('layers', '.T.dot(dout)\n    db', '.T.dot(dout)/x.shape[0]\n    db', {"grads['W2']": 'factor', "grads['W1']": 'factor'}, ''),
    Slip('attention', 'dQ = dS @ K/np.sqrt(2)', 'dQ = dS @ K', {'dQ': 'missing-scale'}, ''),
    Slip('gru-ish', 'dh += daz @ Uz.T + dan @ Un.T', 'dh += daz @ Uz.T', {'dh': 'overwrote'}, ''),
    Slip('rosen', '- 400*x', '+ 400*x', {'dfdx': 'overwrote'}, ''),
    Slip('decay', '(dW + reg*W)', 'dW', {'dW': 'overwrote'}, ''),
    Slip('layernorm', 'xhat*(dxhat*xhat).mean(axis=1, keepdims=True))/std', 'xhat*(dxhat*xhat).mean(axis=1, keepdims=True))/np.sqrt(var)', {}, ''),
)

# Computations in which a name begins with a d.
NO_GRADIENTS = {
    'physics1': ("""
x = 0.0
v = 1.0
for i in range(10):
    dv = -9.81*dt
    dx = v*dt
    v = v + dv
    x = x + dx
E = 0.5*v**2 + 9.81*x
""", {'dt': 0.1}),
    'physics2': ("""
L = L0*(1 + alpha*(T - T0))
dL = alpha*L0*dT
""", {'L0': 2, 'alpha': 0.001, 'T': 30, 'T0': 20, 'dT': 5}),
    'discr': ("""
delta = b**2 - 4*a*c
x1 = (-b + np.sqrt(delta))/(2*a)
""", {'a': 1, 'b': 5, 'c': 2}),
    'black': ("""
d1 = (np.log(S/K) + (r+sigma**2/2)*T)/(sigma*np.sqrt(T))
d2 = d1 - sigma*np.sqrt(T)
C = S*d1 - K*np.exp(-r*T)*d2
delta = d1
""", {'S': 100, 'K': 95, 'r': 0.05, 'sigma': 0.2, 'T': 1}),
    'huber': ("""
delta = 1.5
e = y - p
loss = np.where(np.abs(e) < delta, 0.5*e**2, delta*(np.abs(e) - 0.5*delta))
""", {'y': 1.0, 'p': 0.3}),
    'geom': ("""
y = x*np.tan(a)
dx = dy/np.tan(a)
""", {'x': 2, 'a': 0.5, 'dy': 0.1}),
    'newton': ("""
for i in range(4):
    fx = x**2 - 2
    dfx = 2*x
    x = x - fx/dfx
""", {'x': 1.0}),
    'heat': ("""
u = np.sin(x)
dx = x[1] - x[0]
du = (u[2:] - 2*u[1:-1] + u[:-2])/dx**2
u2 = u[1:-1] + 0.1*du
""", {'x': [0, 0.1, 0.2, 0.3]}),
    'lotka': ("""
for i in range(5):
    dx = (a*x - b*x*y)*dt
    dy = (c*x*y - d*y)*dt
    x = x + dx
    y = y + dy
""", {'x': 1.0, 'y': 0.5, 'a': 1.0, 'b': 0.5, 'c': 0.3, 'd': 0.8, 'dt': 0.1}),
}
# fmt: on
