from .program import P

PROGRAMS = [
    P(
        "tf x07",
        "y = tf.keras.activations.sigmoid(tf.tensordot(w, x, axes=1) + b)",
        {"x": [1, 2], "w": [1, 2], "b": 0.1},
        written_for="numpy",
        twin="sigmoid(np.dot(w, x) + b)",
        out=None,
    ),
    P(
        "tf x06",
        """
        y = tf.nn.softmax(tf.matmul(x, W) + b)
        loss = tf.reduce_mean(-tf.reduce_sum(t * tf.math.log(y), axis=1))
        """,
        {"x": [[1, 2]], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3], "t": [[0, 1, 0]]},
        written_for="numpy",
        twin="""
        y = softmax(x @ W + b)
        loss = np.mean(-np.sum(t * np.log(y), axis=1))
        """,
    ),
]

DENSE = {"x": [[0.5, -1.0]], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3]}

PROGRAMS += [
    P(
        "guide to GradientTape: a square",
        """
        import tensorflow as tf

        x = tf.Variable(3.0)

        with tf.GradientTape() as tape:
          y = x**2

        # dy = 2x * dx
        dy_dx = tape.gradient(y, x)
        dy_dx.numpy()
        """,
        twin="x = 3.0\ny = x**2",
        out="y",
    ),
    P(
        "guide to GradientTape: a layer",
        """
        w = tf.Variable([[0.2, -0.4], [1.0, 0.5], [-0.3, 0.9]], name='w')
        b = tf.Variable(tf.zeros(2, dtype=tf.float32), name='b')
        x = [[1., 2., 3.]]

        with tf.GradientTape(persistent=True) as tape:
          y = x @ w + b
          loss = tf.reduce_mean(y**2)

        [dl_dw, dl_db] = tape.gradient(loss, [w, b])
        """,
        twin="""
        w = np.array([[0.2, -0.4], [1.0, 0.5], [-0.3, 0.9]])
        b = np.zeros(2)
        x = np.array([[1., 2., 3.]])
        y = x @ w + b
        loss = np.mean(y**2)
        """,
        out="loss",
    ),
    P(
        "guide to GradientTape: watch a constant",
        """
        x = tf.constant(3.0)
        with tf.GradientTape() as tape:
          tape.watch(x)
          y = x**2
        dy_dx = tape.gradient(y, x)
        """,
        twin="x = 3.0\ny = x**2",
        out="y",
    ),
    P(
        "guide to GradientTape: softplus of a linspace",
        """
        x = tf.linspace(-1.0, 1.0, 5)
        with tf.GradientTape() as tape:
          tape.watch(x)
          y = tf.nn.sigmoid(x)
        dy_dx = tape.gradient(y, x)
        """,
        twin="x = np.linspace(-1.0, 1.0, 5)\ny = 1/(1 + np.exp(-x))",
        out="y",
    ),
    P(
        "basic training loop: a linear model",
        """
        class MyModel(tf.Module):
          def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.w = tf.Variable(5.0)
            self.b = tf.Variable(0.0)

          def __call__(self, x):
            return self.w * x + self.b

        def loss(target_y, predicted_y):
          return tf.reduce_mean(tf.square(target_y - predicted_y))

        model = MyModel()
        current_loss = loss(y, model(x))
        """,
        {"x": [1.0, -0.5, 2.0], "y": [5.0, 0.3, 8.1]},
        twin="w = 5.0\nb = 0.0\ncurrent_loss = np.mean((y - (w*x + b))**2)",
    ),
    P("dense layer by hand", "out = tf.nn.relu(tf.matmul(x, W) + b)", DENSE, twin="np.maximum(0, x @ W + b)"),
    P(
        "dense layer with a sigmoid",
        "out = tf.sigmoid(tf.matmul(x, W) + b)",
        DENSE,
        twin="1/(1 + np.exp(-(x @ W + b)))",
    ),
    P(
        "mean squared error",
        "loss = tf.reduce_mean(tf.square(y_true - y_pred))",
        {"y_true": [1.0, 0.0, 2.0], "y_pred": [0.8, 0.3, 1.1]},
        twin="np.mean((y_true - y_pred)**2)",
    ),
    P(
        "softmax cross entropy with logits",
        "loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=t, logits=z))",
        {"t": [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], "z": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]},
        twin="loss = -np.mean(np.sum(t*(z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))), axis=1))",
        skip=("t",),
    ),
    P(
        "sparse softmax cross entropy with logits",
        "loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z))",
        {"y": [1, 0], "z": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]},
        labels=("y",),
        twin="loss = np.mean(np.log(np.sum(np.exp(z), axis=1)) - z[np.arange(2), y])",
    ),
    P(
        "keras losses as classes",
        """
        mse = tf.keras.losses.MeanSquaredError()
        loss = mse(y_true, y_pred)
        """,
        {"y_true": [[0.0, 1.0], [0.0, 0.0]], "y_pred": [[1.0, 0.8], [0.3, 0.1]]},
        twin="loss = np.mean((y_true - y_pred)**2)",
    ),
    P(
        "keras categorical cross entropy",
        "loss = keras.losses.categorical_crossentropy(y_true, y_pred)",
        {"y_true": [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], "y_pred": [[0.05, 0.85, 0.1], [0.1, 0.5, 0.4]]},
        twin="p = y_pred/np.sum(y_pred, axis=-1, keepdims=True)\nloss = -np.sum(y_true*np.log(p), axis=-1)",
        out="loss",
    ),
    P(
        "keras activations",
        "y = tf.keras.activations.elu(x) + tf.keras.activations.tanh(x) + tf.keras.activations.softplus(x)",
        {"x": [0.5, -1.2, 2.0]},
        twin="y = np.where(x > 0, x, np.exp(x) - 1) + np.tanh(x) + np.log(1 + np.exp(x))",
    ),
    P(
        "keras layers one after the other",
        """
        from tensorflow import keras
        from tensorflow.keras import layers

        model = keras.Sequential([
            layers.Dense(3, activation="relu"),
            layers.Dense(1),
        ])
        y = model(x)
        """,
        {"x": [[0.5, -1.0]]},
        out="~",
        twin="y = 0.0",
    ),
    P(
        "keras dense layer class from the guide",
        """
        class Linear(keras.layers.Layer):
            def __init__(self, w, b):
                super().__init__()
                self.w = w
                self.b = b

            def call(self, inputs):
                return tf.matmul(inputs, self.w) + self.b

        linear_layer = Linear(W, b)
        y = linear_layer(x)
        """,
        DENSE,
        twin="y = x @ W + b",
    ),
    P(
        "reductions and shapes",
        "y = tf.reduce_sum(tf.reshape(x, [-1]) * tf.range(4, dtype=tf.float32)) + tf.reduce_max(x)",
        {"x": [[0.5, -1.0], [1.5, 0.7]]},
        twin="y = np.sum(x.reshape(-1)*np.arange(4)) + np.max(x)",
    ),
    P(
        "concat, transpose, expand_dims",
        """
        a = tf.concat([x, x * 2], axis=1)
        b = tf.transpose(a)
        c = tf.expand_dims(b, 0)
        y = tf.squeeze(c)[0] * w
        """,
        {"x": [[0.5, -1.0], [1.5, 0.7]], "w": 3.0},
        twin="a = np.concatenate([x, 2*x], axis=1)\nb = a.T\nc = b[None]\ny = np.squeeze(c)[0]*w",
        out="y",
    ),
    P(
        "gradient step with assign_sub",
        """
        w = tf.Variable([0.5, -0.3])
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((tf.linalg.matvec(X, w) - y)**2)
        g = tape.gradient(loss, w)
        w.assign_sub(0.1 * g)
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0]], "y": [1.0, -0.5]},
        twin="w = np.array([0.5, -0.3])\nloss = np.sum((X @ w - y)**2)",
        out="loss",
        either=True,
    ),
    P(
        "stop_gradient",
        "y = tf.stop_gradient(x) * x",
        {"x": [0.5, -1.2]},
        written_for="torch",
        twin="x.detach() * x",
    ),
    P(
        "l2 loss and clip",
        "y = tf.nn.l2_loss(w) + tf.reduce_sum(tf.clip_by_value(w, -1.0, 1.0))",
        {"w": [0.5, -1.2, 2.0]},
        twin="y = np.sum(w**2)/2 + np.sum(np.clip(w, -1.0, 1.0))",
    ),
    P(
        "keras backend",
        """
        from keras import backend as K

        def huber(y_true, y_pred):
            error = K.abs(y_true - y_pred)
            return K.mean(K.square(error))

        huber(y_true, y_pred)
        """,
        {"y_true": [1.0, 0.0, 2.0], "y_pred": [0.8, 0.3, 1.1]},
        twin="np.mean((y_true - y_pred)**2)",
        either=True,
    ),
]

PROGRAMS += [
    P(
        "keras: train_step with GradientTape and optimizer",
        """
import tensorflow as tf
W = tf.Variable([[0.5], [-0.3]])
b = tf.Variable(0.1)
optimizer = tf.keras.optimizers.Adam(learning_rate=0.01)
loss_object = tf.keras.losses.MeanSquaredError()

@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        predictions = tf.matmul(x, W) + b
        loss = loss_object(y, predictions)
    gradients = tape.gradient(loss, [W, b])
    optimizer.apply_gradients(zip(gradients, [W, b]))
    return loss

x = tf.constant([[1., 2.], [0.5, -1.]])
y = tf.constant([[1.], [0.]])
for epoch in range(10):
    l = train_step(x, y)
    tf.print("loss", l)
""",
        {},
        twin="""
W = np.array([[0.5], [-0.3]])
b = 0.1
x = np.array([[1., 2.], [0.5, -1.]])
y = np.array([[1.], [0.]])
loss = np.mean((x @ W + b - y)**2)
""",
        out="loss",
        skip=("x", "y"),
    ),
    P(
        "tf: custom loss with tf.where and cast",
        """
def huber_fn(y_true, y_pred):
    error = y_true - y_pred
    is_small_error = tf.abs(error) < 1
    squared_loss = tf.square(error) / 2
    linear_loss = tf.abs(error) - 0.5
    return tf.where(is_small_error, squared_loss, linear_loss)
acc = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(p, axis=1), tf.constant([1, 0])), tf.float32))
loss = tf.reduce_sum(huber_fn(t, y))
""",
        {"t": [1.0, 2.0, 3.0], "y": [1.2, 4.0, 2.9], "p": [[0.2, 0.8], [0.6, 0.4]]},
        twin="""
