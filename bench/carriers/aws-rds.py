"""Do the RDS presets get through the real AWS CLI to an RDS? Against moto on loopback.

Standard input: {"preset": {"operation": "create-db-instance", "engine": "mysql", "passwords": [...]}}. Each password
goes through the CLI's own parser in this process, after `=` and after a blank, up to the request that would be sent;
the first 20 by whole starts of `aws`. Prints {"preset": {"equals": 500, "blank": 500, "starts": 20}}: how many arrived.
"""

import json
import os
import subprocess
import sys
import urllib.request

from awscli.clidriver import create_clidriver
from moto.server import ThreadedMotoServer

OPTION = "--master-user-password"
STARTS = 20

os.environ.update(
    AWS_ACCESS_KEY_ID="a",
    AWS_SECRET_ACCESS_KEY="b",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_CONFIG_FILE="/nonexistent",
    AWS_PAGER="",
)


def arguments(operation, engine, identifier):
    kind = "cluster" if "cluster" in operation else "instance"
    size = [] if kind == "cluster" else ["--db-instance-class=db.t3.micro", "--allocated-storage=20"]
    version = ["--engine-version=10.11.8"] if engine == "mariadb" else []
    return ["rds", operation, f"--db-{kind}-identifier={identifier}", f"--engine={engine}", "--master-username=app", *size, *version]


class InProcess:
    """The CLI up to the request: what it would send is kept, and the answer is made up."""

    def __init__(self):
        self.sent = None
        self.driver = create_clidriver()
        self.driver.session.register("provide-client-params", self.keep)
        self.driver.session.register("before-call", self.answer)

    def keep(self, params, **_):
        self.sent = params.get("MasterUserPassword")

    def answer(self, **_):
        class Response:
            status_code = 200

        return Response(), {}

    def arrives(self, command, password):
        self.sent = None
        stdout, stderr = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = open(os.devnull, "w")
        try:
            code = self.driver.main(command)
        finally:
            sys.stdout.close()
            sys.stdout, sys.stderr = stdout, stderr
        return code == 0 and self.sent == password


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"--endpoint-url=http://{host}:{port}"
    aws = os.path.join(os.path.dirname(sys.executable), "aws")
    in_process = InProcess()
    results = {}
    for preset, asked in json.load(sys.stdin).items():
        operation, engine, passwords = asked["operation"], asked["engine"], asked["passwords"]
        counts = {"equals": 0, "blank": 0, "starts": 0}
        for index, password in enumerate(passwords):
            command = [endpoint, *arguments(operation, engine, f"app{index}")]
            counts["equals"] += in_process.arrives([*command, f"{OPTION}={password}"], password)
            counts["blank"] += in_process.arrives([*command, OPTION, password], password)
            if index < STARTS:
                started = [aws, *command, f"{OPTION}={password}"]
                counts["starts"] += subprocess.run(started, capture_output=True, check=False).returncode == 0
        results[preset] = counts
        urllib.request.urlopen(urllib.request.Request(f"http://{host}:{port}/moto-api/reset", method="POST"))
    server.stop()
    json.dump(results, sys.stdout)


main()
