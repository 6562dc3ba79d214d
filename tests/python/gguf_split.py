"""Writes one model whole and split, with the gguf package: gguf_split.py DIRECTORY

DIRECTORY gets whole.gguf, and shards named as the Hub names them. The tensors are of several types, and of sizes that
need padding.
"""

import sys
from pathlib import Path

import gguf
import numpy

directory = Path(sys.argv[1])


def write(path, **options):
    writer = gguf.GGUFWriter(path, "llama", **options)
    writer.add_name("split by the gguf package")
    writer.add_uint64("test.u64", 2**63 + 1)
    writer.add_int8("test.i8", -5)
    writer.add_float64("test.f64", 0.1)
    writer.add_bool("test.flag", True)
    writer.add_array("test.texts", ["", "ä", "\n"])
    writer.add_array("test.numbers", [-1, 0, 2**31 - 1])
    for i, (kind, shape) in enumerate(
        [("float32", (3, 5)), ("float16", (7,)), ("float64", (2, 3, 5)), ("int8", (33,)), ("int32", (1, 2, 3, 4))]
    ):
        numbers = numpy.random.default_rng(i).integers(-100, 100, shape).astype(kind)
        writer.add_tensor(f"plain.{i}.weight", numbers)
    for kind in (gguf.GGMLQuantizationType.Q8_0, gguf.GGMLQuantizationType.Q4_0):
        weights = numpy.random.default_rng(9).normal(size=(3, 64)).astype("float32")
        writer.add_tensor(f"packed.{kind.name}.weight", gguf.quants.quantize(weights, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


write(directory / "whole.gguf")
write(directory / "even.gguf", split_max_tensors=3)
write(directory / "small-first.gguf", split_max_tensors=2, small_first_shard=True)
