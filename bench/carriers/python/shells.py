"""Places in shells, and in the tools that they start."""

import concurrent.futures
import os
import shutil
import subprocess
import tempfile

from registry import UNLIKE, batch, run


# Each password has a folder and a subshell of its own. A part of it may be run as a command: there is none to find but
# the one that is looked for.
DRIVER = """
i=0
while [ $i -lt COUNT ]; do
  (
    cd $i
    IFS= read -r PASSWORD < ../$i.value
    export PASSWORD
    . ./file
  ) > $i.read 2> $i.errors < /dev/null && : > $i.done
  i=$((i+1))
done
"""


def shell(name, interpreter, script):
    """Registers a place in a script that the interpreter reads; the password is in $PASSWORD, too."""

    def read_some(passwords):
        with tempfile.TemporaryDirectory() as folder:
            for index, password in enumerate(passwords):
                os.mkdir(f"{folder}/{index}")
                with open(f"{folder}/{index}/file", "w") as file:
                    file.write(script(password))
                with open(f"{folder}/{index}.value", "w") as file:
                    file.write(f"{password}\n")
            with open(f"{folder}/all", "w") as file:
                file.write(DRIVER.replace("COUNT", str(len(passwords))))
            environment = {"PATH": os.environ.get("COMMANDS", "/nonexistent"), "HOME": "/nonexistent"}
            run([shutil.which(interpreter[0]), *interpreter[1:], "all"], cwd=folder, env=environment)
            return [value(folder, index) for index in range(len(passwords))]

    batch(name, interpreter[0])(lambda passwords: in_chunks(read_some, passwords))


def value(folder, index):
    """What one of them printed, where it ended well and made no file."""
    ended = all(os.path.exists(f"{folder}/{index}.{kind}") for kind in ("done", "read"))
    if not ended or os.listdir(f"{folder}/{index}") != ["file"]:
        return UNLIKE
    return open(f"{folder}/{index}.read", errors="replace").read()


def in_chunks(read, passwords, size=250):
    chunks = [passwords[at : at + size] for at in range(0, len(passwords), size)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [value for values in pool.map(read, chunks) for value in values]


BASH, DASH, ZSH = ["bash"], ["dash"], ["zsh", "-f"]
SHOW = 'show() { [ $# = 1 ] && printf %s "$1"; }\n'
PRINT = 'printf %s "$PASSWORD"\n'

shell("source-dash", DASH, lambda password: f"PASSWORD={password}\n{PRINT}")
shell("source-bash", BASH, lambda password: f"PASSWORD={password}\n{PRINT}")
shell("shell-word", BASH, lambda password: f"{SHOW}show {password}\n")
shell("zsh-word", ZSH, lambda password: f"{SHOW}show {password}\n")
shell("shell-double-quotes", BASH, lambda password: f'printf %s "{password}"\n')
shell("shell-single-quotes", BASH, lambda password: f"printf %s '{password}'\n")
shell("shell-heredoc", BASH, lambda password: f"IFS= read -r PASSWORD <<EOF\n{password}\nEOF\n{PRINT}")
shell("shell-eval", BASH, lambda _: f'{SHOW}eval "show $PASSWORD"\n')
shell("echo-bash", BASH, lambda _: f'PASSWORD=$(echo "$PASSWORD")\n{PRINT}')
shell("echo-dash", DASH, lambda _: f'PASSWORD=$(echo "$PASSWORD")\n{PRINT}')
shell("printf-format", BASH, lambda _: 'printf "$PASSWORD"\n')
shell("bash-read", BASH, lambda _: f'read PASSWORD <<< "$PASSWORD"\n{PRINT}')
shell("shell-unquoted-variable", BASH, lambda _: f"{SHOW}show $PASSWORD\n")


@batch("fish-word", "fish")
def fish_word(passwords):
    def read_some(some):
        with tempfile.TemporaryDirectory() as folder:
            for index, password in enumerate(some):
                os.mkdir(f"{folder}/{index}")
                with open(f"{folder}/{index}/file", "w") as file:
                    file.write(f"cd {folder}/{index}\nprintf %s {password} > ../{index}.read\nand echo > ../{index}.done\n")
            with open(f"{folder}/all", "w") as file:
                file.writelines(f"source {folder}/{index}/file 2> /dev/null < /dev/null\n" for index in range(len(some)))
            environment = {"PATH": os.environ.get("COMMANDS", "/nonexistent"), "HOME": "/nonexistent"}
            run([shutil.which("fish"), "--no-config", "all"], cwd=folder, env=environment)
            return [value(folder, index) for index in range(len(some))]

    return in_chunks(read_some, passwords)


def cmd(line):
    """A line of a .cmd file, read by Wine's own cmd: Windows is not to be had here."""

    def read_all(passwords):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/{COMMAND}.cmd", "w") as file:
                file.write("@echo x> ran\r\n")
            for index, password in enumerate(passwords):
                with open(f"{folder}/{index}.cmd", "w", newline="") as file:
                    file.write(f"@{line(password)}\r\n@set PASSWORD> {index}.txt\r\n")
            with open(f"{folder}/all.cmd", "w", newline="") as file:
                file.writelines(f"@set PASSWORD=\r\n@call {index}.cmd\r\n" for index in range(len(passwords)))
            environment = {**os.environ, "WINEPREFIX": f"{folder}/wine", "WINEDEBUG": "-all", "DISPLAY": ""}
            done = subprocess.run([WINE, "cmd", "/c", "all.cmd"], cwd=folder, env=environment, capture_output=True, timeout=500)
            if os.path.exists(f"{folder}/ran") and "COMMANDS" in os.environ:
                open(f"{os.environ['COMMANDS']}/ran", "w").close()
            return [variable(f"{folder}/{index}.txt") for index in range(len(passwords))]

    def variable(path):
        if not os.path.exists(path):
            return UNLIKE
        text = open(path, newline="", errors="replace").read().removesuffix("\r\n")
        return text.removeprefix("PASSWORD=") if text.startswith("PASSWORD=") else UNLIKE

    return read_all


WINE = "/usr/lib/wine/wine64"
COMMAND = "a7Qz"
batch("cmd-set", WINE)(cmd(lambda password: f"set PASSWORD={password}"))
batch("cmd-set-quoted", WINE)(cmd(lambda password: f'set "PASSWORD={password}"'))
