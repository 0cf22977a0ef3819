"""AWS, as ministack takes it: a second opinion, which has nothing in common with moto."""

from . import aws

# ministack comes from requirements.txt.
PROGRAMS: dict[str, str] = {}
NEEDS_PYTHON = True


def start(instance) -> dict[str, str]:
    return aws.start(instance, "ministack")


def checks(variables):
    return aws.checks(variables["TEST_PYTHON"], variables["TEST_AWS_MINISTACK"])