e = t - y
loss = np.sum(np.where(np.abs(e) < 1, e**2/2, np.abs(e) - 0.5)) + 0*np.sum(p)
""",
        out="loss",
    ),
]

PROGRAMS += [
    P(
        "keras: functional API summary",
        """
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
x = tf.constant([[1.0, -2.0]])
h = layers.Dense(2, activation="relu", kernel_initializer="ones", use_bias=False)(x)
y = layers.Dense(1, kernel_initializer=tf.keras.initializers.Constant(0.5), bias_initializer="zeros")(h)
loss = tf.reduce_mean(tf.square(y - 1.0))
""",
        {},
        twin="""
x = np.array([[1.0, -2.0]])
h = np.maximum(0, x @ np.ones((2, 2)))
y = h @ np.full((2, 1), 0.5)
loss = np.mean((y - 1.0)**2)
""",
        out="loss",
        skip=("x",),
    ),
    P(
        "a matrix times a vector",
        """
        w = tf.Variable([0.5, -0.3, 0.2])
        with tf.GradientTape() as tape:
            y = tf.linalg.matvec(X, w)
            loss = tf.reduce_sum(tf.square(y - t))
        dw = tape.gradient(loss, w)
        """,
        {"X": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]], "t": [0.2, 0.4]},
        twin="w = np.array([0.5, -0.3, 0.2])\ny = X @ w\nloss = np.sum((y - t)**2)",
        out="loss",
    ),
    P(
        "Huber's loss of the backend",
        """
        from keras import backend as K

        def huber(y_true, y_pred, delta=1.0):
            error = K.abs(y_true - y_pred)
            quad = K.minimum(error, delta)
            lin = error - quad
            return K.mean(0.5 * K.square(quad) + delta * lin)

        huber(y_true, y_pred)
        """,
        {"y_true": [0.5, -1.2, 2.0], "y_pred": [0.2, 0.7, -0.3]},
        twin="e = np.abs(y_true - y_pred)\nq = np.minimum(e, 1.0)\nout = np.mean(0.5*q**2 + (e - q))",
        out="out",
    ),
]
