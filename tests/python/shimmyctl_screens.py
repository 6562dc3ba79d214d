"""Types shimmyctl's commands as a new user would, on a terminal and through a pipe, and looks at what comes:
shimmyctl_screens.py SHIMMYCTL SERVER [--show]. The server's Hub has the repos of tests/integration/test_shimmyctl.cpp.
"""

import json
import os
import re
import subprocess
import sys

import pexpect
import pyte
import pyte.screens

program, server = sys.argv[1:3]
show = "--show" in sys.argv
environment = {"PATH": os.path.dirname(program) + ":/usr/bin:/bin", "SHIMMYD_URL": server, "TERM": "xterm-256color",
               "LANG": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}
# In the order of a first hour: what is typed, how it exits, and a pattern of what is seen then.
REPO = "bartowski/Llama-3.2-1B-Instruct-GGUF"
MODEL = "Llama-3.2-1B-Instruct"
LINES = [
    ("shimmyctl", 0, r"Usage: shimmyctl .*Models:.*pull.*Exit codes: 0 done"),
    ("shimmyctl --help", 0, r"Examples:"),
    ("shimmyctl --version", 0, r"^shimmyctl \d+\.\d+"),
    ("shimmyctl help pull", 0, r"Usage: shimmyctl pull \[OPTIONS\] MODEL \[FILE\]"),
    ("shimmyctl pull --help", 0, r"--cancel-on-interrupt"),
    ("shimmyctl run -h", 0, r"--max-tokens N"),
    ("shimmyctl downloads move --help", 0, r"1 is the next"),
    ("shimmyctl pul x", 2, r"did you mean pull\?"),
    ("shimmyctl pull", 2, r"MODEL is missing.*see shimmyctl pull --help"),
    ("shimmyctl list extra", 2, r"one word too many"),
    ("shimmyctl list --nope", 2, r"[Uu]nknown option"),
    ("shimmyctl status", 0, r"Shimmy +ready"),
    ("shimmyctl status --json", 0, r'"shimmy": ?"ready"'),
    ("shimmyctl list", 0, r"no models yet; shimmyctl pull"),
    ("shimmyctl downloads", 0, r"no downloads; shimmyctl pull"),
    (f"shimmyctl pull {REPO}:Q4_K_M", 0, rf"pulling {MODEL}.*ready after .* try: shimmyctl run {MODEL}"),
    (f"shimmyctl pull {REPO}:Q4_K_M", 0, r"there already"),
    ("shimmyctl --quiet pull org/other-GGUF", 0, r"^other$"),
    ("shimmyctl pull org/other-GGUF other.Q8_0.gguf", 0, r"ready after"),
    ("shimmyctl pull org/wide-GGUF --json", 0, r'"status":"complete"'),
    ("shimmyctl pull org/none-GGUF:Q8_0", 4, r"shimmyctl: .*Not Found"),
    (f"shimmyctl pull {REPO}:Q8_0", 4, r"shimmyctl: "),
    (f"shimmyctl pull {REPO} none.gguf", 4, r"shimmyctl: "),
    ("shimmyctl pull ../etc/passwd", 2, r"shimmyctl: .*repo"),
    ("shimmyctl pull org/gated-GGUF:Q8_0", 5, r"shimmyctl: "),
    ("shimmyctl list", 0, rf"ID +QUANT +SIZE.*{MODEL} +Q4_K_M"),
    ("shimmyctl list --json", 0, r'"object": ?"list"'),
    ("shimmyctl list | cat", 0, MODEL),
    ("shimmyctl list --json | python3 -m json.tool", 0, r'"id": "Llama'),
    ("NO_COLOR=1 shimmyctl list", 0, MODEL),
    (f"shimmyctl run {MODEL} Why is the sea salt?", 0, r"Hello, world!!"),
    (f'shimmyctl run {MODEL} "Why is the sea salt?" --max-tokens 2', 0, r"Hello"),
    (f"echo Why? | shimmyctl run {MODEL}", 0, r"Hello, world!!"),
    (f"echo Why? | shimmyctl run {MODEL} --system 'Be brief.'", 0, r"Hello, world!!"),
    (f"shimmyctl run {MODEL} --raw 'Once upon a time'", 0, r"Hello"),
    (f"shimmyctl run {MODEL} --temperature 0 hi", 0, r"Hello"),
    (f"shimmyctl run {MODEL} --temperature hot hi", 2, r"--temperature must be a number from 0 to 2"),
    (f"shimmyctl run {MODEL} --json hi", 0, r'"text": ?"Hello, world!!"'),
    (f"shimmyctl run {REPO}:Q4_K_M hi", 0, r"Hello"),
    ("shimmyctl run nothing hi", 4, r"shimmyctl: .*nothing"),
    ("shimmyctl run nothing hi --json", 4, r'"code":"model_not_found"'),
    ("shimmyctl search llama", 0, r"REPO +PARAMS.*bartowski/Llama"),
    ("shimmyctl search --author org -n 2", 0, r"org/.*more: --cursor"),
    ("shimmyctl search --sort nonsense", 2, r"--sort is one of downloads, likes"),
    (f"shimmyctl files {REPO}", 0, r"FILE +QUANT.*Q4_K_M"),
    ("shimmyctl whoami", 0, r"^user "),
    ("shimmyctl doctor", 0, r"ok +shimmy"),
    ("shimmyctl logs -n 5", 0, r"info +\w+: "),
    ("shimmyctl logs --level loud", 2, r"--level is one of debug, info"),
    ("shimmyctl downloads", 0, r"ID +WHAT +STATE +DONE.*complete +100\.0 %"),
    ("shimmyctl downloads --json", 0, r'"state": ?"complete"'),
    ("shimmyctl downloads pause nothing", 4, r"no download"),
    ("shimmyctl downloads resume nothing", 4, r"no download"),
    ("shimmyctl downloads retry nothing", 4, r"no download"),
    ("shimmyctl downloads cancel nothing", 4, r"no download"),
    ("shimmyctl downloads move nothing 1", 4, r"no download"),
    ("shimmyctl downloads move nothing first", 2, r"POSITION must be a number"),
    ("timeout -s INT 2 shimmyctl events", 124, r"relist"),
    ("shimmyctl --server 127.0.0.1:1 list", 3, r"no shimmyd answers at 127\.0\.0\.1:1"),
    ("shimmyctl list --server localhost:1 --json", 3, r'"code":"network_failed"'),
    ("shimmyctl --server ftp://x list", 2, r"no address of a shimmyd"),
    ("shimmyctl --api-key-file /nowhere list", 2, r"cannot be read"),
    ("shimmyctl completion bash | head -1", 0, r"bash completion for shimmyctl"),
    ("shimmyctl completion tcsh", 2, r"SHELL is one of bash, zsh, fish"),
    ("shimmyctl __complete -- run Lla", 0, MODEL),
    ("shimmyctl __manual man | man -l - | cat", 0, r"SHIMMYCTL\(1\)"),
    ("shimmyctl help nothing", 2, r"there is no command"),
    ("shimmyctl status --quiet", 0, r"ready"),
]


