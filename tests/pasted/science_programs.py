from .program import P

PROGRAMS = [
    P(
        "science f08",
        "E = 0.5*m*L**2*w**2 + m*g*L*(1 - np.cos(theta))",
        {"m": 1, "L": 2, "w": 0.5, "g": 9.81, "theta": 0.3},
    ),
    P(
        "science f07",
        "kl = np.sum(p * np.log(p / q))",
        {"p": [0.2, 0.8], "q": [0.5, 0.5]},
    ),
    P(
        "science f01d",
        "f = np.sum(100*(x[1:] - x[:-1]**2)**2 + (1 - x[:-1])**2)",
        {"x": [0.5, 1.5, 2]},
    ),
    P(
        "science f06",
        "p = 1 / (sigma * np.sqrt(2*np.pi)) * np.exp(-(x-mu)**2 / (2*sigma**2))",
        {"x": 1, "mu": 0.2, "sigma": 0.7},
    ),
    P(
        "science f06c",
        "p = (1 / (math.sqrt(2 * math.pi * sigma**2))) * math.e**((-(x-mu)**2) / (2 * sigma**2))",
        {"x": 1, "mu": 0.2, "sigma": 0.7},
    ),
    P(
        "science f06d",
        """
        EPS=1e-8
        pre = -0.5 * (((x-mu)/(np.exp(log_std)+EPS))**2 + 2*log_std + np.log(2*np.pi))
        out = pre.sum(axis=-1)
        """,
        {"x": [1, 2], "mu": [0.5, 0.1], "log_std": [0.1, -0.3]},
    ),
    P(
        "science f09d",
        """
        for t in range(5):
            v -= k*x*dt
            x += v*dt
        E = 0.5*k*x**2 + 0.5*v**2
        """,
        {"k": 2, "x": 1, "v": 0, "dt": 0.1},
    ),
    P(
        "science f04",
        "f = 10*len(x) + np.sum(x**2 - 10*np.cos(2*np.pi*x))",
        {"x": [0.5, 1.5]},
    ),
    P(
        "science f10",
        """
        def predict(X, w, b):
            return 1/(1 + np.exp(-(X @ w + b)))
        p = predict(X, w, b)
        loss = -np.mean(y*np.log(p) + (1 - y)*np.log(1 - p)) + lam*np.sum(w**2)
        """,
        {"X": [[1, 2], [3, -1]], "w": [0.1, 0.2], "b": 0.3, "y": [1, 0], "lam": 0.1},
    ),
    P(
        "science f04b",
        """
        n = x.size
        f = 10*n + np.sum(x**2 - 10*np.cos(2*np.pi*x))
        """,
        {"x": [0.5, 1.5]},
    ),
    P(
        "science f06b",
        "ll = -.5 * np.log(2 * math.pi) - np.log(s) - .5 * np.power((mu - x) / s, 2)",
        {"x": 1, "mu": 0.2, "s": 0.7},
    ),
    P(
        "science f09f",
        """
        w = 0.0
        b = 0.0
        for epoch in range(100):
            pred = w*x + b
            loss = np.mean((pred - y)**2)
            dw = np.mean(2*(pred - y)*x)
            db = np.mean(2*(pred - y))
            w = w - 0.01*dw
            b = b - 0.01*db
        """,
        {"x": [1, 2, 3], "y": [2, 4, 6]},
        twin="""
        w = 0.0
        b = 0.0
        pred = w*x + b
        loss = np.mean((pred - y)**2)
        dw = np.mean(2*(pred - y)*x)
        db = np.mean(2*(pred - y))
        """,
        out="loss",
        grads={"dw": "w", "db": "b"},
    ),
    P(
        "science f09b",
        """
        x = 1.0
        for i in range(5):
            x = 0.5*(x + a/x)
        """,
        {"a": 2},
    ),
    P(
        "science f03",
        """
        f = -20*np.exp(-0.2*np.sqrt(0.5*(x**2 + y**2))) - np.exp(0.5*(np.cos(2*np.pi*x) + np.cos(2*np.pi*y))) + np.e + 20
        """,
        defaults=True,
    ),
    P(
        "science f06e",
        "ll = -0.5*(x-mu).T @ np.linalg.inv(S) @ (x-mu) - 0.5*np.log(np.linalg.det(S))",
        {"x": [1, 2], "mu": [0, 0], "S": [[2, 0.3], [0.3, 1]]},
    ),
    P(
        "science f02",
        "f = (x**2 + y - 11)**2 + (x + y**2 - 7)**2",
        defaults=True,
    ),
    P(
        "science y07",
        """
        y = 10.0
        v = 0.0
        for t in range(10):
            v = v - 9.81*dt
            y = y + v*dt
        """,
        {"dt": 0.1},
    ),
    P(
        "science f11",
        "w = np.linalg.inv(X.T @ X + lam*np.eye(2)) @ X.T @ y",
        {"X": [[1, 2], [3, -1], [0, 1]], "y": [1, 2, 3], "lam": 0.1},
    ),
    P(
        "science f07c",
        "kl = np.log(s2/s1) + (s1**2 + (m1-m2)**2)/(2*s2**2) - 1/2",
        {"s1": 1, "s2": 2, "m1": 0.5, "m2": 0.1},
    ),
    P(
        "science f08c",
        "V = 4*eps*((sigma/r)**12 - (sigma/r)**6)",
        {"eps": 1, "sigma": 1, "r": 1.2},
    ),
    P(
        "finance f05b",
        """
        def N(x): return 0.5*(1 + math.erf(x/math.sqrt(2)))
        d1 = (np.log(S/K) + (r + 0.5*sigma**2)*T) / (sigma*np.sqrt(T))
        d2 = d1 - sigma*np.sqrt(T)
        price = S*N(d1) - K*np.exp(-r*T)*N(d2)
        """,
        {"S": 100, "K": 105, "T": 0.5, "r": 0.02, "sigma": 0.3},
    ),
    P(
        "finance f05",
        """
        from scipy.stats import norm
        d1 = (np.log(S/K) + (r + 0.5*sigma**2)*T) / (sigma*np.sqrt(T))
        d2 = d1 - sigma*np.sqrt(T)
        price = S*norm.cdf(d1) - K*np.exp(-r*T)*norm.cdf(d2)
        """,
        {"S": 100, "K": 105, "T": 0.5, "r": 0.02, "sigma": 0.3},
    ),
]

