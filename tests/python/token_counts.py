"""Writes vocabularies, and what their own tokenizers make of many texts: token_counts.py DIRECTORY [GEMMA]

For each vocabulary DIRECTORY gets NAME.gguf, and NAME.json with [text, tokens] each. SentencePiece and the byte-level
BPE of the tokenizers package are trained here, on what every Python has. GEMMA is a GGUF whose vocabulary is given to
SentencePiece as it is.
"""

import json
import random
import struct
import sys
import tempfile
from pathlib import Path
from pydoc_data import topics

import gguf
import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

directory = Path(sys.argv[1])
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6

SAMPLES = [
    "",
    " ",
    "a",
    "Hello world  two   three    four",
    "\tint main(void)\n{\n\treturn 0;\n}\n",
    "line\r\nline\r\n\r\n  end\r\n",
    "\n" * 40,
    " " * 100,
    "\t\t\t\t x \t y",
    "Größenwahn und Übermut überwältigen Straßenbahnen — „so“ sei’s.",
    "你好，世界。今天的天气怎么样？我們學習中文。",
    "こんにちは世界。カタカナとひらがなと漢字。",
    "مرحبا بالعالم، كيف حالك اليوم؟",
    "สวัสดีชาวโลก วันนี้อากาศดี",
    "हिन्दी में लिखा हुआ पाठ। 한국어 텍스트입니다.",
    "ΑΒΓ αβγ Привет, мир! Շնորհակալություն שלום",
    "👩‍👩‍👧‍👦 family, 🏳️‍🌈 flag, 👍🏽 thumb, 🇩🇪",
    "e\u0301a\u0300 z\u0335\u0336\u0337 combining",
    "1234567890 12 345 6789 0.5e-10 ٣٤٥ ⅷ ½ ¾ 一二三 ² ³",
    "I'm you're he's THEY'LL we've don't I'D 'S 'LL '\u017f 'll'll ''s 'reve 'R 've'",
    "\x01\x02\x1b[31m\x7f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000\ufeff\ufffd",
    "def f(x):\n    if x == 0:\n        return {'a': [1, 2, 3]}\n    # comment\n\n\n    return f(x-1)  # → done\n",
    '<html><body class="x"><p>text</p>\n<!-- c --></body></html>',
    "https://example.org/a/b?c=d&e=%20f#g",
    "!!!???...---===***///\\\\\\ ...\n\n\r\n ...\n x!\n!",
    "a  \n\n  b \t\n c\r\r\r\n\n\r",
    "x" * 300 + "ab" * 300 + "aaaa bbbb" * 30,
]
ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz", "ABC xyz 019", " \t\n\r", "    ", "'stmdrevl STMDREVL", "äöüßéàñ", "你好世界中文字",
    "あいうアイウ漢", "مرحباكيف", "สวัสดี้", "👩\u200d👧🏽🏳️\ufe0f🌈", "\u0301\u0300\u0335", "0123456789", "٣٤½²ⅷ",
    "!?.,;:-_=+*/\\|<>()[]{}\"'`~@#$%^&", "\x01\x1b\x7f\x1c\x1f\x85\xa0", "\u2003\u2028\u3000\u00a0\u1680", "ſKİı",
]


def texts(count, special):
    """The samples, and \a count strings of mixed alphabets with some of the \a special tokens between."""
    source = random.Random(count)
    for sample in SAMPLES:
        yield sample
    for _ in range(count):
        parts = []
        for _ in range(source.randint(1, 12)):
            if special and source.random() < 0.1:
                parts.append(source.choice(special))
            elif source.random() < 0.15:
                parts.append(source.choice(SAMPLES)[: source.randint(0, 20)])
            else:
                alphabet = source.choice(ALPHABETS)
                parts.append("".join(source.choice(alphabet) for _ in range(source.randint(1, 8))))
        yield "".join(parts)


def corpus():
    for text in list(topics.topics.values())[:40]:
        yield from text.split("\n\n")
    for sample in SAMPLES[:-1]:
        yield from [sample] * 20


