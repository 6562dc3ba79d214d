"""Writes a GGUF file of a given size that is complete, full of random numbers, and no model that could answer."""

import os
import struct

ALIGNMENT = 32
PIECE = 16 << 20


def text(value):
    encoded = value.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def head(weights):
    """GGUF version 3 with one F32 tensor of that many weights."""
    key = text("general.architecture") + struct.pack("<I", 8) + text("llama")
    tensor = text("blk.0.weight") + struct.pack("<IQIQ", 1, weights, 0, 0)
    bytes_ = b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + key + tensor
    return bytes_ + bytes(-len(bytes_) % ALIGNMENT)


def write(path, total_bytes):
    """The file is not sparse and does not compress. total_bytes: a multiple of 32."""
    left = total_bytes - len(head(1))
    with open(path, "wb") as file:
        file.write(head(left // 4))
        while left:
            piece = os.urandom(min(PIECE, left))
            file.write(piece)
            left -= len(piece)