PROGRAMS += [
    P(
        "rates called dx and dv are no gradients",
        """
        for _ in range(3):
            dx = v
            dv = -k*x
            x = x + dt*dx
            v = v + dt*dv
        E = 0.5*v**2 + 0.5*k*x**2
        """,
        {"x": 1.0, "v": 0.0, "k": 2.0, "dt": 0.1},
    ),
    P(
        "concentrations with rates in a function",
        """
        def rates(a, b):
            da = -k1*a + k2*b
            db = k1*a - k2*b
            return da, db
        for _ in range(4):
            da, db = rates(a, b)
            a, b = a + h*da, b + h*db
        y = b/(a + b)
        """,
        {"a": 1.0, "b": 0.0, "k1": 0.5, "k2": 0.2, "h": 0.1},
    ),
    P(
        "population with a growth called dN",
        """
        N = N0
        for t in range(5):
            dN = r*N*(1 - N/K)
            N = N + dN
        """,
        {"N0": 1.0, "r": 0.3, "K": 10.0},
        out="N",
    ),
    P(
        "secant steps with a difference called dx",
        """
        x0, x1 = 1.0, 2.0
        for _ in range(4):
            f0 = x0**2 - a
            f1 = x1**2 - a
            dx = f1*(x1 - x0)/(f1 - f0)
            x0, x1 = x1, x1 - dx
        """,
        {"a": 2.0},
        out="x1",
    ),
    P(
        "newton steps with a derivative by hand",
        """
        for _ in range(4):
            f = x**3 - a
            df = 3*x**2
            x = x - f/df
        """,
        {"x": 1.5, "a": 2.0},
        out="x",
    ),
    P(
        "relaxation with an error called delta",
        """
        for _ in range(5):
            delta = target - level
            level = level + rate*delta
        """,
        {"level": 0.0, "target": 1.0, "rate": 0.3},
        out="level",
    ),
    P(
        "integral by the trapezoidal rule",
        "n = 8\nh = (b - a)/n\ns = 0.5*(np.exp(-a**2) + np.exp(-b**2))\nfor i in range(1, n):\n    s += np.exp(-(a + i*h)**2)\nI = h*s",
        {"a": 0.0, "b": 1.0},
        out="I",
    ),
    P(
        "random walk with given steps",
        "path = np.cumsum(steps)\nrange_ = path.max() - path.min()\nmsd = np.mean(path**2)\ny = msd + range_",
        {"steps": [0.5, -1.0, 0.3, 0.7]},
    ),
    P(
        "solar position",
        "delta = 23.45*np.sin(np.deg2rad(360/365*(284 + n)))\nomega = np.deg2rad(15*(t - 12))\ns = np.sin(np.deg2rad(phi))*np.sin(np.deg2rad(delta)) + np.cos(np.deg2rad(phi))*np.cos(np.deg2rad(delta))*np.cos(omega)",
        {"n": 172.0, "t": 10.0, "phi": 52.0},
        out="s",
    ),
    P(
        "radioactive chain",
        "N1 = N0*np.exp(-l1*t)\nN2 = N0*l1/(l2 - l1)*(np.exp(-l1*t) - np.exp(-l2*t))\nA = l1*N1 + l2*N2",
        {"N0": 100.0, "l1": 0.1, "l2": 0.3, "t": 2.0},
    ),
]

