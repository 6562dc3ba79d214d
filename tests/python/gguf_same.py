"""Compares two GGUF files as the gguf package reads them: gguf_same.py WHOLE JOINED

Ends with 0 and says how much it compared if all key-values and all tensors are the same.
"""

import sys

import gguf


def key_values(reader):
    # What starts with GGUF. are the reader's own: the version and the counts.
    return {
        name: (field.types, [part.tobytes() for part in field.parts])
        for name, field in reader.fields.items()
    }


def tensors(reader):
    return {
        tensor.name: (tensor.tensor_type, tensor.shape.tolist(), tensor.data.tobytes()) for tensor in reader.tensors
    }


def same(what, whole, joined):
    if list(whole) != list(joined):
        raise SystemExit(f"{what}: {list(joined)} instead of {list(whole)}")
    for name, value in whole.items():
        if joined[name] != value:
            raise SystemExit(f"{what}: {name} differs")


whole, joined = (gguf.GGUFReader(path) for path in sys.argv[1:3])
same("key-values", key_values(whole), key_values(joined))
same("tensors", tensors(whole), tensors(joined))
if any(name.startswith("split.") for name in joined.fields):
    raise SystemExit("the joined file still says that it is split")
print(f"{len(joined.fields)} key-values and {len(joined.tensors)} tensors are the same")
