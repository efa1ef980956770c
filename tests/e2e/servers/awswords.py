# SPDX-License-Identifier: Apache-2.0
"""How AWS says no: the shapes and the wordings, by protocol."""
import json
import uuid
from xml.sax.saxutils import escape

JSON_TYPE = "application/x-amz-json-1.1"
REGISTRY = ("Docker-Distribution-Api-Version", "registry/2.0")

# What is wrong with a request before anybody asks who may do what: the type and the status of the JSON services, the
# code and the status of STS, those of S3, and the usual words.
REFUSALS = {
    "missing": (("MissingAuthenticationTokenException", 400), ("MissingAuthenticationToken", 403), ("AccessDenied", 403),
                "Missing Authentication Token"),
    "incomplete": (("IncompleteSignatureException", 400), ("IncompleteSignature", 400),
                   ("AuthorizationHeaderMalformed", 400), "The authorization header is malformed."),
    "unknown-key": (("UnrecognizedClientException", 400), ("InvalidClientTokenId", 403), ("InvalidAccessKeyId", 403),
                    "The security token included in the request is invalid."),
    "expired": (("ExpiredTokenException", 400), ("ExpiredToken", 403), ("ExpiredToken", 400),
                "The security token included in the request is expired"),
    "clock": (("InvalidSignatureException", 400), ("SignatureDoesNotMatch", 403), ("RequestTimeTooSkewed", 403), None),
    "signature": (("InvalidSignatureException", 400), ("SignatureDoesNotMatch", 403), ("SignatureDoesNotMatch", 403),
                  "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                  "Access Key and signing method. Consult the service documentation for details."),
    "throttled": (("ThrottlingException", 400), ("Throttling", 400), ("SlowDown", 503), "Rate exceeded"),
    "500": (("ServerException", 500), ("InternalFailure", 500), ("InternalError", 500),
            "Service Unavailable. Please try again later."),
    "unknown-operation": (("UnknownOperationException", 400), ("InvalidAction", 400), ("MethodNotAllowed", 405), None),
}

# Whose policy it was, as the end of the sentence has it. {action} is the IAM action.
REASONS = {
    "endpoint-policy": "with an explicit deny in a VPC endpoint policy",
    "endpoint-policy-implicit": "because no VPC endpoint policy allows the {action} action",
    "identity": "because no identity-based policy allows the {action} action",
    "identity-explicit": "with an explicit deny in an identity-based policy",
    "boundary": "because no permissions boundary allows the {action} action",
    "scp": "with an explicit deny in a service control policy",
    "scp-implicit": "because no service control policy allows the {action} action",
    "rcp": "with an explicit deny in a resource control policy",
    "session": "because no session policy allows the {action} action",
    "resource": "because no resource-based policy allows the {action} action",
    # As every service said it before 2021, and some still do.
    "plain": "",
    "hostile": "with an explicit deny in a \x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\u202evpc endpoint policy\r\n",
    "nul": "with an explicit deny in a \x00 VPC endpoint policy",
}
ENDPOINT_POLICIES = ("endpoint-policy", "endpoint-policy-implicit")


def denial(outcome, user, action, resource):
    """The sentence. Where an action has no resource, some services leave it out."""
    words = f"User: {user} is not authorized to perform: {action}"
    if resource:
        words += f" on resource: {resource}"
    return f"{words} {REASONS[outcome].format(action=action)}".rstrip(" ")


class Answer:
    """What goes back: status, headers, body, and how: see Handler.send in aws.py."""

    def __init__(self, status, body=b"", kind=JSON_TYPE, headers=()):
        self.status, self.kind, self.headers = status, kind, list(headers)
        self.body = body.encode() if isinstance(body, str) else body
        self.whole = True  # or the connection ends before the body does
        self.request_id = str(uuid.uuid4())


def json_answer(status, members):
    answer = Answer(status, json.dumps(members))
    answer.headers.append(("x-amzn-RequestId", answer.request_id))
    return answer


def json_error(status, kind, message, key="message"):
    return json_answer(status, {"__type": kind, **({key: message} if message is not None else {})})


def sts_error(status, code, message):
    answer = Answer(status, kind="text/xml")
    answer.body = f"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>{escape(code)}</Code>
    <Message>{escape(message or code)}</Message>
  </Error>
  <RequestId>{answer.request_id}</RequestId>
</ErrorResponse>
""".encode()
    answer.headers.append(("x-amzn-RequestId", answer.request_id))
    return answer


def s3_error(status, code, message):
    answer = Answer(status, kind="application/xml")
    answer.request_id = uuid.uuid4().hex[:16].upper()
    host_id = "kL7Xm0Zc3v+4vY1cJcWZ0Zc3v4vY1cJcWZ0Zc3v4vY1cJcWZ0Zc3v4vY1cJcWZ0Zc3v4vY1cJc="
    answer.body = (f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{escape(code)}</Code>'
                   f"<Message>{escape(message or code)}</Message><RequestId>{answer.request_id}</RequestId>"
                   f"<HostId>{host_id}</HostId></Error>").encode()
    answer.headers += [("x-amz-request-id", answer.request_id), ("x-amz-id-2", host_id)]
    return answer


def registry_error(status, code, message):
    return Answer(status, json.dumps({"errors": [{"code": code, "message": message}]}), "application/json; charset=utf-8",
                  [REGISTRY])


def refusal(protocol, kind, message=None):
    """The row of REFUSALS as the protocol says it: json, sts, s3 or registry."""
    (json_type, json_status), (sts_code, sts_status), (s3_code, s3_status), usual = REFUSALS[kind]
    message = usual if message is None else message
    if protocol == "sts":
        return sts_error(sts_status, sts_code, message)
    if protocol == "s3":
        return s3_error(s3_status, s3_code, message)
    if protocol == "registry":
        return registry_error(json_status, "TOOMANYREQUESTS" if kind == "throttled" else "UNKNOWN", message)
    return json_error(json_status, json_type, message)


def denied(protocol, message, key="message"):
    if protocol == "sts":
        return sts_error(403, "AccessDenied", message)
    if protocol == "s3":
        return s3_error(403, "AccessDenied", message)
    if protocol == "registry":
        return registry_error(403, "DENIED", message)
    return json_error(400, "AccessDeniedException", message, key)
