# SPDX-License-Identifier: Apache-2.0
"""Python runs this first where PYTHONPATH leads here. Newer requests, which botocore imports, opens the host's trust store when
it is imported, and the instance of a lab has none: it gets the lab's."""
import os

import certifi

certifi.where = lambda: os.environ["LAB_TRUST"]
