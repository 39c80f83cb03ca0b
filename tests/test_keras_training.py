"""Keras models that are compiled and fitted, and functional ones: they are the loops and the calls they stand for."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError

HEAD = """
import numpy as np
import tensorflow as tf
X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = np.array([[0.], [1.], [1.], [0.]])
"""
MODEL = """
model = tf.keras.Sequential([
    tf.keras.layers.Dense(3, activation='tanh', input_shape=(2,)),
    tf.keras.layers.Dense(1, activation='sigmoid'),
])
"""
LOOP = """
for _ in range({epochs}):
    with tf.GradientTape() as tape:
        loss = {loss}
    grads = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(grads, model.trainable_variables))
"""
BCE = "tf.keras.losses.BinaryCrossentropy()(y, model(X))"
CONSTANT = "kernel_initializer=tf.keras.initializers.Constant(0.5)"
FUNCTIONAL = f"""
a = tf.keras.Input(shape=(2,))
b = tf.keras.Input(shape=(3,))
h = tf.keras.layers.Dense(4, {CONSTANT})(a)
k = tf.keras.layers.Dense(4, activation='relu', {CONSTANT})(b)
out = tf.keras.layers.Dense(1, {CONSTANT})(tf.keras.layers.Concatenate()([h + k, k]))
model = tf.keras.Model(inputs=[a, b], outputs=out)
"""


def losses(program: str) -> np.ndarray:
    return np.asarray(chainrule.train(program, optimizer=None).loss)


def output_name(program: str) -> str | None:
    return next(node.name for node in chainrule.trace(program).nodes if node.kind == "output")


@pytest.mark.parametrize(
    ("compiled", "optimizer"),
    [
        ("optimizer='sgd', loss='binary_crossentropy'", "SGD()"),
        ("optimizer='adam', loss='binary_crossentropy', metrics=['accuracy']", "Adam()"),
        ("loss='binary_crossentropy', optimizer='RMSprop'", "RMSprop()"),
        ("tf.keras.optimizers.SGD(0.1, momentum=0.9), tf.keras.losses.BinaryCrossentropy()", "SGD(0.1, momentum=0.9)"),
    ],
)
def test_fit_is_the_loop_that_it_stands_for(compiled: str, optimizer: str) -> None:
    fitted = HEAD + MODEL + f"model.compile({compiled})\nmodel.fit(X, y, epochs=20, verbose=0)\n"
    written = HEAD + MODEL + f"opt = tf.keras.optimizers.{optimizer}\n" + LOOP.format(epochs=20, loss=BCE)
    run = losses(fitted)
    assert len(run) == 21
    assert run[-1] < run[0]
    np.testing.assert_allclose(run, losses(written), rtol=1e-12)


def test_the_first_network_of_a_course_learns_its_line() -> None:
    """One unit on six numbers in a list, as it is shown in the first lesson of many courses: y = 2x - 1."""
    program = """
