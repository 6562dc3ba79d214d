"""Chats through shimmyd with the real OpenAI client: openai_chat.py BASE_URL MODEL

MODEL is the tiny Markov model: whatever ends in a newline is answered " Hello, world!!".
"""
import re
import sys

import openai

base_url, model = sys.argv[1:3]
client = openai.OpenAI(base_url=base_url, api_key="unused", max_retries=0, timeout=60)
messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Say hello."}]

assert model in [m.id for m in client.models.list()], "the model is not listed"
assert client.models.retrieve(model).owned_by == "shimmy"

whole = client.chat.completions.create(model=model, messages=messages)
assert whole.choices[0].message.content == " Hello, world!!", whole
assert whole.choices[0].message.role == "assistant"
assert whole.choices[0].finish_reason == "stop", whole
assert whole.usage.completion_tokens == 4, whole.usage  # ▁Hello , ▁ world !! are four tokens of that model
assert whole.usage.prompt_tokens > 0
assert whole.model == model

limited = client.chat.completions.create(model=model, messages=messages, max_tokens=2)
assert limited.choices[0].message.content == " Hello, ", limited
assert limited.choices[0].finish_reason == "length", limited

parts = [{"role": "user", "content": [{"type": "text", "text": "Say"}, {"type": "text", "text": "hello."}]}]
assert client.chat.completions.create(model=model, messages=parts).choices[0].message.content == " Hello, world!!"

text, reasons, usage = "", [], None
for chunk in client.chat.completions.create(
    model=model, messages=messages, stream=True, stream_options={"include_usage": True}
):
    usage = chunk.usage or usage
    for choice in chunk.choices:
        text += choice.delta.content or ""
        reasons.append(choice.finish_reason)
assert text == " Hello, world!!", text
assert reasons[-1] == "stop" and not any(reasons[:-1]), reasons
assert usage.completion_tokens == 4, usage

plain = client.completions.create(model=model, prompt="anything\n")
assert plain.choices[0].text == " Hello, world!!", plain
streamed = "".join(c.choices[0].text for c in client.completions.create(model=model, prompt="x\n", stream=True) if c.choices)
assert streamed == " Hello, world!!", streamed

# Several prompts are several choices, in their order, each with its prompt in front where that is asked for.
several = client.completions.create(model=model, prompt=["one\n", "Q"], echo=True)
assert [choice.text for choice in several.choices] == ["one\n Hello, world!!", "Q"], several
assert [choice.index for choice in several.choices] == [0, 1]
assert several.usage.completion_tokens == 4, several.usage
parts = {0: "", 1: ""}
for chunk in client.completions.create(model=model, prompt=["one\n", "x\n"], stream=True):
    for choice in chunk.choices:
        parts[choice.index] += choice.text
assert parts == {0: " Hello, world!!", 1: " Hello, world!!"}, parts

# L never ends by itself: OpenAI's own limit for completions is 16 tokens.
endless = client.completions.create(model=model, prompt="L")
assert endless.choices[0].text == "".join(f" w{i}" for i in range(16)), endless
assert endless.choices[0].finish_reason == "length" and endless.usage.completion_tokens == 16, endless

# The context ends what nobody limits: <s> and L are two tokens of 4096.
longest = client.with_options(timeout=300).completions.create(model=model, prompt="L", max_tokens=100_000)
assert longest.choices[0].finish_reason == "length", longest.choices[0].finish_reason
assert longest.usage.prompt_tokens == 2, longest.usage  # <s>, L
assert longest.usage.total_tokens == 4096, longest.usage

# Stop sequences, also when they arrive in pieces, and marks that a model spells out.
for stop, expected in (("STOP", " stop"), (["nowhere", "OP"], " stopST"), (" stop", "")):
    stopped = client.completions.create(model=model, prompt="U", stop=stop)
    assert stopped.choices[0].text == expected, (stop, stopped)
    assert stopped.choices[0].finish_reason == "stop", stopped
assert client.completions.create(model=model, prompt="U").choices[0].text == " stopSTOP ustail"
assert client.completions.create(model=model, prompt="X").choices[0].text == " text"
cut = "".join(c.choices[0].text for c in client.completions.create(model=model, prompt="X", stream=True) if c.choices)
assert cut == " text", cut

# A client that has waited long enough leaves, and takes the generation with it: the next one is served at once.
impatient = client.with_options(timeout=1)
for stream in (False, True):
    try:
        answer = impatient.completions.create(model=model, prompt="L", max_tokens=4000, stream=stream)
        if stream:
            next(iter(answer))
            answer.close()
    except openai.APITimeoutError:
        pass
    after = client.completions.create(model=model, prompt="x\n")
    assert after.choices[0].text == " Hello, world!!", after

too_long = "a" * 5000  # each letter is a token of that model
for call in (
    lambda: client.chat.completions.create(model=model, messages=[{"role": "user", "content": too_long}]),
    lambda: client.completions.create(model=model, prompt=too_long),
    lambda: client.completions.create(model=model, prompt=["x", too_long], stream=True),
):
    try:
        call()
    except openai.BadRequestError as caught:
        assert caught.code == "context_length_exceeded", caught.body
        assert "4096" in caught.message and re.search(r"has 50[0-2]\d tokens", caught.message), caught.message
    else:
        raise AssertionError("a prompt that is too long was taken")

for parameters in (
    {"n": 2}, {"logprobs": True}, {"logit_bias": {"1": 5}}, {"presence_penalty": 1.0}, {"frequency_penalty": 0.5},
    {"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]},
    {"response_format": {"type": "json_object"}}, {"temperature": 3}, {"top_p": 2}, {"max_tokens": 0},
    {"stop": [""]},
):
    try:
        client.chat.completions.create(model=model, messages=messages, **parameters)
    except openai.BadRequestError as caught:
        assert caught.param == next(iter(parameters)), (parameters, caught.body)
    else:
        raise AssertionError(f"{parameters} was taken")
harmless = client.chat.completions.create(
    model=model, messages=messages, n=1, seed=7, user="me", temperature=0.5, top_p=0.9, presence_penalty=0, tools=[],
    response_format={"type": "text"}, logit_bias={}, metadata={"a": "b"}, reasoning_effort="low",
)
assert harmless.choices[0].message.content == " Hello, world!!", harmless

for call, error in (
    (lambda: client.chat.completions.create(model="nowhere", messages=messages), openai.NotFoundError),
    (lambda: client.models.retrieve("nowhere"), openai.NotFoundError),
    (lambda: client.chat.completions.create(model=model, messages=[]), openai.BadRequestError),
    (lambda: client.chat.completions.create(model=model, messages=[{"role": "tool", "content": "x", "tool_call_id": "1"}]), openai.BadRequestError),
    (lambda: client.chat.completions.create(model=model, messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]), openai.BadRequestError),
    (lambda: client.completions.create(model=model, prompt=[1, 2, 3]), openai.BadRequestError),
):
    try:
        call()
    except error as caught:
        assert caught.body["message"], caught.body
    else:
        raise AssertionError(f"{error.__name__} was not raised")
print("the OpenAI client is served")
