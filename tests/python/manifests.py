"""Checks the manifests of packaging/ against what their clusters ask for: manifests.py PACKAGING_DIRECTORY"""

import sys
from pathlib import Path

import yaml

packaging = Path(sys.argv[1])


def load(name):
    return yaml.safe_load((packaging / name).read_text(encoding="utf-8"))


# Kyma.
deployment = load("kyma/deployment-with-pull.yaml")
service = load("kyma/service-with-pull.yaml")
claim = load("kyma/pvc.yaml")
for manifest in (deployment, service, claim):
    assert manifest["metadata"]["namespace"] == "kube-scb", manifest["kind"]
    assert manifest["metadata"]["labels"]["app"] == "shimmy-model-downloader", manifest["kind"]
assert claim["metadata"]["name"] == "shimmy-models-pvc"

pod = deployment["spec"]["template"]
assert pod["metadata"]["labels"] == deployment["spec"]["selector"]["matchLabels"] == service["spec"]["selector"]
assert deployment["spec"]["strategy"]["type"] == "Recreate"
(container,) = pod["spec"]["containers"]
assert container["resources"] == {
    "requests": {"cpu": "500m", "memory": "1Gi"},
    "limits": {"cpu": "2", "memory": "4Gi"},
}
(port,) = container["ports"]
assert port["containerPort"] == service["spec"]["ports"][0]["port"] == 8080
assert service["spec"]["ports"][0]["targetPort"] == port["name"]
readiness, liveness = container["readinessProbe"], container["livenessProbe"]
assert readiness["httpGet"]["path"] == liveness["httpGet"]["path"] == "/v1/health"
assert (readiness["periodSeconds"], liveness["periodSeconds"]) == (5, 10)
assert liveness["periodSeconds"] * liveness["failureThreshold"] > 60, "a restart of Shimmy waits up to 60 s"
assert pod["spec"]["terminationGracePeriodSeconds"] > 25, "shimmyd drains for 20 s"

# Pod Security, profile "restricted".
assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
assert pod["spec"]["securityContext"]["runAsUser"] == 1000
assert pod["spec"]["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault"
assert container["securityContext"]["allowPrivilegeEscalation"] is False
assert container["securityContext"]["capabilities"]["drop"] == ["ALL"]
assert container["securityContext"]["readOnlyRootFilesystem"] is True
(mount,) = container["volumeMounts"]
assert mount["mountPath"] == "/models" and mount["name"] == pod["spec"]["volumes"][0]["name"]
(token,) = [variable for variable in container["env"] if variable["name"] == "HF_TOKEN"]
assert "value" not in token and token["valueFrom"]["secretKeyRef"]["optional"] is True, "a token in the manifest"

# SAP AI Core.
template = load("sap-ai-core/serving-template.yaml")
assert (template["apiVersion"], template["kind"]) == ("ai.sap.com/v1alpha1", "ServingTemplate")
for annotation in ("scenarios.ai.sap.com/name", "executables.ai.sap.com/name"):
    assert template["metadata"]["annotations"][annotation]
for label in ("scenarios.ai.sap.com/id", "ai.sap.com/version"):
    assert isinstance(template["metadata"]["labels"][label], str)
inner = template["spec"]["template"]
assert inner["apiVersion"] == "serving.kserve.io/v1beta1"
for text in (inner["metadata"]["annotations"], inner["metadata"]["labels"], inner["spec"]):
    assert isinstance(text, str), "AI Core wants these as strings"
assert "ai.sap.com/resourcePlan" in yaml.safe_load(inner["metadata"]["labels"])
parameters = {parameter["name"] for parameter in template["spec"]["inputs"]["parameters"]}
for used in ("image", "resourcePlan"):
    assert used in parameters and "{{inputs.parameters." + used + "}}" in str(inner)
predictor = yaml.safe_load(inner["spec"])["predictor"]
assert predictor["maxReplicas"] == 1
(serving,) = predictor["containers"]
assert serving["name"] == "kserve-container"
assert serving["ports"] == [{"containerPort": 8080, "protocol": "TCP"}]
