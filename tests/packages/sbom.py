# SPDX-License-Identifier: Apache-2.0
"""Holds an SPDX 2.3 document against what the standard requires, and against the files beside it.

sbom.py DOCUMENT
"""
import hashlib
import json
import os
import re
import sys

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    document = json.load(file)
wrong = []
lock = os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "deps.lock")
with open(lock, encoding="ascii") as lines:
    locked = {(n, v, sha, address) for n, v, sha, _, address in (li.split() for li in lines if li.strip() and li[0] != "#")}


def require(holds, what):
    if not holds:
        wrong.append(what)


for field in ("SPDXID", "creationInfo", "dataLicense", "documentNamespace", "name", "packages", "relationships", "spdxVersion"):
    require(document.get(field), f"no {field}")
require(document["spdxVersion"] == "SPDX-2.3" and document["dataLicense"] == "CC0-1.0", "version or data licence")
require(document["SPDXID"] == "SPDXRef-DOCUMENT", "SPDXID of the document")
require(re.fullmatch(r"https?://[^#\s]+", document["documentNamespace"]), "documentNamespace")
require(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["creationInfo"]["created"]), "created")
require(all(re.match(r"(Tool|Organization|Person): .", c) for c in document["creationInfo"]["creators"]), "creators")

ids = {"SPDXRef-DOCUMENT"}
for package in document["packages"]:
    name = package.get("name")
    for field in ("SPDXID", "name", "versionInfo", "downloadLocation", "licenseConcluded", "licenseDeclared", "copyrightText", "supplier"):
        require(package.get(field), f"{name}: no {field}")
    require(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", package["SPDXID"]), f"{name}: SPDXID")
    require(package["SPDXID"] not in ids, f"{name}: SPDXID twice")
    ids.add(package["SPDXID"])
    require(package["filesAnalyzed"] is False, f"{name}: filesAnalyzed without files")
    require(re.match(r"(Organization|Person): ", package["supplier"]), f"{name}: supplier")
    for checksum in package.get("checksums", []):
        file_name = package.get("packageFileName")
        if file_name is None:
            release = (name, package["versionInfo"], checksum["checksumValue"], package["downloadLocation"])
            require(release in locked, f"{name}: not a release of scripts/deps.lock: {release}")
            continue
        if os.path.dirname(file_name):
            continue
        beside = os.path.join(os.path.dirname(path), file_name)
        with open(beside, "rb") as file:
            require(checksum == {"algorithm": "SHA256", "checksumValue": hashlib.sha256(file.read()).hexdigest()}, f"{name}: checksum")
for relation in document["relationships"]:
    require(relation["spdxElementId"] in ids and relation["relatedSpdxElement"] in ids, f"relation of nothing: {relation}")
    require(relation["relationshipType"] in ("DESCRIBES", "CONTAINS", "STATIC_LINK"), f"relation: {relation}")
linked = {r["relatedSpdxElement"] for r in document["relationships"] if r["relationshipType"] == "STATIC_LINK"}
want = {"SPDXRef-" + name for name in ("c-ares", "openssl", "curl", "systemd", "glibc", "libgcc")}
require(linked == want, f"linked: {sorted(linked)}")
pinned = {p["name"] for p in document["packages"] if p.get("checksums") and "packageFileName" not in p}
require(pinned == {"c-ares", "openssl", "curl", "systemd"}, f"without a release of the lock: {sorted(pinned)}")
print("\n".join(wrong) or "good")
sys.exit(bool(wrong))
