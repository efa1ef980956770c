#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for ecs-init: keeps a container named ecs-agent running, as the real one does.

    amazon-ecs-init pre-start|start|stop|post-stop      the verbs of ecs.service
    amazon-ecs-init by-hand [NAMESERVER...]             no supervisor: what the agent's README tells to run

Left out: the rules of iptables for the credentials endpoint, updates of the agent (status 42), downloads from S3.
"""
import http.client
import json
import os
import random
import socket
import sys
import time

NAME = "ecs-agent"
IMAGE = "amazon/amazon-ecs-agent:latest"
CACHE = "/var/cache/ecs"
TERMINAL = 5
SETTINGS = "/var/lib/ecs/agent_settings.tsv"
CONFIG = ("/var/lib/ecs/ecs.config", "/etc/ecs/ecs.config")
DEFAULTS = {
    "ECS_DATADIR": "/data",
    "ECS_LOGFILE": "/log/ecs-agent.log",
    "ECS_AGENT_CONFIG_FILE_PATH": "/etc/ecs/ecs.config.json",
    "ECS_UPDATES_ENABLED": "true",
    "ECS_UPDATE_DOWNLOAD_DIR": CACHE,
    "ECS_ENABLE_TASK_IAM_ROLE": "true",
    "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST": "true",
    "ECS_ENABLE_TASK_ENI": "true",
    "ECS_AVAILABLE_LOGGING_DRIVERS": '["json-file","syslog","awslogs","fluentd","none"]',
    "SSL_CERT_DIR": "/etc/ssl/certs",
}
BINDS = (
    "/var/run:/var/run",
    "/var/log/ecs:/log",
    "/var/lib/ecs/data:/data",
    "/etc/ecs:/etc/ecs",
    "/var/cache/ecs:/var/cache/ecs",
    "/var/lib/ecs:/var/lib/ecs",
    # As the packages of Debian, Ubuntu and SUSE do; that of Amazon Linux does so with /etc/pki.
    "/etc/ssl:/etc/ssl:ro",
)


class Docker(http.client.HTTPConnection):
    """One request each; an error of the API is told by its status."""

    def __init__(self):
        super().__init__("docker")

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect("/var/run/docker.sock")


def docker(method, path, body=None, content="application/json", accept=(200, 201, 204, 304)):
    connection = Docker()
    try:
        connection.request(method, path, body, {"Content-Type": content})
        reply = connection.getresponse()
        data = reply.read()
    finally:
        connection.close()
    if reply.status not in accept:
        raise OSError(f"{method} {path}: {reply.status} {data.decode(errors='replace').strip()}")
    return json.loads(data) if data[:1] in (b"{", b"[") and b"\n{" not in data else data


def say(level, message):
    line = f'level={level} time={time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())} msg={json.dumps(message)}\n'
    sys.stdout.write(line)
    sys.stdout.flush()
    try:
        with open("/var/log/ecs/ecs-init.log", "a", encoding="utf-8") as log:
            log.write(line)
    except OSError:
        pass


def environment():
    values = dict(DEFAULTS)
    for path in CONFIG:
        try:
            with open(path, encoding="utf-8", errors="surrogateescape") as config:
                for line in config:
                    key, equals, value = line.strip().partition("=")
                    if equals:
                        values[key] = value
        except OSError:
            pass
    return [f"{key}={value}" for key, value in values.items()]


def container(restart_policy=None, **changes):
    host = {
        "NetworkMode": "host",
        "UsernsMode": "host",
        "Binds": list(BINDS),
        "Init": os.path.exists("/usr/bin/docker-init"),
        "CapAdd": ["NET_ADMIN", "SYS_ADMIN"],
    }
    if restart_policy:
        host["RestartPolicy"] = restart_policy
    host.update(changes)
    return json.dumps({"Image": IMAGE, "Env": environment(), "HostConfig": host})


def find():
    """The container of that name, whatever its state."""
    for entry in docker("GET", "/containers/json?all=true"):
        if f"/{NAME}" in entry["Names"]:
            return entry["Id"]
    return None


def image_is_loaded():
    return any(IMAGE in (entry["RepoTags"] or ()) for entry in docker("GET", "/images/json"))


def load_image():
    with open(f"{CACHE}/ecs-agent.tar", "rb") as archive:
        docker("POST", "/images/load?quiet=1", archive.read(), "application/x-tar")


def cache_state():
    try:
        with open(f"{CACHE}/state", encoding="ascii") as file:
            state = file.read().strip()
        os.stat(f"{CACHE}/ecs-agent.tar")
    except OSError:
        return "0"
    return state or "0"


def refused_setting(at_once):
    """What the real one ends of: the rows of tests/data/agent_settings.tsv, at once or when the container is made."""
    values = dict(entry.split("=", 1) for entry in environment())
    try:
        with open(SETTINGS, encoding="utf-8") as rows:
            for row in rows:
                if row.startswith("#"):
                    continue
                key, bad, _, _, _, who, _, words = row.rstrip("\n").split("\t")
                if who == "init" and values.get(key) == bad and at_once != key.startswith("ECS_"):
                    return words
    except OSError:
        pass
    return None


def pre_start():
    say("info", "pre-start")
    refused = refused_setting(True)
    if refused is not None:
        say("error", refused)
        return 255
    state = cache_state()
    if state not in ("1", "2"):
        say("info", "pre-start: downloading agent")
        say("error", "pre-start: could not download Amazon Elastic Container Service Agent")
        return 1
    if state == "2" or not image_is_loaded():
        say("info", "pre-start: loading agent image")
        load_image()
        with open(f"{CACHE}/state", "w", encoding="ascii") as file:
            file.write("1")
    return 0


def run_once():
    """Recreates, starts and awaits the container; its status."""
    old = find()
    if old:
        say("info", f"Removing existing agent container ID: {old}")
        docker("DELETE", f"/containers/{old}?force=true", accept=(204, 404))
    say("info", "Starting Amazon Elastic Container Service Agent")
    refused = refused_setting(False)
    if refused is not None:
        raise OSError(f"API error (500): {refused}")
    new = docker("POST", f"/containers/create?name={NAME}", container())["Id"]
    docker("POST", f"/containers/{new}/start")
    return docker("POST", f"/containers/{new}/wait")["StatusCode"]


def start():
    delay = 0.5
    while True:
        try:
            status = run_once()
        except (OSError, http.client.HTTPException) as error:
            say("error", f"could not start Agent: {error}")
            return 255
        say("info", f"Agent exited with code {status}")
        if status == 0:
            return 0
        if status == TERMINAL:
            say("error", "agent exited with terminal exit code")
            return TERMINAL
        pause = delay * (1 + random.random() / 10)
        say("warn", f"ECS Agent failed to start, retrying in {pause:.9f}s")
        time.sleep(pause)
        delay = min(delay * 2, 15)


def stop():
    say("info", "Stopping Amazon Elastic Container Service Agent")
    found = find()
    if found:
        docker("POST", f"/containers/{found}/stop?t=10")
    return 0


def post_stop():
    say("info", "post-stop")
    return 0


def by_hand():
    if not image_is_loaded():
        load_image()
    policy = {"Name": "on-failure", "MaximumRetryCount": 10}
    new = docker("POST", f"/containers/create?name={NAME}", container(policy, Init=False, Dns=sys.argv[2:]))["Id"]
    docker("POST", f"/containers/{new}/start")
    return 0


VERBS = {"pre-start": pre_start, "start": start, "stop": stop, "post-stop": post_stop, "by-hand": by_hand}

if __name__ == "__main__":
    try:
        sys.exit(VERBS[sys.argv[1]]())
    except (OSError, http.client.HTTPException) as failure:
        say("error", f"{sys.argv[1]}: {failure}")
        sys.exit(1)
