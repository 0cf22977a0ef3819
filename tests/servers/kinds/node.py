"""No server, but Node.js with the pinned packages: for comparisons with what others make of the same input."""

import subprocess

from harness import install

PROGRAMS = {"node": "nodejs", "npm": "npm"}
NEEDS_PYTHON = False
NEEDS_NODE = True


def start(instance) -> dict[str, str]:
    return {"TEST_NODE": install.program("node"), "TEST_NODE_MODULES": str(instance.node.modules)}


def checks(variables):
    def loads() -> None:
        command = [variables["TEST_NODE"], "-e", "require('dotenv')"]
        environment = {**install.environment(), "NODE_PATH": variables["TEST_NODE_MODULES"]}
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment)

    yield "the pinned packages can be loaded", loads
