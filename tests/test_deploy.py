"""What deploy/ holds fits the program: settings, metrics, exit codes, and no more rights than it needs."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.observing import Observer

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "cratebot@.service"


def known_settings():
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))


def metric_names(engine):
    """Every name that Prometheus is given."""
    pytest.importorskip("prometheus_client")
    from bot.metrics import Metrics
    from bot.observing import Observation

    conversation = Conversation(engine, observer=Observer("web"))
    metrics = Metrics(conversation, 2)
    metrics._note(Observation("1", 0.0, outcome="answer", acknowledged=0.1))
    conversation.close()
    return set(re.findall(r"^([a-z_]+)(?:\{.*\})? ", metrics.text().decode(), re.M))


def test_every_query_of_the_dashboard_names_metrics_that_exist(engine):
    dashboard = json.loads((DEPLOY / "grafana.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    queries += [one["query"] for one in dashboard["templating"]["list"]]
    named = set(re.findall(r"\b(?:cratebot|process)_[a-z_]+", " ".join(queries)))
    exist = metric_names(engine)
    assert len(queries) > 20
    assert named <= exist
    # Each of ours is shown, but for what counts the same again.
    shown = {name.removesuffix("_count").removesuffix("_sum").removesuffix("_bucket") for name in named}
    ours = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in exist if name.startswith("cratebot_")}
    assert ours - shown - {"cratebot_requests"} == set()


def unit():
    found = {}
    for line in UNIT.read_text().splitlines():
        if re.match(r"\w+=", line):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_gives_no_more_rights_than_needed_and_does_not_restart_a_mistake():
    keys = unit()
    for key, value in (
        ("DynamicUser", "yes"), ("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"), ("CapabilityBoundingSet", ""), ("RestrictNamespaces", "yes"), ("UMask", "0077"),
        ("Restart", "on-failure"), ("RestartPreventExitStatus", "2"), ("EnvironmentFile", "/etc/cratebot.env"),
    ):  # fmt: skip
        assert keys[key] == [value], key
    assert set(re.findall(r"(CRATEBOT_[A-Z_]+)=", UNIT.read_text())) <= known_settings()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit_and_finds_it_little_exposed(tmp_path):
    path = tmp_path / "cratebot@discord.service"
    path.write_text(UNIT.read_text().replace("/opt/cratebot/bin/python", sys.executable))
    found = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")
    exposed = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", path]
    assert subprocess.run(exposed, capture_output=True).returncode == 0


def test_the_image_is_pinned_by_version_and_runs_as_nobody_with_a_health_check():
    lines = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.\d+-slim-\w+", base) for base in bases)
    assert any(line == "USER 10001:10001" for line in lines[lines.index(f"FROM {bases[1]}") :])
    assert sum(line.startswith("HEALTHCHECK ") for line in lines) == 1
    installs = [line for line in lines if "pip install" in line]
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)
    assert set(re.findall(r"(CRATEBOT_[A-Z_]+)=", "\n".join(lines))) <= known_settings()
    copied = {name for line in lines if line.startswith("COPY") and "--from" not in line for name in line.split()[1:-1]}
    let_in = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.M))
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="hadolint is not installed")
def test_hadolint_has_nothing_to_say():
    assert subprocess.run(["hadolint", DEPLOY / "Containerfile"], capture_output=True).stdout == b""


def test_the_services_of_the_compose_file_have_no_rights_and_no_secret_in_them():
    yaml = pytest.importorskip("yaml")
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert set(compose["services"]) == {"bot", "database"}
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])
        assert set(service["networks"]) <= set(compose["networks"])
        assert "latest" not in service.get("image", "")
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["bot"]["ports"] == ["127.0.0.1:9321:9321"]
    assert set(compose["services"]["bot"]["environment"]) <= known_settings()
    # The one secret comes from .env, and without it nothing starts.
    given = "${CRATEBOT_POSTGRES_PASSWORD:?Set it in .env}"
    assert compose["services"]["database"]["environment"]["POSTGRES_PASSWORD"] == given
    assert f"cratebot:{given}@database" in compose["services"]["bot"]["environment"]["CRATEBOT_DATABASE"]


def manifests():
    """Kind, name and content of everything that is applied."""
    yaml = pytest.importorskip("yaml")
    folder = DEPLOY / "kubernetes"
    named = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
    assert {path.name for path in folder.iterdir()} == {"kustomization.yaml", *named}
    return [one for name in named for one in yaml.safe_load_all((folder / name).read_text())]


def ray_cluster():
    return next(one for one in manifests() if one["kind"] == "RayCluster")


def pods():
    """The template of every pod."""
    spec = ray_cluster()["spec"]
    groups = [spec["headGroupSpec"], *spec["workerGroupSpecs"]]
    deployment = next(one for one in manifests() if one["kind"] == "Deployment")
    return [deployment["spec"]["template"], *(group["template"] for group in groups)]


def test_kubernetes_takes_what_it_is_given():
    validator = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    for one in manifests():
        if one["kind"] != "RayCluster":
            validator.validate(one, "1.30", strict=True)
    for template in pods():
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": template["spec"]}
        validator.validate(pod, "1.30", strict=True)


def test_pods_have_no_rights_and_find_what_they_name():
    there = {(one["kind"], one["metadata"]["name"]) for one in manifests()} | {("Secret", "cratebot")}
    for template in pods():
        spec = template["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["automountServiceAccountToken"] is False
        claims = [one["persistentVolumeClaim"] for one in spec["volumes"] if "persistentVolumeClaim" in one]
        assert {("PersistentVolumeClaim", claim["claimName"]) for claim in claims} <= there
        for container in spec["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
            }  # fmt: skip
            assert {"livenessProbe", "readinessProbe", "resources"} <= set(container)
            assert {one["name"] for one in container["volumeMounts"]} <= {one["name"] for one in spec["volumes"]}
            sources = [one for source in container.get("envFrom", ()) for one in source.items()]
            kinds = {"configMapRef": "ConfigMap", "secretRef": "Secret"}
            assert {(kinds[kind], source["name"]) for kind, source in sources} <= there


def test_the_bot_and_the_cluster_of_the_manifests_fit_together():
    settings = next(one["data"] for one in manifests() if one["kind"] == "ConfigMap")
    assert set(settings) <= known_settings()
    cluster = ray_cluster()
    # KubeRay names the service of the head after the cluster, and cuts names longer than that.
    assert settings["CRATEBOT_CLUSTER"] == f"ray://{cluster['metadata']['name']}-head-svc:10001"
    assert len(cluster["metadata"]["name"]) < 50
    search = cluster["spec"]["workerGroupSpecs"][0]
    assert search["minReplicas"] == search["replicas"] > int(settings["CRATEBOT_CLUSTER_SLICES"])
    locked = (ROOT / "requirements-cluster.lock").read_text()
    assert f"\nray=={cluster['spec']['rayVersion']} " in locked
    # Fields of the RayCluster of KubeRay 1.4; a misspelt one would be dropped in silence.
    assert set(cluster["spec"]) <= {"rayVersion", "headGroupSpec", "workerGroupSpecs", "enableInTreeAutoscaling"}
    for group in (cluster["spec"]["headGroupSpec"], search):
        assert set(group) <= {"groupName", "replicas", "minReplicas", "maxReplicas", "rayStartParams", "template"}
        assert all(isinstance(value, str) for value in group["rayStartParams"].values())
