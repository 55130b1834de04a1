"""Puts each password into each place as a person would paste it, and reads it back with the place's own parser.

Standard input: {"place": ["password", ...]}. Standard output: {"place": {"parser": "...", "arrived": [true, ...]}}.
A place whose parser is not installed is left out of the answer.
"""

import base64
import concurrent.futures
import http.server
import importlib.metadata
import io
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading

PLACES = {}
UNLIKE = object()


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


def run(command, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)


# The AWS CLI: its command line parser and what it makes of each value; only the request is not sent.


class Aws:
    def __init__(self):
        import awscli.clidriver

        self.driver = awscli.clidriver.create_clidriver()
        self.commands = {}
        self.sent = None

    def command(self, service, operation):
        if (service, operation) not in self.commands:
            command = self.driver._get_command_table()[service]._get_command_table()[operation]
            command._operation_caller = self
            self.commands[service, operation] = command
        return self.commands[service, operation]

    def invoke(self, service_name, operation_name, parameters, parsed_globals):
        self.sent = parameters
        return 0

    def __call__(self, service, operation, *arguments):
        self.sent = None
        parsed_globals = self.driver._create_parser(self.driver._get_command_table()).parse_known_args([service])[0]
        saved = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = io.StringIO()
        try:
            self.command(service, operation)(list(arguments), parsed_globals)
        finally:
            sys.stdout, sys.stderr = saved
        return self.sent


AWS = []


def aws(*arguments):
    if not AWS:
        AWS.append(Aws())
    return AWS[0](*arguments)


MODIFY = ("rds", "modify-db-instance", "--db-instance-identifier", "app")


@place("aws-argument", "awscli")
def aws_argument(password):
    return aws(*MODIFY, "--master-user-password", password)["MasterUserPassword"]


@place("aws-argument-equals", "awscli")
def aws_argument_equals(password):
    return aws(*MODIFY, f"--master-user-password={password}")["MasterUserPassword"]


@place("aws-list", "awscli")
def aws_list(password):
    create = ("elasticache", "create-user", "--user-id", "u", "--user-name", "app", "--engine", "redis")
    [read] = aws(*create, "--access-string", "on", f"--passwords={password}")["Passwords"]
    return read


@place("aws-shorthand", "awscli")
def aws_shorthand(password):
    options = f"Enabled=true,MasterUserOptions={{MasterUserName=app,MasterUserPassword={password}}}"
    sent = aws("opensearch", "create-domain", "--domain-name", "app", f"--advanced-security-options={options}")
    read = sent["AdvancedSecurityOptions"]
    user = read["MasterUserOptions"]
    return user["MasterUserPassword"] if len(read) == 2 and len(user) == 2 else UNLIKE


# URLs and connection strings.

HOST = "db.example"


@place("libpq-url", "psycopg-binary")
def libpq_url(password):
    import psycopg.conninfo

    read = psycopg.conninfo.conninfo_to_dict(f"postgresql://app:{password}@{HOST}:5432/app?sslmode=require")
    return read["password"] if (read["host"], read["dbname"], read["sslmode"]) == (HOST, "app", "require") else UNLIKE


@place("libpq-keywords", "psycopg-binary")
def libpq_keywords(password):
    import psycopg.conninfo

    read = psycopg.conninfo.conninfo_to_dict(f"host={HOST} user=app password={password} dbname=app")
    return read["password"] if (read["host"], read["dbname"]) == (HOST, "app") else UNLIKE


@place("sqlalchemy-url", "SQLAlchemy")
def sqlalchemy_url(password):
    import sqlalchemy.engine

    read = sqlalchemy.engine.make_url(f"mysql+pymysql://app:{password}@{HOST}:3306/app?charset=utf8mb4")
    return read.password if (read.host, read.port, read.database) == (HOST, 3306, "app") else UNLIKE


@place("redis-url", "redis")
def redis_url(password):
    import redis.connection

    read = redis.connection.parse_url(f"rediss://app:{password}@{HOST}:6379/0")
    return read["password"] if (read["host"], read["port"], read["db"]) == (HOST, 6379, 0) else UNLIKE


@place("mongodb-url", "pymongo")
def mongodb_url(password):
    from pymongo.uri_parser import parse_uri

    read = parse_uri(f"mongodb://app:{password}@{HOST}:27017/app?tls=true")
    return read["password"] if (read["nodelist"], read["database"]) == ([(HOST, 27017)], "app") else UNLIKE


@place("amqp-url", "pika")
def amqp_url(password):
    import pika

    read = pika.URLParameters(f"amqps://app:{password}@{HOST}:5671/app?heartbeat=30")
    return read.credentials.password if (read.host, read.port, read.virtual_host) == (HOST, 5671, "app") else UNLIKE


