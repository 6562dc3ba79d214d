"""Uses Python's huggingface_hub against the Hub at HF_ENDPOINT, which must hold what test_hub_clients.cpp put there.

hub_clients.py EXPECTED_SHA256 EXPECTED_COMMIT: ends with 0 if everything is as it is on the real Hub.
"""

import hashlib
import os
import sys
import tempfile

from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

SHA256, COMMIT = sys.argv[1:3]
REPO = "org/tiny-GGUF"
FILE = "tiny.Q8_0.gguf"
TOKEN = os.environ["TEST_TOKEN"]
api = HfApi()


def same(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"{what}: {actual!r} instead of {expected!r}")


def raises(what, error, function, *arguments, **options):
    try:
        function(*arguments, **options)
    except error as raised:
        same(f"{what}: the class", type(raised), error)
        return raised
    raise SystemExit(f"{what}: nothing was raised")


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def found(**wanted):
    return sorted(model.id for model in api.list_models(**wanted))


# Finding.
same("list_models", found(search="tiny"), [REPO, "org/tiny-onnx"])
same("list_models of one format", found(search="tiny", filter="gguf"), [REPO])
same("list_models of an author", found(author="org", filter="gguf"), ["org/gated-GGUF", REPO])
everything = found(author="org", filter="gguf", token=TOKEN)
same("list_models with a token", everything, ["org/gated-GGUF", "org/private-GGUF", REPO])
same("list_models of none", found(search="no-such-model"), [])
many = [model.id for model in api.list_models(author="many", limit=25)]
same("list_models over pages", sorted(many), [f"many/model-{i:02}-GGUF" for i in range(25)])

info = api.model_info(REPO, files_metadata=True)
same("model_info: the commit", info.sha, COMMIT)
siblings = {sibling.rfilename: sibling for sibling in info.siblings}
same("model_info: the files", sorted(siblings), ["README.md", "deep/down/other.gguf", FILE])
same("model_info: the hash", siblings[FILE].lfs.sha256, SHA256)
same("model_info: a git file has none", siblings["README.md"].lfs, None)

tree = {entry.path: entry for entry in api.list_repo_tree(REPO, recursive=True)}
same("list_repo_tree", sorted(tree), ["README.md", "deep", "deep/down", "deep/down/other.gguf", FILE])
same("list_repo_tree: the hash", tree[FILE].lfs.sha256, SHA256)
same("list_repo_tree: the size", tree[FILE].size, siblings[FILE].size)
same("list_repo_refs", [branch.name for branch in api.list_repo_refs(REPO).branches], ["main"])
same("file_exists", api.file_exists(REPO, FILE), True)
same("file_exists of none", api.file_exists(REPO, "none.gguf"), False)

# Fetching.
with tempfile.TemporaryDirectory() as cache:
    options = {"cache_dir": cache}
    same("hf_hub_download", sha256(hf_hub_download(REPO, FILE, **options)), SHA256)
    same("hf_hub_download by commit", sha256(hf_hub_download(REPO, FILE, revision=COMMIT, **options)), SHA256)
    with open(hf_hub_download(REPO, "README.md", **options), encoding="utf-8") as readme:
        same("hf_hub_download of a git file", readme.read(), "# Tiny\n")
    moved = hf_hub_download("org/old-GGUF", FILE, **options)
    same("hf_hub_download of a moved repo", sha256(moved), SHA256)
    private = hf_hub_download("org/private-GGUF", FILE, token=TOKEN, **options)
    same("hf_hub_download of a private repo", sha256(private), SHA256)

# Refusing; with a cache of its own, or the client would make do with what it has.
with tempfile.TemporaryDirectory() as cache:
    options = {"cache_dir": cache}
    raises("missing repo", RepositoryNotFoundError, hf_hub_download, "org/none", FILE, **options)
    raises("missing repo, with a token", RepositoryNotFoundError, hf_hub_download, "org/none", FILE, token=TOKEN, **options)
    raises("private repo", RepositoryNotFoundError, hf_hub_download, "org/private-GGUF", FILE, **options)
    raises("missing repo's info", RepositoryNotFoundError, api.model_info, "org/none")
    raises("gated repo", GatedRepoError, hf_hub_download, "org/gated-GGUF", FILE, **options)
    raises("gated repo, not granted", GatedRepoError, hf_hub_download, "org/gated-GGUF", FILE, token=TOKEN, **options)
    raises("wrong revision", RevisionNotFoundError, hf_hub_download, REPO, FILE, revision="no-such", **options)
    try:
        hf_hub_download(REPO, "none.gguf", **options)
        raise SystemExit("missing file: nothing was raised")
    except EntryNotFoundError as raised:  # a subclass of it that depends on the version, but not the one for no answer
        same("missing file: a failure to connect", isinstance(raised, LocalEntryNotFoundError), False)
    bad = raises("bad token", HfHubHTTPError, api.whoami, token="hf_wrong")
    same("bad token: the status", bad.response.status_code, 401)
    same("whoami", api.whoami(token=TOKEN)["type"], "user")

print("all as on the Hub")
