"""Presses Tab in bash, zsh and fish: shimmyctl_completion.py SHIMMYCTL SERVER. The server has the models and repos of
tests/integration/test_shimmyctl.cpp.
"""

import os
import sys
import tempfile

import pexpect

program, server = sys.argv[1:3]
home = tempfile.mkdtemp()
environment = {"PATH": os.path.dirname(program) + ":/usr/bin:/bin", "SHIMMYD_URL": server, "TERM": "dumb", "LANG": "C.UTF-8",
               "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "PS1": "ready> "}

# What is typed before the Tab, and what the line must become, or what must be offered.
CASES = [
    ("shimmyctl stat", "shimmyctl status"),
    ("shimmyctl downloads pau", "shimmyctl downloads pause"),
    ("shimmyctl pull --quant", "shimmyctl pull --quantization"),
    ("shimmyctl run Llama", "shimmyctl run Llama-3.2-1B-Instruct"),
    ("shimmyctl pull bartow", "shimmyctl pull bartowski/Llama-3.2-1B-Instruct-GGUF"),
    ("shimmyctl logs --level warn", "shimmyctl logs --level warning"),
    ("shimmyctl pull -q Q8", "shimmyctl pull -q Q8_0"),
    ("shimmyctl --api-key-file /etc/host-nothing", "shimmyctl --api-key-file /etc/host-nothing"),
]


def shell(command, arguments, setup, variables=None):
    child = pexpect.spawn(command, arguments, env={**environment, **(variables or {})}, dimensions=(40, 200), timeout=20,
                          encoding="utf-8")
    for line in setup:
        child.sendline(line)
    child.sendline("echo now-'ready'")
    child.expect("now-ready")
    return child


def check(name, child):
    for typed, expected in CASES:
        child.send("\x15")  # a clean line
        child.send(typed + "\t")
        # The line as the shell has it: it is printed, not run.
        try:
            child.expect_exact(expected[len(typed):] or typed, timeout=10)
        except pexpect.TIMEOUT:
            raise AssertionError((name, typed, expected, child.before, child.buffer)) from None
    child.send("\x15")
    child.sendline("exit")
    child.expect(pexpect.EOF)


check("bash", shell("bash", ["--norc", "--noprofile", "-i"], ["source <(shimmyctl completion bash)"]))
check("zsh", shell("zsh", ["-f", "-i"], ["autoload -Uz compinit && compinit -u", "source <(shimmyctl completion zsh)"]))
check("fish", shell("fish", ["--no-config", "-i"], ["shimmyctl completion fish | source"], {"TERM": "xterm"}))