class PasswordServer:
    """A PostgreSQL server that asks for the password in clear, keeps it, and lets nobody in."""

    def __init__(self):
        self.password = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(5)
                try:
                    self.exchange(connection)
                except Exception:  # a client that hung up
                    pass

    def exchange(self, connection):
        stream = connection.makefile("rb")
        length, code = struct.unpack("!ii", stream.read(8))
        while code in (80877103, 80877104):  # SSLRequest, GSSENCRequest
            connection.sendall(b"N")
            length, code = struct.unpack("!ii", stream.read(8))
        stream.read(length - 8)
        connection.sendall(b"R" + struct.pack("!ii", 8, 3))
        kind, length = struct.unpack("!ci", stream.read(5))
        if kind == b"p":
            self.password = stream.read(length - 4)[:-1].decode(errors="replace")
        refusal = b"SFATAL\0VFATAL\0C28P01\0Mno\0\0"
        connection.sendall(b"E" + struct.pack("!i", len(refusal) + 4) + refusal)

    def received(self, connect):
        self.password = None
        try:
            connect()
        except Exception:
            pass
        return self.password


SERVERS = []


def received(connect):
    if not SERVERS:
        SERVERS.append(PasswordServer())
    return SERVERS[0].received(lambda: connect(SERVERS[0].port))


@place("pgpass", "psycopg-binary")
def pgpass(password):
    import psycopg

    with tempfile.NamedTemporaryFile("w", prefix="pgpass-") as file:  # mode 0600, as libpq asks for
        file.write(f"127.0.0.1:*:app:app:{password}\n")
        file.flush()
        address = "host=127.0.0.1 user=app dbname=app sslmode=disable gssencmode=disable"
        return received(lambda port: psycopg.connect(f"{address} port={port} passfile={file.name}"))


@place("odbc", "pyodbc", "/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so")
def odbc(password):
    import pyodbc

    driver = "/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so"
    address = f"Driver={driver};Servername=127.0.0.1;Database=app;SSLMode=disable;UID=app"
    return received(lambda port: pyodbc.connect(f"{address};Port={port};PWD={password};CommLog=0", timeout=5))


# Files.


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


# Shells and tools.


def shell(interpreter, script):
    def read(password):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/file", "w") as file:
                file.write(script(password))
            # Parts of the value may be run as commands: there are none to find.
            done = run([shutil.which(interpreter), "file"], cwd=folder, env={"PATH": "/nonexistent"})
            return done.stdout if sorted(os.listdir(folder)) == ["file"] and done.returncode == 0 else UNLIKE

    return read


command("source-dash", "dash")(shell("dash", lambda password: f'PASSWORD={password}\nprintf %s "$PASSWORD"\n'))
command("source-bash", "bash")(shell("bash", lambda password: f'PASSWORD={password}\nprintf %s "$PASSWORD"\n'))
command("shell-word", "bash")(shell("bash", lambda password: f'show() {{ [ $# = 1 ] && printf %s "$1"; }}\nshow {password}\n'))
command("shell-double-quotes", "bash")(shell("bash", lambda password: f'printf %s "{password}"\n'))
command("shell-single-quotes", "bash")(shell("bash", lambda password: f"printf %s '{password}'\n"))


@command("sed", "sed")
def sed(password):
    return run(["sed", "--sandbox", f"s/@PASSWORD@/{password}/", "-"], stdin=None, input="[@PASSWORD@]").stdout[1:-1]


@command("make", "make")
def make(password):
    makefile = "all:\n\t@printf %s '$(subst ','\\'',$(PASSWORD))'\n"
    return run(["make", "-f", "/dev/stdin", f"PASSWORD={password}"], stdin=None, input=makefile).stdout


@batch("curl-user", "curl")
def curl_user(passwords):
    seen = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen[self.path] = self.headers.get("Authorization", "")
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    for at in range(0, len(passwords), 500):
        command = ["curl", "--silent"]
        for index, password in enumerate(passwords[at : at + 500], at):
            command += ["--user", f"app:{password}", f"{address}/{index}", "--next", "--silent"]
        run(command[:-2])
    server.shutdown()
    read = [base64.b64decode(seen.get(f"/{index}", "").removeprefix("Basic ")).decode() for index in range(len(passwords))]
    return [text.removeprefix("app:") for text in read]


# Pasted into code.


@place("sql-literal", "pglast")
def sql_literal(password):
    import pglast

    [statement] = pglast.parse_sql(f"ALTER ROLE app PASSWORD '{password}'")
    return statement.stmt.options[0].arg.sval


@place("json", "python")
def json_string(password):
    return json.loads(f'{{"password": "{password}"}}')["password"]


@place("xml-text", "python")
def xml_text(password):
    import xml.etree.ElementTree

    return xml.etree.ElementTree.fromstring(f"<db><password>{password}</password></db>").find("password").text


@place("xml-attribute", "python")
def xml_attribute(password):
    import xml.etree.ElementTree

    return xml.etree.ElementTree.fromstring(f'<db password="{password}"/>').get("password")


@place("toml", "python")
def toml(password):
    import tomllib

    return tomllib.loads(f'password = "{password}"\n')["password"]


@place("jinja", "Jinja2")
def jinja(password):
    import jinja2

    return jinja2.Environment().from_string(password).render()


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
    if shutil.which("dpkg") is None:
        return name
    path = os.path.realpath(path)
    owner = run(["dpkg", "-S", path, path.removeprefix("/usr")]).stdout.split(":")[0]
    release = run(["dpkg-query", "-W", "-f=${Version}", owner]).stdout
    return f"{name} {release.split(':')[-1].split('-')[0].split('+')[0]}".strip()


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
            "arrived": [answer == password for answer, password in zip(read(passwords), passwords)],
        }
    json.dump(answers, sys.stdout)


main()
