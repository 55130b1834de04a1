"""Places in URLs and connection strings."""

import os
import socket
import struct
import tempfile
import threading

from registry import UNLIKE, command, place, run

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


@place("peewee-url", "peewee")
def peewee_url(password):
    import playhouse.db_url

    read = playhouse.db_url.parse(f"postgresql://app:{password}@{HOST}:5432/app")
    return read["password"] if (read["host"], read["database"]) == (HOST, "app") else UNLIKE


@place("django-environ-url", "django-environ")
def django_environ_url(password):
    import environ

    read = environ.Env.db_url_config(f"postgres://app:{password}@{HOST}:5432/app")
    return read["PASSWORD"] if (read["HOST"], read["NAME"]) == (HOST, "app") else UNLIKE


@place("dj-database-url", "dj-database-url")
def dj_database_url(password):
    import dj_database_url

    read = dj_database_url.parse(f"postgres://app:{password}@{HOST}:5432/app")
    return read["PASSWORD"] if (read["HOST"], read["NAME"]) == (HOST, "app") else UNLIKE


@place("tortoise-url", "tortoise-orm")
def tortoise_url(password):
    from tortoise.backends.base.config_generator import expand_db_url

    read = expand_db_url(f"asyncpg://app:{password}@{HOST}:5432/app")["credentials"]
    return read["password"] if (read["host"], read["database"]) == (HOST, "app") else UNLIKE


@place("asyncpg-url", "asyncpg")
def asyncpg_url(password):
    import inspect

    from asyncpg.connect_utils import _parse_connect_dsn_and_args

    names = [name for name in inspect.signature(_parse_connect_dsn_and_args).parameters if name != "dsn"]
    url = f"postgresql://app:{password}@{HOST}:5432/app"
    addresses, read = _parse_connect_dsn_and_args(dsn=url, **dict.fromkeys(names))[:2]
    return read.password if (addresses, read.database) == ([(HOST, 5432)], "app") else UNLIKE


@place("kombu-url", "kombu")
def kombu_url(password):
    import kombu

    read = kombu.Connection(f"amqp://app:{password}@{HOST}:5672/app")
    return read.password if (read.hostname, read.virtual_host) == (HOST, "app") else UNLIKE


@command("git-url", "git")
def git_url(password):
    quiet = {"PATH": os.environ["PATH"], "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent"}
    request = f"url=https://app:{password}@{HOST}/app.git\n\n"
    printed = run(["git", "credential", "fill"], stdin=None, input=request, env=quiet).stdout
    read = dict(line.split("=", 1) for line in printed.splitlines())
    return read["password"] if read["host"] == HOST else UNLIKE


@command("pip-url", "pip")
def pip_url(password):
    from pip._internal.utils.misc import split_auth_netloc_from_url

    _, netloc, (_, read) = split_auth_netloc_from_url(f"https://app:{password}@{HOST}/simple")
    return read if netloc == HOST else UNLIKE


@place("pg-service", "psycopg-binary")
def pg_service(password):
    import psycopg

    with tempfile.NamedTemporaryFile("w", prefix="pg_service-") as file:
        file.write(f"[app]\nhost=127.0.0.1\nuser=app\npassword={password}\ndbname=app\nsslmode=disable\n")
        file.flush()
        os.environ["PGSERVICEFILE"] = file.name
        return received(lambda port: psycopg.connect(f"service=app gssencmode=disable port={port}"))
