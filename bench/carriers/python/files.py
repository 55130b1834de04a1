"""Places in files."""

import base64
import io
import os
import shlex
import socket
import tempfile
import threading

from command_lines import template
from registry import UNLIKE, batch, by_halves, command, place, run
from urls import HOST


@place("python-dotenv", "python-dotenv")
def python_dotenv(password):
    import dotenv

    read = dotenv.dotenv_values(stream=io.StringIO(f"A=1\nPASSWORD={password}\nB=2\n"))
    return read["PASSWORD"] if read["B"] == "2" else UNLIKE


@place("yaml", "PyYAML")
def yaml(password):
    import yaml

    read = yaml.safe_load(f"user: app\npassword: {password}\nlast: x\n")
    return read["password"] if read["last"] == "x" else UNLIKE


@place("ini", "python")
def ini(password):
    import configparser

    parser = configparser.ConfigParser()
    parser.read_string(f"[db]\nuser = app\npassword = {password}\n")
    return parser["db"]["password"]


@place("netrc", "python")
def read_netrc(password):
    import netrc

    with tempfile.NamedTemporaryFile("w", prefix="netrc-") as file:
        file.write(f"machine {HOST} login app password {password}\nmachine b login c password d\n")
        file.flush()
        return netrc.netrc(file.name).hosts[HOST][2]


@command("my-cnf", "my_print_defaults")
def my_cnf(password):
    with tempfile.NamedTemporaryFile("w", prefix="my-", suffix=".cnf") as file:
        file.write(f"[client]\nuser=app\npassword={password}\nport=3306\n")
        file.flush()
        printed = run(["my_print_defaults", f"--defaults-file={file.name}", "client"]).stdout.split("\n")
    return printed[1].removeprefix("--password=") if printed[2] == "--port=3306" else UNLIKE


@batch("systemd-env-file", "systemd-tmpfiles")
def systemd_env_file(passwords):
    # os-release is read by the same function as EnvironmentFile=, and tmpfiles.d prints six fields of it.
    fields = {"ID": "%o", "VERSION_ID": "%w", "VARIANT_ID": "%W", "BUILD_ID": "%B", "IMAGE_ID": "%M", "IMAGE_VERSION": "%A"}

    def read(some):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(f"{root}/etc")
            os.makedirs(f"{root}/tmpfiles.d")
            pairs = list(zip(fields, some))
            with open(f"{root}/etc/os-release", "w") as file:
                file.writelines(f"{field}={password}\n" for field, password in pairs)
            with open(f"{root}/tmpfiles.d/fields.conf", "w") as file:
                file.writelines(f"f {root}/{field} - - - - {fields[field]}\n" for field, _ in pairs)
            run(["systemd-tmpfiles", "--create", f"--root={root}", f"{root}/tmpfiles.d/fields.conf"])
            return [find(root, field) for field, _ in pairs]

    def find(root, field):
        for folder, _, files in os.walk(root):
            if field in files:
                return open(f"{folder}/{field}").read()
        return UNLIKE

    # A bad line may take its neighbours with it: each is then read by itself.
    answers = []
    for at in range(0, len(passwords), len(fields)):
        some = passwords[at : at + len(fields)]
        together = read(some)
        if together != some:
            together = [read([password])[0] for password in some]
        answers += together
    return answers


@place("django-environ-file", "django-environ")
def django_environ_file(password):
    import environ

    for name in ("A", "B", "PASSWORD"):
        os.environ.pop(name, None)
    environ.Env.read_env(io.StringIO(f"A=1\nPASSWORD={password}\nB=2\n"), overwrite=True)
    return environ.Env().str("PASSWORD") if os.environ["B"] == "2" else UNLIKE


@place("decouple", "python-decouple")
def decouple(password):
    import decouple

    os.environ.pop("PASSWORD", None)
    with tempfile.NamedTemporaryFile("w", suffix=".env") as file:
        file.write(f"A=1\nPASSWORD={password}\nB=2\n")
        file.flush()
        read = decouple.Config(decouple.RepositoryEnv(file.name))
        return read("PASSWORD") if read("B") == "2" else UNLIKE


