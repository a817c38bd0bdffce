"""Write the trained network as an ONNX graph with 8-bit weights."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from communique.language.windows import LONGEST_WINDOW
from training.network import Network, Sizes

OUTPUTS = ("xpos", "upos", "feats", "lemma", "ner", "start", "arcs", "label_dep", "label_head")

# Output of the graph with the vectors of word pieces before the first layer.
ROWS = "rows"


class Exported(nn.Module):
    """The network with the best classes chosen in the graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, types: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """All outputs, in the order of `OUTPUTS`."""
        out = self.network(pieces, types, mask, first)
        return tuple(out[k].argmax(-1) if k in {"xpos", "upos", "feats", "lemma"} else out[k] for k in OUTPUTS)


def load(folder: Path) -> Network:
    """Load a network from a training folder."""
    network = Network(Sizes(**json.loads((folder / "sizes.json").read_text("utf-8"))))
    network.load_state_dict(torch.load(folder / "best.pt"))
    return network.eval()


def export(network: Network, path: Path) -> None:
    """Write the 32-bit graph; the table of places ends where windows do."""
    network.places.weight = nn.Parameter(network.places.weight[: LONGEST_WINDOW + 2].clone())
    ones = torch.ones(2, 12, dtype=torch.int64)
    inputs = (ones, ones, torch.ones(2, 12), torch.arange(5).expand(2, -1).contiguous())
    axes = {"pieces": {0: "b", 1: "t"}, "types": {0: "b", 1: "t"}, "mask": {0: "b", 1: "t"}, "first": {0: "b", 1: "n"}}
    axes |= {k: {0: "b", 1: "n"} for k in OUTPUTS} | {"arcs": {0: "b", 1: "n", 2: "n"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(network),
            inputs,
            str(path),
            input_names=list(axes)[:4],
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def quantise(source: Path, target: Path, *, skip: tuple[str, ...] = (), reduce_range: bool = True) -> None:
    """Quantise the matrices of the encoder to 8 bits a weight, and the table of word pieces row by row."""
    quantise_matrices(source, target, skip=skip, reduce_range=reduce_range)
    model = onnx.load(str(target))
    _quantise_table(model)
    onnx.save(model, str(target))


def quantise_matrices(source: Path, target: Path, *, skip: tuple[str, ...] = (), reduce_range: bool = True) -> None:
    """Quantise matrices to 8 bits a weight, one scale a column."""
    model = onnx.load(str(source))
    nodes = [n.name for n in model.graph.node if n.op_type in {"MatMul", "Gemm"} and any(s in n.name for s in skip)]
    quantize_dynamic(
        str(source),
        str(target),
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=nodes,
        # Seven bits a weight: processors without VNNI add two products in 16 bits, which eight would overflow.
        reduce_range=reduce_range,
        extra_options={"MatMulConstBOnly": True},
    )


def _quantise_table(model: onnx.ModelProto) -> None:
    """One scale a row: a rare piece keeps its precision beside frequent ones."""
    graph = model.graph
    table = max((t for t in graph.initializer if t.data_type == TensorProto.FLOAT), key=lambda t: np.prod(t.dims))
    values = numpy_helper.to_array(table)
    scale = np.abs(values).max(1, keepdims=True) / 127 + 1e-12
    gather = next(n for n in graph.node if n.op_type == "Gather" and n.input[0] == table.name)
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.round(values / scale).astype(np.int8), "pieces_int8"),
            numpy_helper.from_array(scale.astype(np.float32), "pieces_scale"),
        ]
    )
    at = list(graph.node).index(gather)
    new = [
        helper.make_node("Gather", ["pieces_int8", gather.input[1]], ["pieces_rows"]),
        helper.make_node("Gather", ["pieces_scale", gather.input[1]], ["pieces_scales"]),
        helper.make_node("Cast", ["pieces_rows"], ["pieces_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["pieces_float", "pieces_scales"], [gather.output[0]]),
    ]
    graph.node.remove(gather)
    graph.initializer.remove(table)
    for i, node in enumerate(new):
        graph.node.insert(at + i, node)
    # The judge of events has layers of its own, and shares this table: its rows leave the graph where asked for.
    rows = helper.make_tensor_value_info(ROWS, TensorProto.FLOAT, ["b", "t", values.shape[1]])
    graph.node.append(helper.make_node("Identity", [gather.output[0]], [ROWS]))
    graph.output.append(rows)


def write_labels(network: Network, path: Path) -> None:
    """Write the small layer that names relations; it runs outside the graph, once heads are chosen."""
    np.savez_compressed(
        path,
        weight=network.label_out.weight.detach().numpy().T.astype(np.float16),
        bias=network.label_out.bias.detach().numpy().astype(np.float32),
    )
