"""Chats through shimmyd with the real OpenAI client: openai_chat.py BASE_URL MODEL

MODEL is the tiny Markov model: whatever ends in a newline is answered " Hello, world!!".
"""
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

for call, error in (
    (lambda: client.chat.completions.create(model="nowhere", messages=messages), openai.NotFoundError),
    (lambda: client.models.retrieve("nowhere"), openai.NotFoundError),
    (lambda: client.chat.completions.create(model=model, messages=[]), openai.BadRequestError),
    (lambda: client.chat.completions.create(model=model, messages=messages, n=2), openai.BadRequestError),
):
    try:
        call()
    except error as caught:
        assert caught.body["message"], caught.body
    else:
        raise AssertionError(f"{error.__name__} was not raised")
print("the OpenAI client is served")
