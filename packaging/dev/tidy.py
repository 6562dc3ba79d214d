#!/usr/bin/env python3
"""clang-tidy for the sources that have not been found clean before.

    tidy.py BUILD CACHE JOBS FILE…     BUILD has compile_commands.json; CACHE keeps what was clean

A source is known by what the compiler sees of it, with all it includes, and by the checks; what changes neither is not
looked at again, wherever the clone stands. Ends with 1 when something is wrong.
"""

import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys


def preprocess_command(entry):
    """The command that compiles, made one that prints what is compiled."""
    words, command = iter(shlex.split(entry["command"])), []
    for word in words:
        if word in ("-o", "-MF", "-MT"):
            next(words)
        elif word not in ("-c", "-MD", "ccache"):
            command.append(word)
    return command + ["-E", "-P", "-o", "-"]


class Checker:
    def __init__(self, build, cache):
        self.build, self.cache = build, cache
        os.makedirs(cache, exist_ok=True)
        with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
            self.entries = {os.path.realpath(entry["file"]): entry for entry in json.load(file)}
        version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
        with open(".clang-tidy", "rb") as file:
            self.common = hashlib.sha256(version + file.read())

    def key(self, path):
        entry = self.entries[os.path.realpath(path)]
        seen = subprocess.run(preprocess_command(entry), cwd=entry["directory"], capture_output=True, check=True).stdout
        key = self.common.copy()
        key.update(seen)
        return os.path.join(self.cache, key.hexdigest())

    def check(self, path):
        """Whether it is clean, and what was said; nothing was said of what was clean before."""
        key = self.key(path)
        if os.path.exists(key):
            os.utime(key)
            return True, None
        run = subprocess.run(["clang-tidy", "--quiet", "-p", self.build, path], capture_output=True, text=True, check=False)
        if run.returncode == 0:
            with open(key, "wb"):
                pass
        return run.returncode == 0, run.stdout


def main():
    build, cache, jobs, *paths = sys.argv[1:]
    checker = Checker(build, cache)
    failed = looked_at = 0
    with concurrent.futures.ThreadPoolExecutor(int(jobs)) as pool:
        for clean, said in pool.map(checker.check, paths):
            looked_at += said is not None
            if not clean:
                failed += 1
                print(said, flush=True)
    print(f"dev: clang-tidy looked at {looked_at} of {len(paths)} sources, the others are as they were", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