def rendered(raw, columns):
    """What is on the screen after \\a raw, without the spaces at the end."""
    screen = pyte.HistoryScreen(columns, 24, history=5000)
    pyte.ByteStream(screen).feed(raw)

    def text(line):
        return "".join(line[column].data for column in range(columns)).rstrip()

    lines = [text(line) for line in screen.history.top] + [text(screen.buffer[row]) for row in range(24)]
    return "\n".join(lines).rstrip()


def on_terminal(line, columns):
    child = pexpect.spawn("/bin/sh", ["-c", line], env=environment, dimensions=(24, columns), timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before


def through_pipe(line):
    result = subprocess.run(["/bin/sh", "-c", line], env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return result.returncode, result.stdout, result.stderr


def has(pattern, seen):
    return re.search(pattern, seen, re.S | re.M)


def check_lines():
    for line, code, pattern in LINES:
        # Each is typed twice, and what changes something is then "there already".
        status, raw = on_terminal(line, 80)
        screen = rendered(raw, 80)
        if show:
            print(f"\n$ {line}\n{screen}")
        assert status == code, (line, status, screen)
        seen = screen.replace("\n", "") if "--json" in line and "|" not in line else screen
        assert has(pattern, seen), (line, pattern, screen)
        assert b"\x1b]" not in raw, (line, raw)
        status, out, err = through_pipe(line)
        assert status == code, (line, status, out, err)
        assert b"\x1b" not in out + err and b"\r" not in out + err, (line, out, err)
        if "--json" in line and code == 0 and "|" not in line:
            for each in out.decode().splitlines():
                json.loads(each)


def check_narrow_terminals():
    for columns in (20, 40, 60):
        for line in ("shimmyctl list", "shimmyctl downloads", "shimmyctl status"):
            _, raw = on_terminal(line, 1000)
            wide = [row for row in rendered(raw, 1000).splitlines() if row]
            _, raw = on_terminal(line, columns)
            narrow = [row for row in rendered(raw, columns).splitlines() if row]
            if "status" not in line and "downloads" not in line:
                assert len(narrow) == len(wide), (line, columns, narrow)  # no row is broken in two
            if show:
                print(f"\n$ {line}   ({columns} columns)\n" + "\n".join(narrow))


def check_colours():
    _, raw = on_terminal("shimmyctl list", 80)
    assert b"\x1b[" in raw, raw
    _, raw = on_terminal("NO_COLOR=1 shimmyctl list", 80)
    assert b"\x1b[" not in raw, raw
    _, raw = on_terminal("TERM=dumb shimmyctl list", 80)
    assert b"\x1b[" not in raw, raw


def check_chat():
    child = pexpect.spawn(program, ["run", MODEL], env=environment, dimensions=(24, 80), timeout=30)
    log = []
    child.logfile_read = type("Log", (), {"write": lambda self, data: log.append(data), "flush": lambda self: None})()
    child.expect("/bye leaves")
    child.expect(">>> ")
    child.sendline("Hello")
    child.expect("Hello, world!!")
    child.expect(">>> ")
    child.sendline("/system Be brief.")
    child.expect("is told so")
    child.expect(">>> ")
    child.sendline("/nonsense")
    child.expect("there is no /nonsense")
    child.expect("/clear")
    child.expect(">>> ")
    child.sendline('"""first line')
    child.expect(r"\.\.\. ")
    child.sendline('second line"""')
    child.expect("Hello, world!!")
    child.expect(">>> ")
    child.send("\x1b[A")  # the line before
    child.expect("second line")
    child.send("\x03")
    child.expect("/bye leaves")
    child.expect(">>> ")
    child.sendline("/clear")
    child.expect("forgotten")
    child.expect(">>> ")
    child.sendline("/bye")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.exitstatus
    if show:
        print("\n$ shimmyctl run (chat)\n" + rendered(b"".join(log), 80))
    child = pexpect.spawn(program, ["run", MODEL], env=environment, dimensions=(24, 80), timeout=30)
    child.expect(">>> ")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.exitstatus
    child = pexpect.spawn(program, ["run", "nothing"], env=environment, timeout=30)
    child.expect("nothing")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 4, child.exitstatus


def check_interrupted_pull():
    """Ctrl-C leaves the download, and the same command watches it again."""
    child = pexpect.spawn(program, ["pull", "org/slow-GGUF:Q8_0"], env=environment, dimensions=(24, 100), timeout=30)
    child.expect(r"\[[#.]+\] +\d+\.\d %")
    if show:
        print("\n$ shimmyctl pull (bar)\n" + rendered(child.before + child.after, 100))
    child.sendintr()
    child.expect("goes on at the server.*downloads cancel ([0-9a-f]+)")
    job = child.match.group(1).decode()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130, child.exitstatus
    assert has(job + " .* downloading", through_pipe("shimmyctl downloads")[1].decode())
    assert has(": paused", through_pipe(f"shimmyctl downloads pause {job}")[2].decode())
    assert has(": resumed", through_pipe(f"shimmyctl downloads resume {job}")[2].decode())
    child = pexpect.spawn(program, ["pull", "org/slow-GGUF:Q8_0", "--cancel-on-interrupt"], env=environment,
                          dimensions=(24, 100), timeout=30)
    child.expect(r"\[[#.]+\] +\d+\.\d %")
    child.sendintr()
    child.expect("cancelled")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130, child.exitstatus
    assert has(job + " .* cancelled", through_pipe("shimmyctl downloads")[1].decode())
    status, out, _ = through_pipe("shimmyctl pull --detach org/slow-GGUF:Q8_0")
    assert status == 0 and re.fullmatch(r"[0-9a-f]+\n", out.decode()), out
    assert through_pipe(f"shimmyctl downloads cancel {out.decode().strip()}")[0] == 0


def check_slow_answers():
    """Of a server that takes seconds for each token."""
    child = pexpect.spawn(program, ["run", MODEL], env=environment, dimensions=(24, 80), timeout=60)
    child.expect(">>> ")
    child.sendline("Hello")
    child.expect("Hello")
    child.expect("Hello")  # the answer's, after what was typed
    child.sendintr()
    child.expect("stopped")
    child.expect(">>> ")
    child.sendline("/bye")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.exitstatus
    child = pexpect.spawn(program, ["run", MODEL, "hi"], env=environment, dimensions=(24, 80), timeout=60)
    child.expect("Hello")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130, child.exitstatus


if "--slow" in sys.argv:
    check_slow_answers()
    sys.exit()
check_lines()
check_narrow_terminals()
check_colours()
check_chat()
check_interrupted_pull()
print(len(LINES), "lines")