def write(name, model, pre, tokens, cases, **keys):
    writer = gguf.GGUFWriter(directory / f"{name}.gguf", "llama")
    writer.add_tokenizer_model(model)
    if pre:
        writer.add_tokenizer_pre(pre)
    writer.add_token_list([text for text, _, _ in tokens])
    writer.add_token_scores([score for _, score, _ in tokens])
    writer.add_token_types([kind for _, _, kind in tokens])
    if "merges" in keys:
        writer.add_token_merges(keys.pop("merges"))
    for key, value in keys.items():
        add = writer.add_bool if isinstance(value, bool) else writer.add_uint32
        add(f"tokenizer.ggml.{key}", value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    (directory / f"{name}.json").write_text(json.dumps(cases))


def pieces_of(model):
    for i in range(model.get_piece_size()):
        kind = (
            UNKNOWN if model.is_unknown(i) else CONTROL if model.is_control(i) else BYTE if model.is_byte(i) else NORMAL
        )
        yield model.id_to_piece(i), model.get_score(i), kind


def sentencepiece_model(prefix):
    """What Llama 2 (with a prefix) and Gemma (without one) are: BPE with byte fallback, nothing normalised."""
    with tempfile.TemporaryDirectory() as place:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=corpus(), model_prefix=f"{place}/m", model_type="bpe", vocab_size=3000,
            byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False,
            add_dummy_prefix=prefix, allow_whitespace_only_pieces=True, split_digits=True, character_coverage=0.995,
            max_sentence_length=100000, num_threads=1, minloglevel=2,
        )
        model = sentencepiece.SentencePieceProcessor(model_file=f"{place}/m.model")
    name = "spm-prefix" if prefix else "spm-plain"
    cases = [[text, [model.bos_id()] + model.encode(text)] for text in texts(3000, [])]
    write(name, "llama", "", list(pieces_of(model)), cases, add_space_prefix=prefix)


CONTRACTIONS = "'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])"
WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
# As llama.cpp has them: a contraction's letters are those of ASCII.
RULES = {
    "gpt-2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "llama-bpe": rf"{CONTRACTIONS}|{WORDS}|\p{{N}}{{1,3}}|{REST}",
    "qwen2": rf"{CONTRACTIONS}|{WORDS}|\p{{N}}|{REST}",
}
RULES["smollm"] = RULES["gpt-2"]


def bpe_model(name):
    steps = [pre_tokenizers.Digits(individual_digits=True)] if name == "smollm" else []
    steps.append(pre_tokenizers.Split(Regex(RULES[name]), "isolated"))
    steps.append(pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False))
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Sequence(steps)
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_end|>s"]
    trainer = trainers.BpeTrainer(
        vocab_size=4000, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    trained.train_from_iterator(corpus(), trainer)
    made = json.loads(trained.to_str())["model"]
    merges = [" ".join(pair) for pair in made["merges"]]
    begins = name == "llama-bpe"
    if begins: # words that no merge makes: there they must be found all the same
        made["vocab"] |= {"ĠGrÃ¶ÃŁenwahn": len(made["vocab"]), "zzz": len(made["vocab"]) + 1}
        trained.model = models.BPE(made["vocab"], [tuple(m.split(" ")) for m in merges], ignore_merges=True)
    vocabulary = sorted(made["vocab"], key=made["vocab"].get)
    tokens = [(text, 0.0, CONTROL if text in special else NORMAL) for text in vocabulary]
    bos = trained.token_to_id("<|endoftext|>")
    extra = [" Größenwahn zzz", "zzz"] if begins else []
    cases = [[text, [bos] * begins + trained.encode(text).ids] for text in extra + list(texts(3000, special))]
    write(name, "gpt2", name, tokens, cases, merges=merges, bos_token_id=bos)


def field(number, value):
    """One field of a protocol buffer."""
    def varint(n):
        head = b""
        while n > 127:
            head += bytes([n & 127 | 128])
            n >>= 7
        return head + bytes([n])

    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def gemma(path):
    keys = gguf.GGUFReader(path).fields
    tokens = keys["tokenizer.ggml.tokens"].contents()
    scores = keys["tokenizer.ggml.scores"].contents()
    kinds = keys["tokenizer.ggml.token_type"].contents()
    pieces = [
        field(1, field(1, text.encode()) + field(2, float(score)) + field(3, int(kind)))
        for text, score, kind in zip(tokens, scores, kinds)
    ]
    trainer = field(2, field(3, 2) + field(35, 1) + field(40, 3) + field(41, 2) + field(42, 1) + field(43, 0))
    normalizer = field(3, field(1, b"identity") + field(3, 0) + field(4, 0) + field(5, 1))
    model = sentencepiece.SentencePieceProcessor(model_proto=b"".join(pieces) + trainer + normalizer)
    # Runs of spaces are user-defined tokens in the file, which SentencePiece would not find: it looks for those before
    # it writes spaces as ▁.
    chosen = [text for text in texts(6000, ["<h1>", "</h1>", "<table>", "\n\n\n", "\t\t"]) if "  " not in text]
    cases = [[text, [2] + model.encode(text)] for text in chosen]
    (directory / "gemma.json").write_text(json.dumps(cases))


for with_prefix in (True, False):
    sentencepiece_model(with_prefix)
for rule in RULES:
    bpe_model(rule)
if len(sys.argv) > 2:
    gemma(sys.argv[2])
