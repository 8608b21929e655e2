"""Once a day a file goes up, is listed, comes down the same and is deleted, through every cloud. Any other outcome fails the function."""

import base64
import contextlib
import json
import os
import secrets
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 20


def handler(event, context):
    import boto3

    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])
    client = json.loads(secret["SecretString"])
    failures = []
    for url in os.environ["URLS"].split():
        try:
            check(url, client["username"], client["password"])
        except Exception as failure:  # the next cloud is checked all the same
            failures.append(f"{url}: {failure}")
    if failures:
        raise RuntimeError("; ".join(failures))


def check(url, username, password):
    credentials = base64.b64encode(f"{username}:{password}".encode()).decode()

    def call(step, method, path, expected, body=None):
        headers = {"Authorization": f"Basic {credentials}"}
        if body is not None:
            headers["Content-Type"] = "application/octet-stream"
        request = urllib.request.Request(url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                status, content = response.status, response.read()
        except urllib.error.HTTPError as refusal:
            status, content = refusal.code, b""
        if status != expected:
            raise RuntimeError(f"{step} was answered with {status}")
        return content

    key = f"canary/{secrets.token_hex(8)}"
    body = secrets.token_bytes(4096)
    try:
        call("upload", "PUT", f"/api/upload/{key}", 200, body=body)
        page = json.loads(call("list", "GET", f"/api/list?prefix={urllib.parse.quote(key)}", 200))
        if [file["prefix_path"] for file in page] != [key]:
            raise RuntimeError("the list lacks the file that was uploaded")
        if call("download", "GET", f"/{key}", 200) != body:
            raise RuntimeError("the file came down changed")
    except Exception:
        with contextlib.suppress(Exception):  # what failed first is the answer
            call("delete", "DELETE", f"/{key}", 204)
        raise
    call("delete", "DELETE", f"/{key}", 204)
    call("download after delete", "GET", f"/{key}", 404)
