"""python3 -m unittest discover terraform/tests/python: against a server with TLS on this machine. Needs openssl, for its certificate."""

import contextlib
import http.server
import io
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "canary"))
import canary

HOST = "files.example.com"


class Service(http.server.BaseHTTPRequestHandler):
    status = 200
    asked = None

    def do_GET(self):
        Service.asked = f"{self.path} {self.headers['Host']}"
        self.send_response(Service.status)
        self.end_headers()

    def log_message(self, *arguments):
        pass


class CheckName(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.certificate = f"{cls.folder.name}/certificate.pem"
        key = f"{cls.folder.name}/key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "45", "-subj", f"/CN={HOST}",
             "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", cls.certificate],
            check=True, capture_output=True)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(cls.certificate, key)
        tls.sni_callback = lambda connection, name, context: cls.names.append(name)
        cls.names = []
        cls.server = http.server.HTTPServer(("127.0.0.1", 0), Service)
        cls.server.socket = tls.wrap_socket(cls.server.socket, server_side=True)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        cls.folder.cleanup()

    def check(self, host=HOST, trusted=True):
        output = io.StringIO()
        tls = ssl.create_default_context(cafile=self.certificate if trusted else None)
        try:
            with contextlib.redirect_stdout(output):
                canary.check_name("azure", "127.0.0.1", host, self.server.server_port, tls)
        finally:
            self.metric = json.loads(output.getvalue())

    def setUp(self):
        Service.status = 200

    def test_the_public_name_is_in_sni_and_host(self):
        self.check()
        self.assertEqual(self.names[-1], HOST)
        self.assertEqual(Service.asked, f"/health {HOST}")

    def test_days_left_are_a_metric(self):
        self.check()
        self.assertEqual(self.metric["CertificateDaysLeft"], 44)
        self.assertEqual(self.metric["Cloud"], "azure")
        directive = self.metric["_aws"]["CloudWatchMetrics"][0]
        self.assertEqual((directive["Namespace"], directive["Dimensions"]), ("NvDemo", [["Cloud"]]))
        self.assertEqual(directive["Metrics"], [{"Name": "CertificateDaysLeft", "Unit": "Count"}])

    def test_a_chain_that_nobody_trusts(self):
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.check(trusted=False)
        self.assertEqual(self.metric["CertificateDaysLeft"], 0)

    def test_a_certificate_of_another_name(self):
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.check(host="other.example.com")
        self.assertEqual(self.metric["CertificateDaysLeft"], 0)

    def test_a_service_that_does_not_know_the_name(self):
        Service.status = 404
        with self.assertRaisesRegex(RuntimeError, "404"):
            self.check()


if __name__ == "__main__":
    unittest.main()
