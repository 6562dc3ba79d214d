"""Chats through shimmyd with LangChain's ChatOpenAI, unchanged: langchain_chat.py BASE_URL MODEL"""
import sys

from langchain_openai import ChatOpenAI

base_url, model = sys.argv[1:3]
chat = ChatOpenAI(base_url=base_url, api_key="unused", model=model, max_retries=0, timeout=60)

whole = chat.invoke([("system", "Be brief."), ("human", "Say hello.")])
assert whole.content == " Hello, world!!", whole
assert whole.usage_metadata["output_tokens"] == 4, whole.usage_metadata
assert whole.response_metadata["finish_reason"] == "stop", whole.response_metadata

total = None
for chunk in ChatOpenAI(
    base_url=base_url, api_key="unused", model=model, max_retries=0, timeout=60, stream_usage=True
).stream("Say hello."):
    total = chunk if total is None else total + chunk
assert total.content == " Hello, world!!", total
assert total.usage_metadata["output_tokens"] == 4, total.usage_metadata

many = chat.batch(["a", "b", "c"])
assert [each.content for each in many] == [" Hello, world!!"] * 3, many
assert chat.bind(stop=["world"]).invoke("Say hello.").content == " Hello, "
print("LangChain is served")
