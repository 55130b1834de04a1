"""Places in code that a password is pasted into."""

import ast
import json
import os
import shutil
import tempfile

from command_lines import template
from registry import command, place, run


def alone(program, **options):
    """Runs it where it finds no other program, and no file to write over."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ.get("COMMANDS", "/nonexistent")}
        return run([shutil.which(program[0]), *program[1:]], cwd=folder, env=environment, **options)


@command("sed", "sed")
def sed(password):
    return alone(["sed", f"s/@PASSWORD@/{password}/", "-"], stdin=None, input="[@PASSWORD@]").stdout[1:-1]


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


@place("ansible-template", "ansible-core")
def ansible_template(password):
    return template(password)


@place("python-string", "python")
def python_string(password):
    return ast.literal_eval(f'"{password}"')


@command("perl-string", "perl")
def perl_string(password):
    return alone(["perl", "-e", f'print "{password}"']).stdout


@command("tcl-string", "tclsh")
def tcl_string(password):
    return alone(["tclsh"], stdin=None, input=f'puts -nonewline "{password}"\n').stdout


@command("envsubst", "envsubst")
def envsubst(password):
    return run(["envsubst"], stdin=None, input=f"[{password}]").stdout[1:-1]
