"""Programs of Keras as they are pasted: without imports, without data, without a call."""

from __future__ import annotations

import json

import pytest

import chainrule

NET = """model = Sequential()
model.add(Dense(8, input_dim=4, activation='relu'))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
"""


def test_a_model_without_imports_and_data_learns_from_examples_of_its_shape() -> None:
    trace = json.loads(chainrule.trace(NET + "model.fit(X, y, epochs=150)", defaults=True).to_json())
    shapes = {node["label"]: node["shape"] for node in trace["nodes"]}
    assert shapes["X"] == [2, 4]
    assert {label for row in trace["values"]["y"] for label in row} <= {0.0, 1.0}
    assert trace["loop"]["rounds"] == 150


@pytest.mark.parametrize(
    ("layers", "shape"),
    [
        ("Dense(4, activation='relu', input_shape=(3,)), Dropout(0.5), Dense(1)", [2, 3]),
        ("Input((3,)), Dense(2)", [2, 3]),
        ("Conv2D(2, 3, input_shape=(6, 6, 1)), MaxPooling2D(), Flatten(), Dense(3)", [2, 6, 6, 1]),
    ],
)
def test_a_model_without_a_call_is_called_with_two_examples(layers: str, shape: list[int]) -> None:
    trace = json.loads(chainrule.trace(f"model = Sequential([{layers}])", defaults=True).to_json())
    assert {node["label"]: node["shape"] for node in trace["nodes"]}["x"] == shape
    assert "uncalled-module" in {notice["code"] for notice in trace["notices"]}


def test_the_functional_form_keeps_its_own_x() -> None:
    source = (
        "from tensorflow import keras\ninputs = keras.Input(shape=(4,))\n"
        "x = keras.layers.Dense(3, activation='relu')(inputs)\nmodel = keras.Model(inputs, keras.layers.Dense(2)(x))"
    )
    trace = json.loads(chainrule.trace(source, defaults=True).to_json())
    assert {node["label"]: node["shape"] for node in trace["nodes"]}["X"] == [2, 4]


def test_labels_are_classes_of_the_last_layer() -> None:
    source = (
        "import keras\nmodel = keras.Sequential([keras.layers.Dense(3, input_shape=(2,))])\n"
        "model.compile('sgd', keras.losses.SparseCategoricalCrossentropy(from_logits=True))\nmodel.fit(X, t, epochs=2)"
    )
    trace = json.loads(chainrule.trace(source, defaults=True).to_json())
    assert all(label in (0.0, 1.0, 2.0) for label in trace["values"]["t"])
    assert trace["value"] > 0


def test_a_class_of_the_program_is_its_own() -> None:
    source = "class Dense:\n    def forward(self, x): return 3*x\nd = Dense()\ny = d.forward(v)"
    assert chainrule.trace(source, values={"v": 2}).value == 6
