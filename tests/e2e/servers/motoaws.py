#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""moto's server, with a role that may call what ecsprobe --api calls, and whose keys moto itself gave out.

    motoaws.py ADDRESS PORT POLICY_JSON KEYS

POLICY_JSON is the role's policy, and is read again after every change. KEYS is written before it listens: key, secret and
session token, a line each. It verifies signatures and asks the policy. Until it listens it takes seconds.
"""
import os
import sys
import threading
import time

ADDRESS, PORT, POLICY, KEYS = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
os.environ.update(AWS_EC2_METADATA_DISABLED="true", AWS_ACCESS_KEY_ID="setup", AWS_SECRET_ACCESS_KEY="setup",
                  MOTO_ACCOUNT_ID=os.environ.get("MOTO_ACCOUNT_ID", "111122223333"))

# pylint: disable=wrong-import-position
from moto import settings  # noqa: E402
from moto.core.authorization import ActionAuthenticatorMixin  # noqa: E402
from moto.iam.models import iam_backends  # noqa: E402
from moto.server import DomainDispatcherApplication, create_backend_app  # noqa: E402
from moto.sts.models import sts_backends  # noqa: E402
from werkzeug.serving import run_simple  # noqa: E402

ACCOUNT = os.environ["MOTO_ACCOUNT_ID"]
ROLE = "ecsInstanceRole"


def policy():
    with open(POLICY, encoding="utf-8") as file:
        return file.read()


def follow(backend):
    """The role's policy is what the file says."""
    seen = 0
    while True:
        changed = os.stat(POLICY).st_mtime_ns
        if changed != seen:
            backend.put_role_policy(ROLE, "lab", policy())
            seen = changed
        time.sleep(0.05)


def main():
    backend = iam_backends[ACCOUNT]["aws"]
    trust = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, ' \
            '"Action": "sts:AssumeRole"}]}'
    role = backend.create_role(role_name=ROLE, assume_role_policy_document=trust, path="/", permissions_boundary=None,
                               description="", tags=[], max_session_duration="3600")
    backend.put_role_policy(ROLE, "lab", policy())
    assumed = sts_backends[ACCOUNT]["aws"].assume_role(region_name="us-east-1", role_session_name="i-0123456789abcdef0",
                                                       role_arn=role.arn, policy=None, duration=43200, external_id=None)
    # What is imported with the first request takes seconds.
    for service in ("ecr", "logs", "secretsmanager", "ssm", "sts"):
        create_backend_app(service)
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    ActionAuthenticatorMixin.request_count = 0
    threading.Thread(target=follow, args=(backend,), daemon=True).start()
    with open(KEYS, "w", encoding="utf-8") as file:
        file.write(f"{assumed.access_key_id}\n{assumed.secret_access_key}\n{assumed.session_token}\n")
    run_simple(ADDRESS, PORT, DomainDispatcherApplication(create_backend_app), threaded=True)


if __name__ == "__main__":
    main()
