/** Words that most programs in a link hold: version 1 of the text that packed links are compressed against.
 *
 * Links are for ever: this text never changes. The twin of `backend/chainrule/api/link_words.py`.
 */
export const VERSION = "1";

export const WORDS = [
  "for i in range(len(h)): for t in range(T): if __name__ else: return out def forward(self, x): def __",
  "init__(self): super().__init__() class Net(nn.Module): self.fc1 = nn.Linear(self.fc2 = nn.Linear(nn.",
  "ReLU(), nn.Sequential(torch.nn.functional as F torch.tensor([requires_grad=True) loss.backward() opt",
  "imizer.step() optimizer.zero_grad() F.cross_entropy(F.mse_loss(criterion = jax.grad(jnp. tf.Gradient",
  "Tape() as tape: Value( import numpy as np import torch np.random.seed(0) np.random.randn(np.zeros((n",
  "p.zeros_like(np.ones((np.eye(np.array([[np.linspace(np.arange( np.concatenate(np.outer(np.dot(np.tan",
  "h(np.sqrt(np.log(np.exp(np.abs(np.mean(np.maximum(0, np.sum( , axis=1, keepdims=True) , axis=0) , ax",
  "is=-1) \\begin{aligned} \\end{aligned} \\frac{\\partial L}{\\partial \\mathbf{W}^{(1)} \\sigma( \\sum_{i} \\c",
  "dot \\left( \\right) sigmoid(softmax(relu(tanh(log(exp(sqrt(maximum(mean(sum(square(dot( learning_rate",
  " = lr = 0.01 0.001 0.5 1e-3 epochs batch_size # forward pass # backward pass # gradients # update y_",
  "pred - y_true y_hat = logits = scores - max(scores) probs = loss = grad_ hidden dLdz = dL/d dscores ",
  "= dhidden = dW1 = x.T.dot(dW2 = h.T @ dout dW = np.outer(dz, x) dx = W.T @ dz db = np.sum(dz, axis=0",
  ") dz = dh * (1 - h**2) W1 = W2 = W3 = b1 = b2 = h1 = relu(x @ W1 + b1) h = np.maximum(0, np.dot(x, W",
  ") + b) z2 = h @ W2 + b2 a1 = sigmoid(z1) z1 = W1 @ x + b1 h = tanh(x @ W + b) z = W @ x + b p = sigm",
  "oid(w*x + b) 1/(1 + exp(-z)) 1/(1+exp(-(w0*x0+w1*x1+w2))) L = -sum(y*log(p)) L = (y - t)**2/2 mean((",
  "y_hat - y)**2) f = q * z q = x + y x = -2, y = 5 = 2.0 = 3.0 = 1.0  theme=dark notation=delta notati",
  "on=bar flow=down aspect=1.6 round=1 defaults=true closed=open=upstream=output=L view=units view=func",
  'tions step=last step= {"W":[[0.1,-0.2],[0.3,0.4]],"W1":[["W2":[["b":[0,"b1":[0,"x":[1,2,"x0":-1,"x1"',
  ':-2,"w0":2,"w1":-3,"w2":-3,"h":"w":"y":"z":-4,"t":values={"x":-2,"y":5,source=',
].join("");
