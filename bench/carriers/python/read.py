"""Puts each password into each place as a person would paste it, and reads it back with the place's own parser.

Standard input: {"place": ["password", ...]}. Standard output: {"place": {"parser": "...", "read": ["value" or null, ...]}}.
A place whose parser is not installed is left out of the answer.
"""

import importlib.metadata
import json
import os
import re
import shutil
import sys

import code_places  # noqa: F401
import command_lines  # noqa: F401
import environment  # noqa: F401
import files  # noqa: F401
import shells  # noqa: F401
import urls  # noqa: F401
from registry import PLACES, run


def version(parser):
    """Of a package of Python, a command or a library; None where it is not installed."""
    if parser == "python":
        return f"Python {sys.version.split()[0]}"
    try:
        return f"{parser} {importlib.metadata.version(parser)}"
    except importlib.metadata.PackageNotFoundError:
        path = parser if os.path.exists(parser) else shutil.which(parser)
    if path is None:
        return None
    name = os.path.basename(path).removesuffix(".so")
    if name == "terraform":
        return f"terraform {json.loads(run([path, 'version', '-json']).stdout)['terraform_version']}"
    if shutil.which("dpkg") is None:
        return name
    path = os.path.realpath(path)
    owner = run(["dpkg", "-S", path, path.removeprefix("/usr")]).stdout.split(":")[0]
    release = run(["dpkg-query", "-W", "-f=${Version}", owner]).stdout
    return f"{name} {re.split('[-+~]', release.split(':')[-1])[0]}".strip()


def main():
    answers = {}
    for name, passwords in json.load(sys.stdin).items():
        if name not in PLACES:
            continue
        parsers, read = PLACES[name]
        versions = [version(parser) for parser in parsers]
        if None in versions:
            continue
        answers[name] = {
            "parser": ", ".join(versions),
            "read": [value if isinstance(value, str) else None for value in read(passwords)],
        }
    json.dump(answers, sys.stdout)


main()