PROGRAMS += [
    P(
        "Ng: compute_cost and compute_gradient of week one",
        """
import math, copy
import numpy as np
x_train = np.array([1.0, 2.0])   # features
y_train = np.array([300.0, 500.0])   # target value

def compute_cost(x, y, w, b):
    m = x.shape[0]
    cost = 0
    for i in range(m):
        f_wb = w * x[i] + b
        cost = cost + (f_wb - y[i])**2
    total_cost = 1 / (2 * m) * cost
    return total_cost

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

w = 100.0
b = 50.0
cost = compute_cost(x_train, y_train, w, b)
print(f"cost: {cost:8.2f}")
""",
        {},
        out="cost",
    ),
    P(
        "Ng: regularized logistic cost with sigmoid and clip",
        """
def sigmoid(z):
    z = np.clip( z, -500, 500 )           # protect against overflow
    g = 1.0/(1.0+np.exp(-z))
    return g

def compute_cost_logistic_reg(X, y, w, b, lambda_ = 1):
    m,n  = X.shape
    cost = 0.
    for i in range(m):
        z_i = np.dot(X[i], w) + b
        f_wb_i = sigmoid(z_i)
        cost +=  -y[i]*np.log(f_wb_i) - (1-y[i])*np.log(1-f_wb_i)
    cost = cost/m
    reg_cost = 0
    for j in range(n):
        reg_cost += (w[j]**2)
    reg_cost = (lambda_/(2*m)) * reg_cost
    return cost + reg_cost

np.random.seed(1)
X_tmp = np.random.rand(5,6)
y_tmp = np.array([0,1,0,1,0])
w_tmp = np.random.rand(X_tmp.shape[1]).reshape(-1,)-0.5
b_tmp = 0.5
lambda_tmp = 0.7
cost_tmp = compute_cost_logistic_reg(X_tmp, y_tmp, w_tmp, b_tmp, lambda_tmp)
print("Regularized cost:", cost_tmp)
""",
        {},
        out="cost_tmp",
    ),
    P(
        "scipy: multivariate normal by hand and logpdf",
        """
from scipy.stats import norm, multivariate_normal
lp = norm.logpdf(x, loc=mu, scale=s).sum()
ll = -lp
""",
        {"x": [0.5, 1.0], "mu": 0.2, "s": 1.3},
        out="ll",
    ),
    P(
        "gaussian process with cholesky and solve",
        """
import numpy as np
def rbf(a, b, l=1.0):
    sq = np.sum(a**2, 1).reshape(-1, 1) + np.sum(b**2, 1) - 2*np.dot(a, b.T)
    return np.exp(-0.5*sq/l**2)
X = np.array([[0.0], [1.0], [2.5]])
y = np.array([0.1, 0.8, -0.3])
K = rbf(X, X, l) + 1e-2*np.eye(3)
L = np.linalg.cholesky(K)
alpha = np.linalg.solve(L.T, np.linalg.solve(L, y))
nll = 0.5*y @ alpha + np.log(np.diag(L)).sum() + 1.5*np.log(2*np.pi)
""",
        {"l": 0.9},
        out="nll",
    ),
    P(
        "lstsq and pinv",
        """
x, *_ = np.linalg.lstsq(A, b, rcond=None)
p = np.linalg.pinv(A) @ b
s = np.sum(x) + np.sum(p**2)
""",
        {"A": [[1.0, 2.0], [0.5, -1.0], [0.3, 0.7]], "b": [1.0, 0.0, 2.0]},
        out="s",
    ),
    P(
        "gamma, beta and erf of scipy",
        """
from scipy.special import gamma, gammaln, digamma, beta, betaln, erf, erfinv, comb
y = np.log(gamma(a)) + gammaln(b) + digamma(a) + betaln(a, b) + erfinv(0.3)*erf(a) + comb(4, 2)
""",
        {"a": 1.5, "b": 2.3},
        out="y",
    ),
    P(
        "trapezoid rule and interpolation",
        """
xs = np.linspace(0, 1, 5)
ys = np.exp(-k*xs**2)
area = np.trapezoid(ys, xs)
mid = np.interp(0.3, xs, ys)
y = area + mid
""",
        {"k": 1.7},
        out="y",
    ),
    P(
        "sympy: lambdify and subs",
        """
import sympy as sp
x, a = sp.symbols('x a', real=True)
f = sp.exp(-a*x**2)*sp.cos(x)
df = sp.diff(f, x)
val = df.subs({x: 0.5, a: 2})
""",
        {},
        twin="x = 0.5\na = 2.0\nf = np.exp(-a*x**2)*np.cos(x)",
        out="f",
    ),
    P(
        "R: logistic with lm leftovers",
        """
sigmoid <- function(z) {
  1 / (1 + exp(-z))
}
p <- sigmoid(w * x + b)
loss <- -(y * log(p) + (1 - y) * log(1 - p))
""",
        {"w": 0.5, "x": 1.5, "b": -0.2, "y": 1.0},
        twin="""
p = 1/(1 + np.exp(-(w*x + b)))
loss = -(y*np.log(p) + (1 - y)*np.log(1 - p))
""",
    ),
    P(
        "MATLAB: anonymous function and dot operators",
        """
f = @(x) x.^2 + 3*x;
g = f(v) .* exp(-v);
s = sum(g);
""",
        {"v": [0.5, 1.0]},
        twin="g = (v**2 + 3*v)*np.exp(-v)\ns = np.sum(g)",
    ),
    P(
        "JavaScript micrograd-like neuron",
        """
const sigmoid = (z) => 1 / (1 + Math.exp(-z));
let z = w * x + b;
const out = sigmoid(z);
console.log(out);
""",
        {"w": 0.5, "x": 1.5, "b": -0.2},
        twin="z = w*x + b\nout = 1/(1 + np.exp(-z))",
        out="out",
    ),
    P(
        "simpson by slicing",
        """
def simpson(f, a, b, n=4):
    h = (b - a)/n
    k = np.arange(1, n)
    return h/3*(f(a) + 4*f(a + h*k[::2]).sum() + 2*f(a + h*k[1::2]).sum() + f(b))
I = simpson(lambda t: np.exp(-s*t)*np.sin(t), 0, np.pi)
""",
        {"s": 0.4},
        out="I",
    ),
]