model = tf.keras.Sequential([tf.keras.layers.Dense(units=1, input_shape=[1])])
model.compile(optimizer='sgd', loss='mean_squared_error')
xs = np.array([-1.0, 0.0, 1.0, 2.0, 3.0, 4.0], dtype=float)
ys = np.array([-3.0, -1.0, 1.0, 3.0, 5.0, 7.0], dtype=float)
history = model.fit(xs, ys, epochs=500)
import matplotlib.pyplot as plt
plt.plot(history.history['loss'])
print(model.predict(np.array([10.0])))
"""
    assert output_name(program) == "loss"
    run = chainrule.train(program, optimizer=None)
    assert run.parameters == ["model.0.kernel", "model.0.bias"]
    x, t = np.array([-1.0, 0, 1, 2, 3, 4]), np.array([-3.0, -1, 1, 3, 5, 7])
    w, b = (float(np.ravel(run.values[name])[-1]) for name in run.parameters)
    loss = float(np.mean((w * x + b - t) ** 2))
    assert loss < 1e-3
    assert run.loss[-1] == pytest.approx(loss, rel=1e-9)


def test_a_functional_model_is_the_calls_that_made_it() -> None:
    program = HEAD + "B = np.array([[1., -2., 0.5], [0., 1., 2.], [1., 1., 1.], [-3., 0., 0.]])\n" + FUNCTIONAL
    value = chainrule.trace(program + "loss = tf.reduce_mean((model([X, B]) - y)**2)\n").value
    x, t = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
    b = np.array([[1, -2, 0.5], [0, 1, 2], [1, 1, 1], [-3, 0, 0]])
    h, k = 0.5 * x.sum(1), np.maximum(0.5 * b.sum(1), 0)  # four units each, all the same
    assert value == pytest.approx(np.mean((0.5 * 4 * (h + k) + 0.5 * 4 * k - t) ** 2), rel=1e-12)
    fitted = chainrule.trace(program + "model.compile('sgd', 'mse')\nmodel.fit([X, B], y, epochs=3)\n")
    assert fitted.value == pytest.approx(value, rel=1e-12)
    names = {node.name for node in fitted.nodes}
    assert {"0.kernel", "1.kernel", "4.kernel"} <= names


def test_a_part_of_a_functional_model_is_a_model() -> None:
    part = HEAD + FUNCTIONAL + "encoder = tf.keras.Model(a, h)\nloss = tf.reduce_sum(encoder(X))\n"
    assert chainrule.trace(part).value == pytest.approx(0.5 * 4 * 4)


def test_what_fit_does_in_another_way_is_said() -> None:
    compiled = HEAD + MODEL + "model.compile('sgd', 'mse')\n"
    fit = "model.fit(np.tile(X, (20, 1)), np.tile(y, (20, 1)), epochs=2, validation_split=0.25)\n"
    notes = [notice.text for notice in chainrule.trace(compiled + fit).notices]
    assert any(text.startswith("Keras takes 32 of the 60 examples") for text in notes)
    assert not any("examples at a time" in n.text for n in chainrule.trace(compiled + "model.fit(X, y)").notices)


@pytest.mark.parametrize("metrics", ["['accuracy']", "'accuracy'"])
def test_names_of_the_program_stay_its_own(metrics: str) -> None:
    program = HEAD + MODEL + f"model.compile('sgd', 'mse', metrics={metrics})\nmodel.fit(X, y, epochs=5)\n"
    assert output_name(program + "loss, accuracy = model.evaluate(X, y)\n") == "training_loss"


@pytest.mark.parametrize(
    ("lines", "detail", "hint"),
    [
        ("model.compile('sgdd', 'mse')\nmodel.fit(X, y)", "The optimizer 'sgdd' is not read here.", "adam"),
        ("model.compile('sgd', 'ms')\nmodel.fit(X, y)", "The loss 'ms' is not read here.", "mse"),
        ("model.compile('sgd', 'mse')\nmodel.fit(data, epochs=3)", "`fit` are read as two arrays", "fit(x, y"),
        ("model.compile('sgd')\nmodel.train_on_batch(X, y)", "compiled without a loss", "loss='mse'"),
        ("model.compile('sgd', 'mse')\nmodel.fit(X, y, sample_weight=y, class_weight={0: 1})", "not both", "Leave one"),
        ("m = tf.keras.Model(tf.keras.Input(shape=(2,)), X)\nm(X)", "made of tensors", "keras.Input"),
    ],
)
def test_what_is_not_read_is_refused_with_a_way_on(lines: str, detail: str, hint: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace(HEAD + MODEL + lines + "\n")
    assert detail in caught.value.detail
    assert hint in (caught.value.hint or "")


def test_another_fit_is_left_alone() -> None:
    program = "from sklearn.linear_model import LogisticRegression\nclf = LogisticRegression().fit(X, y)\nz = X @ w\n"
    assert chainrule.trace(program, values={"X": [[1.0, 2.0]], "w": [3.0, 4.0]}).value == pytest.approx(11.0)


def test_the_weights_of_a_keras_model_are_what_is_learned() -> None:
    run = chainrule.train(HEAD + MODEL + "loss = tf.reduce_mean((model(X) - y)**2)\n", iterations=2)
    assert run.parameters == ["model.0.kernel", "model.0.bias", "model.1.kernel", "model.1.bias"]


def test_data_of_a_file_are_free_names() -> None:
    """`(x_train, y_train), ... = mnist.load_data()`: nothing is downloaded, and each name can have a value."""
    program = """
import matplotlib.pyplot as plt
(x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
fig, axes = plt.subplots(1, 2)
axes[0].plot(y_train)
x_train, x_test = x_train / 255.0, x_test / 255.0
model = tf.keras.Sequential([
    tf.keras.layers.Flatten(input_shape=(2, 2)), tf.keras.layers.Dense(3, kernel_initializer='ones'),
])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x_train, y_train, epochs=5)
"""
    values = {"x_train": np.full((3, 2, 2), 51.0), "y_train": np.array([0.0, 1.0, 2.0])}
    trace = chainrule.trace(program, values=values, defaults=True)
    assert trace.value == pytest.approx(np.log(3))
    assert {"x_train", "y_train"} <= set(trace.values)


@pytest.mark.parametrize(
    ("weights", "loss"),
    [
        ("sample_weight=[1.0, 2.0, 0.5, 3.0]", "'binary_crossentropy'"),
        ("sample_weight=[1.0, 2.0, 0.5, 3.0]", "tf.keras.losses.BinaryCrossentropy()"),
        ("class_weight={0: 0.25, 1: 4.0}", "'binary_crossentropy'"),
    ],
)
def test_weights_of_examples_and_classes_multiply_each_loss(weights: str, loss: str) -> None:
    fitted = HEAD + MODEL + f"model.compile('sgd', {loss})\nmodel.fit(X[:4], y[:4], epochs=5, {weights})\n"
    each = "tf.keras.losses.binary_crossentropy(y[:4], model(X[:4]))"
    factor = "np.array([1.0, 2.0, 0.5, 3.0])" if "sample" in weights else "np.where(y[:4] == 1, 4.0, 0.25).reshape(-1)"
    by_hand = HEAD + "import numpy as np\n" + MODEL + "opt = tf.keras.optimizers.SGD()\n"
    by_hand += LOOP.format(epochs=5, loss=f"np.mean({each}*{factor})")
    np.testing.assert_allclose(losses(fitted), losses(by_hand), rtol=1e-12)
