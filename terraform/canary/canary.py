"""Once a day, through every cloud: a file goes up, is listed, comes down the same and is deleted; and TLS under the public name holds.

Any other outcome fails the function. Days left of each cloud's certificate are the metric CertificateDaysLeft: docs/metrics.md.
"""

import base64
import contextlib
import http.client
import json
import os
import secrets
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 20


def handler(event, context):
    import boto3

    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])
    client = json.loads(secret["SecretString"])
    checks = [(url, check_files, (url, client["username"], client["password"])) for url in os.environ["URLS"].split()]
    for cloud, endpoint in json.loads(os.environ["ENDPOINTS"]).items():
        checks.append((endpoint, check_name, (cloud, endpoint, os.environ["HOST"])))
    failures = []
    for name, check, arguments in checks:
        try:
            check(*arguments)
        except Exception as failure:  # the next cloud is checked all the same
            failures.append(f"{name}: {failure}")
    if failures:
        raise RuntimeError("; ".join(failures))


def check_files(url, username, password):
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


def check_name(cloud, endpoint, host, port=443, tls=None):
    """What clients meet when DNS leads the public name to this endpoint: its certificate, and a service that knows the name."""
    tls = tls or ssl.create_default_context()
    try:
        with socket.create_connection((endpoint, port), TIMEOUT_SECONDS) as plain, tls.wrap_socket(plain, server_hostname=host) as connection:
            report(cloud, days_left(connection.getpeercert()))
            request = http.client.HTTPConnection(host)
            request.sock = connection
            request.request("GET", "/health")
            status = request.getresponse().status
    except ssl.SSLCertVerificationError:
        report(cloud, 0)
        raise
    if status != 200:
        raise RuntimeError(f"/health under the name {host} was answered with {status}")


def days_left(certificate):
    return int((ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) // 86400)


def report(cloud, days):
    """CloudWatch makes metrics of such lines in a function's log: its embedded metric format."""
    metric = {"Namespace": "NvDemo", "Dimensions": [["Cloud"]], "Metrics": [{"Name": "CertificateDaysLeft", "Unit": "Count"}]}
    print(json.dumps({
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metric]},
        "Cloud": cloud,
        "CertificateDaysLeft": days,
    }))
