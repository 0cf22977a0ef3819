"""No server, but the Python with the pinned packages: for comparisons with what others make of the same input."""

import subprocess

PROGRAMS: dict[str, str] = {}
NEEDS_PYTHON = True


def start(instance) -> dict[str, str]:
    return {"TEST_PYTHON": str(instance.python.executable)}


def checks(variables):
    def imports() -> None:
        command = [variables["TEST_PYTHON"], "-c", "import aiosmtpd, boto3, dotenv, environ, hvac, pydantic_settings"]
        subprocess.run(command, check=True, capture_output=True, text=True)

    yield "the pinned packages can be imported", imports