PROGRAMS += [
    P(
        "PCA by svd: explained variance",
        """
Xc = X - X.mean(axis=0)
U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
var = S**2/(len(X) - 1)
ratio = var[0]/var.sum()
""",
        {"X": [[1.0, 2.0], [0.5, -1.0], [2.0, 0.3], [-1.0, 1.5]]},
        out="ratio",
    ),
    P(
        "eigenvalues of a covariance by eigh",
        """
C = A @ A.T
w, V = np.linalg.eigh(C)
top = w[-1]
""",
        {"A": [[1.0, 2.0], [0.5, -1.0]]},
        out="top",
        skip=("C",),
    ),
    P(
        "QR least squares",
        """
Q, R = np.linalg.qr(A)
x = np.linalg.solve(R, Q.T @ b)
r = np.sum(x**2)
""",
        {"A": [[1.0, 2.0], [0.5, -1.0], [0.3, 0.7]], "b": [1.0, 0.0, 2.0]},
        out="r",
    ),
    P(
        "Bessel drum",
        """
from scipy.special import j0, j1, jv
u = j0(k*r) - 0.5*j1(k*r) + jv(2, r)
""",
        {"k": 1.3, "r": 0.8},
        out="u",
    ),
    P(
        "sympy: gradient and jacobian",
        """
from sympy import *
x, y = symbols('x y')
f = x**2*y + sin(x*y)
J = Matrix([f, x*y]).jacobian([x, y])
""",
        {"x": 1.2, "y": 0.7},
        twin="""
J = np.array([[2*x*y + y*np.cos(x*y), x**2 + x*np.cos(x*y)], [y, x]])
""",
        out="J",
    ),
]

