"""Training loops as tutorials write them: each is executed by Python itself, which says what must come out."""

from __future__ import annotations

__all__ = ["PROGRAMS"]

# By what it trains: the program, and what its loop carries with the expression for it at the end.
PROGRAMS: dict[str, tuple[str, dict[str, str]]] = {
    "a line through five points": (
        """
import numpy as np
import matplotlib.pyplot as plt

X = np.array([1., 2., 3., 4., 5.])
Y = np.array([3., 4., 2., 5., 6.])
m = 0
c = 0
L = 0.01          # The learning Rate
epochs = 1000     # The number of iterations
n = float(len(X)) # Number of elements in X

for i in range(epochs):
    Y_pred = m*X + c                          # The current predicted value of Y
    D_m = (-2/n) * sum(X * (Y - Y_pred))      # Derivative wrt m
    D_c = (-2/n) * sum(Y - Y_pred)            # Derivative wrt c
    m = m - L * D_m                           # Update m
    c = c - L * D_c                           # Update c
print(m, c)
plt.scatter(X, Y)
plt.show()
""",
        {"m": "m", "c": "c"},
    ),
    "linear regression with a history of the cost": (
        """
import numpy as np
def compute_cost(X, y, theta):
    m = len(y)
    J = 1/(2*m) * np.sum((X.dot(theta) - y)**2)
    return J

def gradient_descent(X, y, theta, alpha, num_iters):
    m = len(y)
    J_history = []
    for i in range(num_iters):
        error = X.dot(theta) - y
        theta = theta - (alpha/m) * X.T.dot(error)
        J_history.append(compute_cost(X, y, theta))
    return theta, J_history

X = np.array([[1, 0.5], [1, 1.5], [1, 2.0], [1, 3.0]])
y = np.array([1.0, 2.0, 2.5, 4.0])
theta = np.zeros(2)
theta, J_history = gradient_descent(X, y, theta, 0.1, 400)
""",
        {"theta": "theta"},
    ),
    "exclusive or, 2-2-1": (
        """
import numpy as np

def sigmoid(x):
    return 1/(1 + np.exp(-x))
def sigmoid_derivative(x):
    return x * (1 - x)

inputs = np.array([[0,0],[0,1],[1,0],[1,1]])
expected_output = np.array([[0],[1],[1],[0]])
epochs = 500
lr = 0.5
hidden_weights = np.array([[0.2, 0.8], [0.6, 0.4]])
hidden_bias = np.array([[0.1, 0.3]])
output_weights = np.array([[0.5], [0.9]])
output_bias = np.array([[0.2]])

for _ in range(epochs):
    #Forward Propagation
    hidden_layer_activation = np.dot(inputs, hidden_weights)
    hidden_layer_activation += hidden_bias
    hidden_layer_output = sigmoid(hidden_layer_activation)
    output_layer_activation = np.dot(hidden_layer_output, output_weights)
    output_layer_activation += output_bias
    predicted_output = sigmoid(output_layer_activation)

    #Backpropagation
    error = expected_output - predicted_output
    d_predicted_output = error * sigmoid_derivative(predicted_output)
    error_hidden_layer = d_predicted_output.dot(output_weights.T)
    d_hidden_layer = error_hidden_layer * sigmoid_derivative(hidden_layer_output)

    #Updating Weights and Biases
    output_weights += hidden_layer_output.T.dot(d_predicted_output) * lr
    output_bias += np.sum(d_predicted_output, axis=0, keepdims=True) * lr
    hidden_weights += inputs.T.dot(d_hidden_layer) * lr
    hidden_bias += np.sum(d_hidden_layer, axis=0, keepdims=True) * lr
""",
        {
            "hidden_weights": "hidden_weights",
            "hidden_bias": "hidden_bias",
            "output_weights": "output_weights",
            "output_bias": "output_bias",
        },
    ),
    "a perceptron as a class": (
        """
import numpy as np

class Perceptron:
    def __init__(self, learning_rate=0.01, n_iters=10):
        self.lr = learning_rate
        self.n_iters = n_iters
        self.weights = None
        self.bias = None

    def fit(self, X, y):
        n_samples, n_features = X.shape
        self.weights = np.zeros(n_features)
        self.bias = 0
        y_ = np.array([1 if i > 0 else 0 for i in y])
        for _ in range(self.n_iters):
            for idx, x_i in enumerate(X):
                linear_output = np.dot(x_i, self.weights) + self.bias
                y_predicted = 1 if linear_output >= 0 else 0
                update = self.lr * (y_[idx] - y_predicted)
                self.weights += update * x_i
                self.bias += update

X = np.array([[2., 1.], [-1., 1.5], [3., -0.5], [-2., -1.]])
y = np.array([1, 0, 1, 0])
p = Perceptron()
p.fit(X, y)
weights = p.weights
bias = p.bias
""",
        {"self.weights": "p.weights", "self.bias": "p.bias"},
    ),
    "logistic regression": (
        """
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

X = np.array([[0.5, 1.2], [1.0, 0.7], [2.5, 2.1], [3.0, 1.8]])
y = np.array([0, 0, 1, 1])
num_samples, num_features = X.shape
w = np.zeros(num_features)
b = 0.0
learning_rate = 0.1
losses = []
for i in range(1000):
    z = np.dot(X, w) + b
    y_hat = sigmoid(z)
    loss = -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
    losses.append(loss)
    dw = (1 / num_samples) * np.dot(X.T, (y_hat - y))
    db = (1 / num_samples) * np.sum(y_hat - y)
    w -= learning_rate * dw
    b -= learning_rate * db
    if i % 100 == 0:
        print(f"Cost after iteration {i}: {loss}")
""",
        {"w": "w", "b": "b"},
    ),
    "softmax regression with a penalty": (
        """
import numpy as np
X = np.array([[1.0, 0.2], [0.8, -0.5], [-1.0, 0.3], [-0.5, 1.2], [0.1, -1.5], [0.3, -1.1]])
y = np.array([0, 0, 1, 1, 2, 2])
D = 2
K = 3
W = np.zeros((D,K))
b = np.zeros((1,K))

# some hyperparameters
step_size = 1e-0
reg = 1e-3 # regularization strength

# gradient descent loop
num_examples = X.shape[0]
for i in range(200):

  # evaluate class scores, [N x K]
  scores = np.dot(X, W) + b

  # compute the class probabilities
  exp_scores = np.exp(scores)
  probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True) # [N x K]

  # compute the loss: average cross-entropy loss and regularization
  correct_logprobs = -np.log(probs[range(num_examples),y])
  data_loss = np.sum(correct_logprobs)/num_examples
  reg_loss = 0.5*reg*np.sum(W*W)
  loss = data_loss + reg_loss
  if i % 10 == 0:
    print("iteration %d: loss %f" % (i, loss))

  # compute the gradient on scores
  dscores = probs
  dscores[range(num_examples),y] -= 1
  dscores /= num_examples

  # backpropate the gradient to the parameters (W,b)
  dW = np.dot(X.T, dscores)
  db = np.sum(dscores, axis=0, keepdims=True)

  dW += reg*W # regularization gradient

  # perform a parameter update
  W += -step_size * dW
  b += -step_size * db
""",
        {"W": "W", "b": "b"},
    ),
    "Adam entry by entry": (
        """
import numpy as np
from math import sqrt
def objective(x, y):
    return x**2.0 + y**2.0
def derivative(x, y):
    return np.asarray([x * 2.0, y * 2.0])

n_iter = 60
alpha = 0.02
beta1 = 0.8
beta2 = 0.999
eps = 1e-8
x = np.array([0.6, -0.4])
m = [0.0 for _ in range(2)]
v = [0.0 for _ in range(2)]
for t in range(n_iter):
    g = derivative(x[0], x[1])
    for i in range(x.shape[0]):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i]**2
        mhat = m[i] / (1.0 - beta1**(t+1))
        vhat = v[i] / (1.0 - beta2**(t+1))
        x[i] = x[i] - alpha * mhat / (sqrt(vhat) + eps)
    score = objective(x[0], x[1])
    print('>%d f(%s) = %.5f' % (t, x, score))
""",
        {"x": "x"},
    ),
    "RMSProp by hand": (
        """
import numpy as np
def f(w):
    return 0.5*w[0]**2 + 10*w[1]**2
def grad_f(w):
    return np.array([w[0], 20*w[1]])
w = np.array([5.0, 1.0])
cache = np.zeros_like(w)
lr, decay_rate, eps = 0.1, 0.9, 1e-8
for step in range(100):
    dw = grad_f(w)
    cache = decay_rate * cache + (1 - decay_rate) * dw**2
    w += - lr * dw / (np.sqrt(cache) + eps)
""",
        {"w": "w"},
    ),
    "ascent of a likelihood": (
        """
import numpy as np
X = np.array([[1.0, 0.5], [1.0, -1.5], [1.0, 2.0], [1.0, -0.3]])
y = np.array([1.0, 0.0, 1.0, 0.0])
theta = np.zeros(2)
alpha = 0.3
def log_likelihood(theta):
    p = 1/(1+np.exp(-X @ theta))
    return np.sum(y*np.log(p) + (1-y)*np.log(1-p))
for it in range(150):
    p = 1/(1+np.exp(-X @ theta))
    gradient = X.T @ (y - p)
    theta += alpha * gradient     # ascent
    ll = log_likelihood(theta)
""",
        {"theta": "theta"},
    ),
    "weights and bias in one array": (
        """
import numpy as np
X = np.array([[0.2, 0.9], [1.1, 0.3], [-0.7, 0.4], [-1.2, -0.8]])
y = np.array([1, 1, -1, -1])
w_ = np.array([0.01, -0.02, 0.03])
eta = 0.05
cost_ = []
for i in range(50):
    net_input = np.dot(X, w_[1:]) + w_[0]
    output = net_input
    errors = (y - output)
    w_[1:] += eta * X.T.dot(errors)
    w_[0] += eta * errors.sum()
    cost = (errors**2).sum() / 2.0
    cost_.append(cost)
""",
        {"w_": "w_"},
    ),
    "2-2-2 with fixed biases": (
        """
import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

i1, i2 = 0.05, 0.10
w1, w2, w3, w4 = 0.15, 0.20, 0.25, 0.30
w5, w6, w7, w8 = 0.40, 0.45, 0.50, 0.55
b1, b2 = 0.35, 0.60
t1, t2 = 0.01, 0.99
lr = 0.5

for epoch in range(1000):
    net_h1 = w1 * i1 + w2 * i2 + b1
    out_h1 = sigmoid(net_h1)
    net_h2 = w3 * i1 + w4 * i2 + b1
    out_h2 = sigmoid(net_h2)
    net_o1 = w5 * out_h1 + w6 * out_h2 + b2
    out_o1 = sigmoid(net_o1)
    net_o2 = w7 * out_h1 + w8 * out_h2 + b2
    out_o2 = sigmoid(net_o2)
    E_total = 0.5 * (t1 - out_o1) ** 2 + 0.5 * (t2 - out_o2) ** 2

    delta_o1 = -(t1 - out_o1) * out_o1 * (1 - out_o1)
    delta_o2 = -(t2 - out_o2) * out_o2 * (1 - out_o2)
    d_w5 = delta_o1 * out_h1
    d_w6 = delta_o1 * out_h2
    d_w7 = delta_o2 * out_h1
    d_w8 = delta_o2 * out_h2
    d_h1 = (delta_o1 * w5 + delta_o2 * w7) * out_h1 * (1 - out_h1)
    d_h2 = (delta_o1 * w6 + delta_o2 * w8) * out_h2 * (1 - out_h2)
    d_w1 = d_h1 * i1
    d_w2 = d_h1 * i2
    d_w3 = d_h2 * i1
    d_w4 = d_h2 * i2

    w5 -= lr * d_w5
    w6 -= lr * d_w6
    w7 -= lr * d_w7
    w8 -= lr * d_w8
    w1 -= lr * d_w1
    w2 -= lr * d_w2
    w3 -= lr * d_w3
    w4 -= lr * d_w4
print(E_total)
""",
        {"w1": "w1", "w2": "w2", "w3": "w3", "w4": "w4", "w5": "w5", "w6": "w6", "w7": "w7", "w8": "w8"},
    ),
    "a line, one example a step": (
        """
import numpy as np
xs = [1, 2, 4, 3, 5]
ys = [1, 3, 3, 2, 5]
b0, b1, alpha = 0.0, 0.0, 0.01
for epoch in range(4):
    for x, y in zip(xs, ys):
        p = b0 + b1 * x
        error = p - y
        b0 = b0 - alpha * error
        b1 = b1 - alpha * error * x
print(b0, b1)
""",
        {"b0": "b0", "b1": "b1"},
    ),
}
