"""CodeDeploy's hook BeforeAllowTraffic: the new version is invoked, and gets traffic only if it answers as the function always does.

An idle service has no errors that an alarm could see, so this is what finds a version that does not start.
"""

import base64
import json

TIMES = 3  # the first is a cold start, and several may meet the same instance

HEALTH = {
    "httpMethod": "GET",
    "path": "/health",
    "resource": "/health",
    "headers": {},
    "multiValueHeaders": {},
    "requestContext": {"requestId": "before-traffic", "identity": {"sourceIp": "127.0.0.1"}},
    "isBase64Encoded": False,
}

# Nobody's credentials: the answer is the policy that denies, which takes the client secret to find.
STRANGER = {
    "type": "REQUEST",
    "methodArn": "arn:aws:execute-api:region:account:api/live/GET/",
    "headers": {"Authorization": "Basic " + base64.b64encode(b"before-traffic:before-traffic").decode()},
    "requestContext": {"requestId": "before-traffic", "identity": {"sourceIp": "127.0.0.1"}},
}

EXPECTED = {
    "api": (HEALTH, lambda answer: answer["statusCode"] == 200),
    "health": (HEALTH, lambda answer: answer["statusCode"] == 200),
    "authorizer": (STRANGER, lambda answer: answer["policyDocument"]["Statement"][0]["Effect"] == "Deny"),
}


def handler(event, context):
    import boto3

    run(event, boto3.client("codedeploy"), boto3.client("lambda"))


def run(event, codedeploy, functions):
    deployment = event["DeploymentId"]
    status = "Failed"
    try:
        for function, version in new_versions(codedeploy, deployment):
            check(functions, function, version)
        status = "Succeeded"
    finally:
        # Without an answer CodeDeploy would wait for an hour.
        codedeploy.put_lifecycle_event_hook_execution_status(
            deploymentId=deployment,
            lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
            status=status,
        )


def new_versions(codedeploy, deployment):
    targets = codedeploy.list_deployment_targets(deploymentId=deployment)["targetIds"]
    details = codedeploy.batch_get_deployment_targets(deploymentId=deployment, targetIds=targets)["deploymentTargets"]
    versions = [target["lambdaTarget"]["lambdaFunctionInfo"] for target in details]
    if not versions:
        raise RuntimeError("the deployment has no function")
    return [(version["functionName"], version["targetVersion"]) for version in versions]


def check(functions, function, version):
    request, is_right = EXPECTED[function.rsplit("-", 1)[-1]]
    for _ in range(TIMES):
        reply = functions.invoke(FunctionName=function, Qualifier=version, Payload=json.dumps(request).encode())
        answer = reply["Payload"].read()
        if "FunctionError" in reply or not is_right(json.loads(answer)):
            raise RuntimeError(f"version {version} of {function} answered {answer[:1000]!r}")
