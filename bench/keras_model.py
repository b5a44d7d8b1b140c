"""A Keras 3 model from the JSON of a TensorFlow.js LayersModel (`model.toJSON()`), which is in Keras 2's form."""

import keras
from keras import layers


class ChannelPadding(layers.Layer):
    """Channels of zeros before the first and after the last."""

    def __init__(self, padding, **options):
        super().__init__(**options)
        self.padding = padding

    def call(self, inputs):
        return keras.ops.pad(inputs, [[0, 0], [0, 0], [0, 0], self.padding])

    def compute_output_shape(self, shape):
        return (*shape[:-1], shape[-1] + sum(self.padding))


class ChannelBias(layers.Layer):
    """A learned number for each channel."""

    def build(self, shape):
        self.bias = self.add_weight(name="bias", shape=(shape[-1],), initializer="zeros")

    def call(self, inputs):
        return inputs + self.bias


OWN_LAYERS = {"ChannelPadding": ChannelPadding, "ChannelBias": ChannelBias}
# Initial values do not matter for time, and Keras 3 knows neither of the others.
LEFT_OUT = ("batch_input_shape", "seed", "name", "dtype")


def layer_of(description, is_last):
    options = {
        key: value
        for key, value in description["config"].items()
        if key not in LEFT_OUT and not key.endswith("initializer")
    }
    if is_last and options.get("activation") == "softmax":
        options["activation"] = "linear"
    for key, value in options.items():
        if key.endswith("constraint") and value is not None:
            options[key] = keras.constraints.MaxNorm(**value["config"])
    name = description["class_name"]
    kind = OWN_LAYERS.get(name) or getattr(layers, name)
    if name == "DepthwiseConv2D":
        options.pop("filters", None)
    return kind(**options)


def model_from_json(description):
    """The model, with logits as its result whatever its last activation."""
    parts = description["config"]["layers"]
    if description["class_name"] == "Sequential":
        shape = parts[0]["config"]["batch_input_shape"][1:]
        inner = [layer_of(part, part is parts[-1]) for part in parts]
        return keras.Sequential([keras.Input(shape), *inner])
    (last, _, _) = description["config"]["output_layers"][0]
    tensors = {}
    for part in parts:
        if part["class_name"] == "InputLayer":
            tensors[part["name"]] = keras.Input(part["config"]["batch_input_shape"][1:])
            continue
        inputs = [tensors[source[0]] for source in part["inbound_nodes"][0]]
        layer = layer_of(part, part["name"] == last)
        tensors[part["name"]] = layer(inputs if len(inputs) > 1 else inputs[0])
    (first, _, _) = description["config"]["input_layers"][0]
    return keras.Model(tensors[first], tensors[last])
