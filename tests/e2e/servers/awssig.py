# SPDX-License-Identifier: Apache-2.0
"""Whether a request is signed as AWS wants it (Signature Version 4), by botocore's own arithmetic.

Nothing here knows how libcurl signs: canonical request, string to sign and signature are botocore's. What AWS checks
beside them is here: the scope, the clock, the headers that have to be signed, the body's hash and the session token.
"""
import calendar
import hashlib
import hmac
import re
import time

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

STAMP = "%Y%m%dT%H%M%SZ"
TOLERANCE_S = 300
UNSIGNED = "UNSIGNED-PAYLOAD"
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 +Credential=([^/, ]+)/(\d{8})/([^/, ]+)/([^/, ]+)/aws4_request, *"
    r"SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})")


class Refused(Exception):
    """kind: a row of REFUSALS in awswords.py. why: for the log of the lab, more than AWS says."""

    def __init__(self, kind, message=None, why=None):
        super().__init__(why or message or kind)
        self.kind, self.message = kind, message


def stamp(seconds):
    return time.strftime(STAMP, time.gmtime(seconds))


def check_clock(date, now):
    """In AWS's own words."""
    try:
        signed = calendar.timegm(time.strptime(date, STAMP))
    except ValueError:
        raise Refused("incomplete", "Date must be in ISO-8601 'basic format'. Got '%s'." % date) from None
    if signed < now - TOLERANCE_S:
        raise Refused("clock", f"Signature expired: {date} is now earlier than {stamp(now - TOLERANCE_S)} "
                               f"({stamp(now)} - 5 min.)")
    if signed > now + TOLERANCE_S:
        raise Refused("clock", f"Signature not yet current: {date} is still later than {stamp(now + TOLERANCE_S)} "
                               f"({stamp(now)} + 5 min.)")


def check_scope(scope, date, region, service):
    day, signed_region, signed_service = scope
    if day != date[:8]:
        raise Refused("signature", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
                                   f"from HTTP: '{day}' != '{date[:8]}', from '{date}'.")
    if signed_region != region:
        raise Refused("signature", f"Credential should be scoped to a valid region, not '{signed_region}'. ")
    if signed_service != service:
        raise Refused("signature", f"Credential should be scoped to correct service: '{service}'. ")


def check_headers(headers, names):
    """Of what is there, AWS wants these signed."""
    wanted = {"host"} | {name.lower() for name in headers if name.lower().startswith("x-amz-")}
    left_out = sorted(wanted - set(names))
    if left_out:
        raise Refused("signature", f"'{left_out[0]}' must be a 'SignedHeader' in the AWS Authorization.")
    if list(names) != sorted(set(names)):
        raise Refused("signature", why="the signed headers are not sorted")
    absent = [name for name in names if name not in headers]
    if absent:
        raise Refused("signature", why=f"{absent[0]} is signed and was not sent")


def check_body(headers, body, service):
    """The hash that was sent has to be the body's; S3 wants one."""
    sent = headers.get("x-amz-content-sha256")
    if sent is None and service == "s3":
        raise Refused("signature", "Missing required header for this request: x-amz-content-sha256")
    if sent not in (None, UNSIGNED, hashlib.sha256(body).hexdigest()) or (sent == UNSIGNED and service != "s3"):
        raise Refused("signature", why="x-amz-content-sha256 is not the body's")


def check_token(headers, known, now):
    """known: one of the credentials that the lab has given out."""
    sent = headers.get("x-amz-security-token")
    if (sent or "") != known.get("token", ""):
        raise Refused("unknown-key", why="the session token is another" if sent else "the session token is missing")
    if known.get("expires", now + 1) <= now:
        raise Refused("expired")


def expected(method, url, headers, body, names, known, date, region, service):
    """The signature that this request should have."""
    request = AWSRequest(method=method, url=url, data=body, headers=headers)
    request.context["timestamp"] = date
    auth = (S3SigV4Auth if service == "s3" else SigV4Auth)(
        Credentials(known["key"], known["secret"], known.get("token")), service, region)
    signed = HTTPHeaders()
    for name in names:
        for value in headers.get_all(name):
            signed[name] = value
    auth.headers_to_sign = lambda _: signed
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)


def verify(method, url, headers, body, region, service, credentials, now):
    """The credentials with which the request is signed; raises Refused. headers: an email.message.Message."""
    authorization = headers.get_all("authorization") or []
    if not authorization:
        raise Refused("missing")
    if len(authorization) > 1 or not authorization[0].startswith("AWS4-HMAC-SHA256"):
        raise Refused("incomplete", "Unsupported authorization type.")
    parts = AUTHORIZATION.fullmatch(authorization[0])
    date = headers.get("x-amz-date")
    if not parts or not date:
        raise Refused("incomplete", "Authorization header requires 'Credential', 'SignedHeaders', 'Signature' and a date.")
    key, day, signed_region, signed_service, names, signature = parts.groups()
    names = names.split(";")
    known = next((one for one in credentials if one["key"] == key), None)
    if not known:
        raise Refused("unknown-key", why=f"nobody has the key {key}")
    check_clock(date, now)
    check_scope((day, signed_region, signed_service), date, region, service)
    check_headers(headers, names)
    check_body(headers, body, service)
    check_token(headers, known, now)
    if not hmac.compare_digest(signature, expected(method, url, headers, body, names, known, date, region, service)):
        raise Refused("signature", why="the signature is another")
    return known
