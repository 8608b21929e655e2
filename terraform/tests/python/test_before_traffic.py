"""The hook with a CodeDeploy and a Lambda that only remember: what matters is what it tells CodeDeploy, and that it always does."""

import io
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "codedeploy"))
import before_traffic

EVENT = {"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "hook-1"}


class CodeDeploy:
    def __init__(self, function):
        self.function, self.status = function, None

    def list_deployment_targets(self, deploymentId):
        return {"targetIds": [f"{self.function}:live"]}

    def batch_get_deployment_targets(self, deploymentId, targetIds):
        function, alias = targetIds[0].split(":")
        info = {"functionName": function, "functionAlias": alias, "currentVersion": "42", "targetVersion": "43"}
        return {"deploymentTargets": [{"deploymentTargetType": "LambdaFunction", "lambdaTarget": {"lambdaFunctionInfo": info}}]}

    def put_lifecycle_event_hook_execution_status(self, deploymentId, lifecycleEventHookExecutionId, status):
        assert (deploymentId, lifecycleEventHookExecutionId) == ("d-1", "hook-1")
        self.status = status


class Functions:
    def __init__(self, answer, error=None):
        self.answer, self.error, self.invoked = answer, error, []

    def invoke(self, FunctionName, Qualifier, Payload):
        self.invoked.append((f"{FunctionName}:{Qualifier}", json.loads(Payload)))
        reply = {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(self.answer).encode())}
        return reply | ({"FunctionError": self.error} if self.error else {})


class BeforeTraffic(unittest.TestCase):
    def deploy(self, function, answer, error=None):
        codedeploy, functions = CodeDeploy(function), Functions(answer, error)
        try:
            before_traffic.run(EVENT, codedeploy, functions)
        except Exception as failure:
            self.assertEqual(codedeploy.status, "Failed")
            raise failure
        return codedeploy.status, functions.invoked

    def test_the_new_version_answers(self):
        for function in ("nv-demo-api", "nv-demo-health"):
            status, invoked = self.deploy(function, {"statusCode": 200, "body": ""})
            self.assertEqual(status, "Succeeded")
            self.assertEqual({name for name, _ in invoked}, {f"{function}:43"})
            self.assertEqual(invoked[0][1]["path"], "/health")

    def test_the_authorizer_denies_strangers(self):
        answer = {"principalId": "anonymous", "policyDocument": {"Statement": [{"Effect": "Deny"}]}}
        self.assertEqual(self.deploy("nv-demo-authorizer", answer)[0], "Succeeded")

    def test_an_authorizer_that_lets_everybody_in(self):
        with self.assertRaises(RuntimeError):
            self.deploy("nv-demo-authorizer", {"policyDocument": {"Statement": [{"Effect": "Allow"}]}})

    def test_a_version_that_does_not_start(self):
        with self.assertRaisesRegex(RuntimeError, "43 of nv-demo-api"):
            self.deploy("nv-demo-api", {"errorMessage": "exit status 1"}, error="Unhandled")

    def test_a_version_whose_dependencies_are_out(self):
        with self.assertRaises(RuntimeError):
            self.deploy("nv-demo-api", {"statusCode": 503, "body": ""})

    def test_a_function_that_it_does_not_know(self):
        with self.assertRaises(KeyError):
            self.deploy("nv-demo-other", {"statusCode": 200})


if __name__ == "__main__":
    unittest.main()
