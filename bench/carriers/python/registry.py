"""The places that are read by Python, or by a program that Python starts."""

import concurrent.futures
import os
import subprocess

PLACES = {}
UNLIKE = None


def place(name, *parsers):
    """Registers a reader of one password. `parsers` are the packages or commands that it needs."""

    def register(read):
        PLACES[name] = (parsers, lambda passwords: [attempt(read, password) for password in passwords])
        return read

    return register


def command(name, *parsers):
    """Registers a reader that starts a process for each password: as many at once as there are processors."""

    def register(read):
        def read_all(passwords):
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                return list(pool.map(lambda password: attempt(read, password), passwords))

        PLACES[name] = (parsers, read_all)
        return read

    return register


def batch(name, *parsers):
    """Registers a reader of a list of passwords, for parsers that are slow to start."""

    def register(read):
        PLACES[name] = (parsers, read)
        return read

    return register


def attempt(read, password):
    try:
        return read(password)
    except (Exception, SystemExit):
        return UNLIKE


def by_halves(read, passwords):
    """Reads a list at once. A password that does not arrive may take others with it: then each half is read by itself."""
    values = attempt(read, passwords)
    if len(passwords) == 1 or values == passwords:
        return values or [UNLIKE] * len(passwords)
    middle = len(passwords) // 2
    return by_halves(read, passwords[:middle]) + by_halves(read, passwords[middle:])


def run(command, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