PROGRAMS += [
    P("bessel far out", "from scipy.special import j0, i0e\ny = j0(x) + i0e(x)", {"x": 40.0}),
    P(
        "sympy: jacobian of a Matrix by a Matrix",
        """
from sympy import symbols, Matrix, cos, sin
r, phi = symbols('r phi')
X = Matrix([r*cos(phi), r*sin(phi)])
Y = Matrix([r, phi])
X.jacobian(Y)
""",
        {"r": 1.5, "phi": 0.4},
        twin="np.array([[np.cos(phi), -r*np.sin(phi)], [np.sin(phi), r*np.cos(phi)]])",
    ),
    P(
        "sympy: hessian of two symbols",
        """
import sympy as sp
x, y = sp.symbols('x y')
f = x**2*y + sp.exp(x*y)
H = sp.hessian(f, (x, y))
""",
        {"x": 0.5, "y": -0.3},
        twin="e = np.exp(x*y)\nH = np.array([[2*y + y**2*e, 2*x + e + x*y*e], [2*x + e + x*y*e, x**2*e]])",
        out="H",
    ),
]

PROGRAMS += [
    P(
        "scipy: minimize of rosen leftovers",
        """
import numpy as np
from scipy.optimize import minimize, rosen, rosen_der
def rosenbrock(x):
    return sum(100.0*(x[1:]-x[:-1]**2.0)**2.0 + (1-x[:-1])**2.0)
x0 = np.array([1.3, 0.7, 0.8])
f0 = rosenbrock(x0)
res = minimize(rosenbrock, x0, method='nelder-mead', options={'xatol': 1e-8, 'disp': False})
print(res.x)
""",
        {},
        out="f0",
    ),
    P(
        "predator and prey, rates added at once",
        """
a, b, c, d = 1.1, 0.4, 0.4, 0.1
prey, pred = 10.0, 5.0
dt = 0.05
for step in range(10):
    dprey = a*prey - b*prey*pred
    dpred = d*prey*pred - c*pred
    prey, pred = prey + dt*dprey, pred + dt*dpred
prey - pred
""",
        skip=("prey", "pred", "dprey", "dpred"),
    ),
    P(
        "an epidemic by Euler's steps",
        """
S, I, R = 0.99, 0.01, 0.0
beta, gamma, dt = 0.3, 0.1, 1.0
for day in range(10):
    dS = -beta*S*I
    dI = beta*S*I - gamma*I
    dR = gamma*I
    S = S + dS*dt
    I = I + dI*dt
    R = R + dR*dt
I
""",
        skip=("S", "I", "R", "dS", "dI", "dR"),
    ),
    P(
        "Runge and Kutta with a clock",
        """
def f(t, y):
    return -2*y + t
def rk4_step(f, t, y, h):
    k1 = f(t, y)
    k2 = f(t + h/2, y + h/2*k1)
    k3 = f(t + h/2, y + h/2*k2)
    k4 = f(t + h, y + h*k3)
    return y + h/6*(k1 + 2*k2 + 2*k3 + k4)
t, y, h = 0.0, 1.0, 0.1
for i in range(5):
    y = rk4_step(f, t, y, h)
    t += h
print(f"y({t:.2f}) = {y:.6f}")
""",
        out="y",
        skip=("y", "t"),
    ),
    P(
        "a list of shapes repeated",
        """
np.random.seed(42)
D, H = 3, 2
params = [np.random.randn(*s)*0.1 for s in [(D, H), (H, H), (H,)]*2]
x = np.array([0.5, -0.2, 0.1])
np.sum(np.tanh(x @ params[0] + params[2])) + np.sum(params[4])
""",
        skip=("x",),
    ),
]
