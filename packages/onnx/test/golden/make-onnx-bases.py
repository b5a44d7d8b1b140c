"""Small classifiers as ONNX files, and what onnxruntime says of the input of their last fully connected layer.

Run: python3 make-onnx-bases.py   (torch 2.15, onnx, onnxruntime; writes onnx-bases.json beside this file)

All say the same of the same picture, whatever their form: "fixed" and "dynamic" come from torch.onnx.export, for one image
and for any batch, with a squeeze-and-excitation whose linear layers are no heads; the others are made of "dynamic".
"""
import base64
import io
import json
import pathlib
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(20)
SIDE = 12


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU())
        self.squeeze = nn.Linear(8, 4)
        self.excite = nn.Linear(4, 8)
        self.last = nn.Conv2d(8, 10, 3)
        self.head = nn.Linear(10, 5)

    def forward(self, x):
        x = self.stem(x)
        gates = torch.sigmoid(self.excite(torch.relu(self.squeeze(x.mean((2, 3))))))
        x = torch.relu(self.last(x * gates.view(gates.size(0), 8, 1, 1)))
        return torch.softmax(self.head(x.mean((2, 3)).view(x.size(0), -1)), 1)


network = Network()
network(torch.randn(32, 3, SIDE, SIDE))  # batch statistics
network.eval()


def exported(opset, **options):
    file = io.BytesIO()
    torch.onnx.export(network, torch.zeros(1, 3, SIDE, SIDE), file, dynamo=False, opset_version=opset, input_names=["pixels"], output_names=["classes"], **options)
    return onnx.load_from_string(file.getvalue())


def nhwc(model):
    """As converters of Keras models begin."""
    own = onnx.ModelProto.FromString(model.SerializeToString())
    graph = own.graph
    graph.input[0].CopyFrom(helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", SIDE, SIDE, 3]))
    graph.node.insert(0, helper.make_node("Transpose", ["images"], ["pixels"], perm=[0, 3, 1, 2]))
    return own


def matmul(model):
    """The head as MatMul and Add, its weights behind an Identity and a DequantizeLinear, other numbers as float_data."""
    own = onnx.ModelProto.FromString(model.SerializeToString())
    graph = own.graph
    gemm = next(node for node in reversed(graph.node) if node.op_type == "Gemm")
    weight = next(each for each in graph.initializer if each.name == gemm.input[1])
    kernel = (numpy_helper.to_array(weight).T * 100).round().astype(np.int8)
    graph.initializer.extend([
        numpy_helper.from_array(np.ascontiguousarray(kernel), "quantized"),
        numpy_helper.from_array(np.array(0.01, np.float32), "scale"),
    ])
    at = list(graph.node).index(gemm)
    bias, features, output = gemm.input[2], gemm.input[0], gemm.output[0]
    del graph.node[at]
    for node in reversed([
        helper.make_node("DequantizeLinear", ["quantized", "scale"], ["kernel"]),
        helper.make_node("Identity", ["kernel"], ["same_kernel"]),
        helper.make_node("MatMul", [features, "same_kernel"], ["product"]),
        helper.make_node("Add", ["product", bias], [output]),
    ]):
        graph.node.insert(at, node)
    graph.initializer.remove(weight)
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and len(tensor.dims) == 4:
            values = numpy_helper.to_array(tensor).ravel().tolist()
            tensor.ClearField("raw_data")
            tensor.float_data.extend(values)
    return own


def headless(model):
    own = onnx.ModelProto.FromString(model.SerializeToString())
    graph = own.graph
    gemm = next(node for node in reversed(graph.node) if node.op_type == "Gemm")
    graph.output[0].CopyFrom(helper.make_tensor_value_info(gemm.input[0], TensorProto.FLOAT, ["batch", 10]))
    kept = list(graph.node)[: list(graph.node).index(gemm)]
    del graph.node[:]
    graph.node.extend(kept)
    return own


def class_token():
    """As transformers begin that were saved for one image: a token is joined to the patches, which fits one image alone."""
    constants = {"patches": np.int64([1, 4, 108]), "token": np.zeros((1, 1, 108), np.float32), "one": np.int64([1, 1, 108]),
                 "first": np.int64(0), "kernel": np.zeros((108, 5), np.float32)}
    nodes = [
        helper.make_node("Reshape", ["pixels", "patches"], ["tokens"]),
        helper.make_node("Expand", ["token", "one"], ["tokens_of_class"]),
        helper.make_node("Concat", ["tokens_of_class", "tokens"], ["all"], axis=1),
        helper.make_node("Gather", ["all", "first"], ["features"], axis=1),
        helper.make_node("MatMul", ["features", "kernel"], ["classes"]),
    ]
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    tensors = [numpy_helper.from_array(np.asarray(data), name) for name, data in constants.items()]
    graph = helper.make_graph(nodes, "token", [value("pixels", [1, 3, SIDE, SIDE])], [value("classes", [1, 5])], tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])


images = np.random.default_rng(20).integers(0, 256, (2, SIDE, SIDE, 3), dtype=np.uint8)
mean, std = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])
pixels = np.ascontiguousarray(((images / np.float32(255) - mean) / std).transpose(0, 3, 1, 2))

dynamic = exported(17, dynamic_axes={"pixels": {0: "batch"}, "classes": {0: "batch"}})
session = onnxruntime.InferenceSession(headless(dynamic).SerializeToString())
features = session.run(None, {"pixels": pixels})[0]

files = {"fixed": exported(13), "dynamic": dynamic, "nhwc": nhwc(dynamic), "matmul": matmul(dynamic), "headless": headless(dynamic)}
encode = lambda data: base64.b64encode(data).decode()
result = {
    "side": SIDE,
    "images": encode(images.tobytes()),
    "features": encode(features.astype(np.float32).tobytes()),
    "classToken": encode(class_token().SerializeToString()),
    "files": {name: encode(model.SerializeToString()) for name, model in files.items()},
}

own = onnx.ModelProto.FromString(dynamic.SerializeToString())
onnx.save_model(own, "/tmp/onnx-base.onnx", save_as_external_data=True, location="base.onnx.data", size_threshold=64)
result["external"] = {name: encode(pathlib.Path("/tmp", name).read_bytes()) for name in ("onnx-base.onnx", "base.onnx.data")}
for name in result["external"]:
    pathlib.Path("/tmp", name).unlink()

path = pathlib.Path(__file__).with_name("onnx-bases.json")
path.write_text(json.dumps(result) + "\n")
