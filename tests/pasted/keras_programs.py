from .program import P

PROGRAMS = [
    P(
        "tf x07",
        "y = tf.keras.activations.sigmoid(tf.tensordot(w, x, axes=1) + b)",
        {"x": [1, 2], "w": [1, 2], "b": 0.1},
        library="numpy",
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
        library="numpy",
        twin="""
        y = softmax(x @ W + b)
        loss = np.mean(-np.sum(t * np.log(y), axis=1))
        """,
    ),
]