@batch("environment-d", "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator")
def environment_d(passwords):
    generator = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"

    def read(some):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(f"{folder}/environment.d")
            with open(f"{folder}/environment.d/app.conf", "w") as file:
                file.writelines(f"P{index}={password}\n" for index, password in enumerate(some))
            environment = {"XDG_CONFIG_HOME": folder, "HOME": folder, "PATH": os.environ["PATH"]}
            lines = run([generator], env=environment).stdout.splitlines()
        # It prints the values as a shell would have to write them.
        printed = dict(line.split("=", 1) for line in lines)
        return [shell_value(printed.get(f"P{index}")) for index in range(len(some))]

    return by_halves(read, passwords)


def shell_value(text):
    if text is None:
        return UNLIKE
    if text.startswith("$'"):
        return text[2:-1].encode().decode("unicode_escape")
    return shlex.split(text)[0] if text else ""


@place("alembic-ini", "alembic")
def alembic_ini(password):
    import alembic.config
    import sqlalchemy.engine

    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write(f"[alembic]\nsqlalchemy.url = postgresql://app:{password}@db.example:5432/app\n")
        file.flush()
        url = alembic.config.Config(file.name).get_main_option("sqlalchemy.url")
    read = sqlalchemy.engine.make_url(url)
    return read.password if (read.host, read.database) == ("db.example", "app") else UNLIKE


@place("supervisord-conf", "supervisor")
def supervisord_conf(password):
    from supervisor.options import ServerOptions

    text = f'[supervisord]\n[program:app]\ncommand=/bin/true\nenvironment=USER="app",PASSWORD="{password}",LAST="x"\n'
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(text)
        file.flush()
        options = ServerOptions()
        options.configfile = file.name
        options.exit = lambda *_: None
        read = options.read_config(io.StringIO(text)).process_group_configs[0].process_configs[0].environment
    return read["PASSWORD"] if len(read) == 3 else UNLIKE


@place("ansible-inventory", "ansible-core")
def ansible_inventory(password):
    from ansible.inventory.manager import InventoryManager
    from ansible.parsing.dataloader import DataLoader

    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write(f"[db]\nhost1 ansible_user=app ansible_password={password} last=x\n")
        file.flush()
        read = InventoryManager(loader=DataLoader(), sources=[file.name]).get_host("host1").vars
    return template(str(read["ansible_password"])) if read["last"] == "x" else UNLIKE


@command("curlrc", "curl")
def curlrc(password):
    # What it would send is in the header that it prints for a proxy that is not there.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        seen = []
        thread = threading.Thread(target=answer_once, args=(listener, seen))
        thread.start()
        config = f'user = "app:{password}"\nurl = "http://127.0.0.1:{listener.getsockname()[1]}/"\n'
        done = run(["curl", "--silent", "--config", "-"], stdin=None, input=config)
        if done.returncode != 0:
            # Let the server go.
            socket.create_connection(listener.getsockname()).close()
        thread.join()
    return basic(seen[0])


def answer_once(listener, seen):
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(5)
        seen.append(connection.recv(65536).decode(errors="replace"))
        connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


def basic(request):
    """The password of HTTP Basic in a request."""
    [line] = [line for line in request.split("\r\n") if line.startswith("Authorization: Basic ")]
    return base64.b64decode(line.split()[-1]).decode().removeprefix("app:")


@batch("sasl-passwd", "postmap")
def sasl_passwd(passwords):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/sasl_passwd"
        with open(path, "w") as file:
            file.writelines(f"host{index}.example app:{password}\n" for index, password in enumerate(passwords))
        open(f"{folder}/main.cf", "w").close()
        run(["postmap", "-c", folder, f"hash:{path}"])
        keys = "".join(f"host{index}.example\n" for index in range(len(passwords)))
        printed = run(["postmap", "-c", folder, "-q", "-", f"hash:{path}"], stdin=None, input=keys).stdout
    found = dict(line.split("\t", 1) for line in printed.splitlines())
    return [found.get(f"host{index}.example", "").removeprefix("app:") for index in range(len(passwords))]
