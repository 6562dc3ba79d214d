"""Uses Python's huggingface_hub against the mirror at HF_ENDPOINT, which must hold what test_mirror.cpp pulled there.

mirror_clients.py EXPECTED_SHA256 EXPECTED_COMMIT: ends with 0 if everything is as it is on the real Hub.
"""

import hashlib
import sys
import tempfile
from pathlib import Path

from huggingface_hub import HfApi, hf_hub_download, snapshot_download
from huggingface_hub.errors import EntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError

SHA256, COMMIT = sys.argv[1:3]
REPO = "Org/Tiny-GGUF"
FILE = "tiny.Q8_0.gguf"
DEEP = "folder/deep.Q4_0.gguf"
api = HfApi()


def same(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"{what}: {actual!r} instead of {expected!r}")


def raises(what, error, function, *arguments, **options):
    try:
        function(*arguments, **options)
    except error:
        return
    raise SystemExit(f"{what}: nothing was raised")


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


same("list_models", [model.id for model in api.list_models(author="Org", search="tiny")], [REPO])
info = api.model_info(REPO, files_metadata=True)
same("model_info: the commit", info.sha, COMMIT)
hashes = {sibling.rfilename: sibling.lfs.sha256 for sibling in info.siblings}
same("model_info: the files", sorted(hashes), [DEEP, FILE])
same("model_info: the hash", hashes[FILE], SHA256)
same("list_repo_refs", [(ref.name, ref.target_commit) for ref in api.list_repo_refs(REPO).branches], [("main", COMMIT)])
same("list_repo_files", sorted(api.list_repo_files(REPO)), [DEEP, FILE])
tree = {entry.path for entry in api.list_repo_tree(REPO, "folder")}
same("list_repo_tree of a folder", tree, {DEEP})
paths = api.get_paths_info(REPO, [FILE, "none.gguf"])
same("get_paths_info", [(path.path, path.lfs.sha256) for path in paths], [(FILE, SHA256)])
same("whoami", api.whoami(token="hf_aKeyOfTheMirror")["name"], "shimmyd")

with tempfile.TemporaryDirectory() as directory:
    options = {"cache_dir": directory}
    first = hf_hub_download(REPO, FILE, **options)
    same("hf_hub_download", sha256(first), SHA256)
    same("hf_hub_download: the commit", Path(first).parent.name, COMMIT)
    same("hf_hub_download at the commit", hf_hub_download(REPO, FILE, revision=COMMIT, **options), first)
    raises("missing file", EntryNotFoundError, hf_hub_download, REPO, "none.gguf", **options)
    raises("missing repo", RepositoryNotFoundError, hf_hub_download, "Org/None", FILE, **options)
    raises("missing revision", RevisionNotFoundError, hf_hub_download, REPO, FILE, revision="none", **options)
with tempfile.TemporaryDirectory() as directory:
    whole = Path(snapshot_download(REPO, cache_dir=directory))
    same("snapshot_download", sha256(whole / FILE), SHA256)
    same("snapshot_download: a folder", (whole / DEEP).is_file(), True)

print("all as on the Hub")
