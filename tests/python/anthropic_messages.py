"""Messages through shimmyd with the real Anthropic client: anthropic_messages.py BASE_URL MODEL

MODEL is the tiny Markov model: what ends in a newline is answered " Hello, world!!"; what ends in one of its letters,
as an answer that was begun for it can, by that letter's chain.
"""
import sys

import anthropic

base_url, model = sys.argv[1:3]
client = anthropic.Anthropic(base_url=base_url, api_key="unused", max_retries=0, timeout=60)
messages = [{"role": "user", "content": "Say hello."}]


def begun(letter, **parameters):
    """An answer to a conversation in which the assistant has said `letter` already."""
    return client.messages.create(
        model=model, max_tokens=parameters.pop("max_tokens", 100),
        messages=[*messages, {"role": "assistant", "content": letter}], **parameters)


whole = client.messages.create(model=model, max_tokens=100, messages=messages, system="Be brief.")
assert whole.type == "message" and whole.role == "assistant" and whole.model == model, whole
assert [block.text for block in whole.content] == [" Hello, world!!"], whole
assert whole.stop_reason == "end_turn" and whole.stop_sequence is None, whole
assert whole.usage.output_tokens == 4 and whole.usage.input_tokens > 4, whole.usage
assert whole._request_id, "no request id"

blocks = client.messages.create(
    model=model, max_tokens=100, system=[{"type": "text", "text": "Be brief."}],
    messages=[{"role": "user", "content": [{"type": "text", "text": "Say hello."}]}])
assert blocks.content[0].text == " Hello, world!!" and blocks.usage == whole.usage, blocks

counted = client.messages.count_tokens(model=model, messages=messages, system="Be brief.")
assert counted.input_tokens == whole.usage.input_tokens, (counted, whole.usage)

limited = begun("L", max_tokens=3)
assert limited.content[0].text == " w0 w1 w2" and limited.stop_reason == "max_tokens", limited
stopped = begun("U", stop_sequences=["nowhere", "STOP"])
assert stopped.content[0].text == " stop", stopped
assert stopped.stop_reason == "stop_sequence" and stopped.stop_sequence == "STOP", stopped
marked = begun("X")
assert marked.content[0].text == " text" and marked.stop_reason == "end_turn", marked

with client.messages.stream(model=model, max_tokens=100, messages=messages) as stream:
    text = "".join(stream.text_stream)
    final = stream.get_final_message()
assert text == " Hello, world!!" and final.content[0].text == text, final
assert final.stop_reason == "end_turn" and final.usage.output_tokens == 4, final
names = [event.type for event in client.messages.create(model=model, max_tokens=2, messages=messages, stream=True)]
assert names == ["message_start", "content_block_start", "content_block_delta", "content_block_delta",
                 "content_block_stop", "message_delta", "message_stop"], names

try:
    client.with_options(timeout=1).messages.create(
        model=model, max_tokens=4000, messages=[*messages, {"role": "assistant", "content": "L"}])
except anthropic.APITimeoutError:
    pass
assert client.messages.create(model=model, max_tokens=9, messages=messages).content[0].text == " Hello, world!!"

image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}
tool = {"name": "f", "description": "d", "input_schema": {"type": "object"}}
for error, parameters in (
    (anthropic.NotFoundError, {"model": "nowhere"}),
    (anthropic.BadRequestError, {"messages": []}),
    (anthropic.BadRequestError, {"messages": [{"role": "user", "content": [image]}]}),
    (anthropic.BadRequestError, {"messages": [{"role": "tool", "content": "x"}]}),
    (anthropic.BadRequestError, {"messages": [{"role": "user", "content": "a" * 5000}]}),
    (anthropic.BadRequestError, {"tools": [tool]}),
    (anthropic.BadRequestError, {"extra_body": {"temperature": 1.5}}),
    (anthropic.BadRequestError, {"max_tokens": 0}),
    (anthropic.BadRequestError, {"thinking": {"type": "enabled", "budget_tokens": 1024}}),
):
    try:
        client.messages.create(**{"model": model, "max_tokens": 10, "messages": messages, **parameters})
    except error as caught:
        assert caught.body["type"] == "error" and caught.body["error"]["message"], caught.body
        if error is anthropic.NotFoundError:
            assert caught.body["error"]["type"] == "not_found_error", caught.body
        else:
            assert caught.body["error"]["type"] == "invalid_request_error", caught.body
    else:
        raise AssertionError(f"{error.__name__} was not raised for {parameters}")
print("the Anthropic client is served")
