"""Places on a command line."""

import base64
import http.server
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

from registry import UNLIKE, batch, command, place, run

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


def overridden(command):
    """What `aws cloudformation deploy` makes of its options, up to the template's parameters."""
    from awscli.customizations.cloudformation.deploy import DeployCommand

    deploy = DeployCommand(None)
    return deploy.parse_key_value_arg(command, deploy.PARAMETER_OVERRIDE_CMD)


@place("aws-parameter-overrides", "awscli")
def aws_parameter_overrides(password):
    read = overridden(["User=app", f"Password={password}", "Last=x"])
    return read["Password"] if len(read) == 3 else UNLIKE


@place("aws-parameters", "awscli")
def aws_parameters(password):
    parameters = ["ParameterKey=User,ParameterValue=app", f"ParameterKey=Password,ParameterValue={password}"]
    sent = aws("cloudformation", "create-stack", "--stack-name", "app", "--parameters", *parameters)["Parameters"]
    return sent[1]["ParameterValue"] if len(sent[1]) == 2 else UNLIKE


@place("aws-lambda-environment", "awscli")
def aws_lambda_environment(password):
    command = ("lambda", "update-function-configuration", "--function-name", "app")
    read = aws(*command, f"--environment=Variables={{USER=app,PASSWORD={password},LAST=x}}")["Environment"]["Variables"]
    return read["PASSWORD"] if len(read) == 3 else UNLIKE


def sam(text):
    from samcli.cli.types import CfnParameterOverridesType

    # Some mixtures of both quotes keep its regular expression busy for years.
    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        return CfnParameterOverridesType().convert(text, None, None)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def give_up(*_):
    raise TimeoutError


@place("sam-parameter-overrides", "aws-sam-cli")
def sam_parameter_overrides(password):
    read = sam(("User=app", f"Password={password}", "Last=x"))
    return read["Password"] if len(read) == 3 else UNLIKE


@place("samconfig", "aws-sam-cli")
def samconfig(password):
    import tomlkit

    text = f"parameter_overrides = {json.dumps(f'User=app Password={password} Last=x')}"
    read = sam(tomlkit.parse(text)["parameter_overrides"])
    return read["Password"] if len(read) == 3 else UNLIKE


@place("az-argument", "azure-cli-core")
def az_argument(password):
    from azure.cli.core.commands import _expand_file_prefixed_files

    import argparse

    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--admin-password")
    parser.add_argument("--name")
    arguments = _expand_file_prefixed_files([f"--admin-password={password}", "--name", "app"])
    return parser.parse_args(arguments).admin_password


@place("az-settings", "azure-cli-core")
def az_settings(password):
    from azure.cli.core.commands import _expand_file_prefixed_files

    return _expand_file_prefixed_files(["--settings", f"PASSWORD={password}"])[1].removeprefix("PASSWORD=")


def template(text):
    """What a task of Ansible gets for a variable with this value."""
    from ansible._internal._datatag._tags import TrustedAsTemplate
    from ansible.parsing.dataloader import DataLoader
    from ansible.template import Templar

    value = Templar(DataLoader(), {"password": TrustedAsTemplate().tag(text)}).template(TrustedAsTemplate().tag("{{ password }}"))
    return str(value) if isinstance(value, str) else UNLIKE


@place("ansible-extra-vars", "ansible-core")
def ansible_extra_vars(password):
    from ansible.parsing.splitter import parse_kv

    read = parse_kv(f"user=app password={password} last=x")
    return template(str(read["password"])) if len(read) == 3 else UNLIKE


@batch("terraform-var", "terraform")
def terraform_var(passwords):
    return terraform(passwords, lambda names: ([f"-var={name}={password}" for name, password in names.items()], {}))


@batch("terraform-env", "terraform")
def terraform_env(passwords):
    return terraform(passwords, lambda names: ([], {f"TF_VAR_{name}": password for name, password in names.items()}))


def terraform(passwords, pass_on):
    answers = []
    for at in range(0, len(passwords), 500):
        names = {f"p{index}": password for index, password in enumerate(passwords[at : at + 500])}
        arguments, variables = pass_on(names)
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/main.tf", "w") as file:
                for name in names:
                    file.write(f'variable "{name}" {{}}\noutput "{name}" {{ value = var.{name} }}\n')
            environment = {**os.environ, **variables}
            run(["terraform", "apply", "-auto-approve", "-no-color", *arguments], cwd=folder, env=environment)
            try:
                outputs = json.load(open(f"{folder}/terraform.tfstate"))["outputs"]
            except OSError:
                outputs = {}
        answers += [outputs.get(name, {}).get("value") for name in names]
    return answers


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


@command("awk-variable", "gawk")
def awk_variable(password):
    return run(["gawk", "-v", f"password={password}", "BEGIN { printf \"%s\", password }"]).stdout


@command("xargs", "xargs")
def xargs(password):
    return run(["xargs", "/usr/bin/printf", "%s"], stdin=None, input=f"{password}\n").stdout


@batch("redis-cli", "redis-server", "redis-cli")
def redis_cli(passwords):
    # redis.conf is read by the same function.
    with tempfile.TemporaryDirectory() as folder:
        address = f"{folder}/redis.sock"
        server = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", address, "--save", ""], stdout=subprocess.DEVNULL)
        try:
            while not os.path.exists(address):
                time.sleep(0.05)
            lines = "".join(f"ECHO {password}\nECHO ---\n" for password in passwords)
            printed = run(["redis-cli", "--raw", "-s", address], stdin=None, input=lines).stdout
        finally:
            server.terminate()
            server.wait()
    return [text.strip("\n") for text in printed.split("---\n")][: len(passwords)]
