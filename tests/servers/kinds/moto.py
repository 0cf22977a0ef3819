"""AWS, as moto takes it: what its own clients are tested with most."""

from . import aws

# moto comes from requirements.txt.
PROGRAMS: dict[str, str] = {}
NEEDS_PYTHON = True


def start(instance) -> dict[str, str]:
    return aws.start(instance, "moto")


def checks(variables):
    return aws.checks(variables["TEST_PYTHON"], variables["TEST_AWS_MOTO"])
