"""deploy/compose.yaml and deploy/Dockerfile: valid, complete, closed; the image's steps pass on a bare tree."""

import os
import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from tests.support import dockerfile
from tests.support.nginx import Nginx

DEPLOY = settings.BASE_DIR / "deploy"
TEXT = (DEPLOY / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
ENVIRONMENT = (DEPLOY / "portal.env.example").read_text()
# The keys of the Compose Specification that the file may use; a slip of the pen is none of them.
KEYS = {
    *("image", "build", "command", "env_file", "environment", "volumes", "networks", "ports", "restart", "read_only"),
    *("tmpfs", "cap_drop", "security_opt", "pids_limit", "depends_on", "healthcheck", "deploy", "shm_size"),
    "stop_grace_period",
}
LONG = bool(os.environ.get("SOAK"))


def test_the_file_holds_nothing_that_compose_does_not_know():
    assert {key for key in COMPOSE if not key.startswith("x-")} == {"name", "services", "networks", "volumes"}
    assert set(SERVICES) == {"nginx", "web", "worker", "migrate", "db", "redis"}
    assert set().union(*SERVICES.values()) <= KEYS
    for service in SERVICES.values():
        check = service.get("healthcheck", {})
        assert set(check) <= {"test", "interval", "retries", "disable"}
        assert check.get("test", ["CMD"])[0] == "CMD"
        assert set(service.get("networks")) <= set(COMPOSE["networks"])


@pytest.mark.parametrize("name", SERVICES)
def test_each_waits_for_what_tells_that_it_is_ready(name):
    for other, wanted in SERVICES[name].get("depends_on", {}).items():
        if wanted["condition"] == "service_completed_successfully":
            assert SERVICES[other]["restart"] == "no"
        else:
            assert wanted["condition"] == "service_healthy"
            checks = [word for word, _text in dockerfile.stages()[-1] if "build" in SERVICES[other]]
            assert "test" in SERVICES[other].get("healthcheck", {}) or "HEALTHCHECK" in checks


@pytest.mark.parametrize("name", SERVICES)
def test_each_names_a_version_has_a_limit_of_memory_and_gains_no_rights(name):
    service = SERVICES[name]
    tag = service["image"].partition(":")[2]
    assert re.match(r"\d+(\.\d+)?-\w+$", tag) or "build" in service
    assert re.match(r"\d+[MG]$", service["deploy"]["resources"]["limits"]["memory"])
    assert "no-new-privileges:true" in service["security_opt"] and "privileged" not in service
    assert service["restart"] in ("unless-stopped", "no")


def test_only_nginx_is_reached_from_outside_and_the_database_reaches_nothing():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]
    assert "inside" not in SERVICES["nginx"]["networks"]


@pytest.mark.parametrize("name", ["web", "worker", "migrate"])
def test_the_portal_writes_its_files_and_tmp_only_and_is_not_root(name):
    service = SERVICES[name]
    assert service["read_only"] and service["cap_drop"] == ["ALL"]
    assert service["volumes"] == ["media:/srv/media"] and service["tmpfs"] == ["/tmp"]
    words = dict(reversed(dockerfile.stages()[-1]))
    assert words["USER"] == "portal" and "--uid 10001" in dict(dockerfile.stages()[-1])["RUN"]
    assert service["environment"]["MEDIA_ROOT"] in dict(dockerfile.stages()[-1])["RUN"]


def test_every_file_and_volume_that_is_named_is_there():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            if source.startswith("./"):
                assert (DEPLOY / source).exists(), source
            elif not source.startswith("${"):
                assert source in COMPOSE["volumes"]
    assert (DEPLOY / SERVICES["web"]["build"]["context"] / SERVICES["web"]["build"]["dockerfile"]).is_file()
    assert SERVICES["web"]["env_file"] == "portal.env" and (DEPLOY / "portal.env.example").is_file()


def test_every_command_of_the_portal_exists():
    for name in ("worker", "migrate"):
        program, script, command = SERVICES[name]["command"]
        assert (program, script) == ("python", "manage.py") and command in get_commands()


def test_no_secret_stands_in_any_file_and_the_example_asks_for_each():
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", TEXT))
    assert asked == {"POSTGRES_PASSWORD", "SITE_HOST"}
    for name in asked | {"SECRET_KEY"}:
        assert re.search(rf"^#? ?{name}=$", ENVIRONMENT, re.MULTILINE), name
    for text in (TEXT, dockerfile.DOCKERFILE.read_text()):
        assert not re.search(r"(?i)(password|secret_key|token)\w*[:=]\s*['\"]?(?!\$)\w{6,}", text)


def test_the_image_takes_what_git_holds_and_no_secrets_tests_or_history():
    sent = dockerfile.context()
    tops = {path.partition("/")[0] for path in sent}
    assert tops.isdisjoint({".git", ".github", ".ci", "tests", "benchmarks", "build", "data", "media"})
    needed = {"manage.py", "pairing_portal/wsgi.py", "requirements/production.txt", "docs/coordinators.md"}
    assert needed | {"deploy/gunicorn.conf.py", "fixtures/batches.csv", "templates/base.html"} <= set(sent)
    apps = {
        each.partition(".")[0]
        for each in settings.INSTALLED_APPS
        if (settings.BASE_DIR / each.partition(".")[0]).is_dir()
    }
    assert apps <= tops
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    assert not dockerfile.is_sent("deploy/portal.env", ignored) and not dockerfile.is_sent("data/secret-key", ignored)
    assert dockerfile.is_sent("deploy/portal.env.example", ignored)


def test_the_steps_of_the_image_pass_on_a_bare_tree_without_a_daemon(tmp_path):
    """All of them in the long run; otherwise with the packages that are here, and files that are not compressed."""
    build, (making, running) = dockerfile.Build(tmp_path), dockerfile.stages()
    build.carry_out(making[1:], instead=None if LONG else with_what_is_here)
    portal = tmp_path / "portal"
    assert (portal / "staticfiles" / "portal").is_dir() and not (portal / "tests").exists()
    (environment,) = [text for word, text in running if word == "ENV"]
    assert dict(running)["USER"] == "portal" and "BIND=0.0.0.0:8000" in environment
    copied = [text for word, text in running if word == "COPY"]
    assert copied == ["--from=build /portal /portal"]
    check = dockerfile.command(dict(running)["HEALTHCHECK"])
    assert check[0] == "python" and (portal / check[1]).is_file()
    starts = dockerfile.command(dict(running)["CMD"])
    known = {
        "SECRET_KEY": "only-for-this-test-abcdefghijklmnopqrstuvwxyz-0123456789",
        "ALLOWED_HOSTS": "portal.example",
    }
    known |= {"SITE_OPERATOR": "某某中心", "SITE_CONTACT": "010-0000", "SITE_ICP": "none", "SITE_POLICE": "none"}
    build.known |= known | {"DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3", "MEDIA_ROOT": str(tmp_path)}
    build.run(" ".join([".venv/bin/python -m", *starts, "--check-config"]))


def with_what_is_here(step):
    """A step without what takes minutes: downloads, and the compression of static files."""
    if "pip install" in step:
        return "true"
    if step.endswith("venv .venv"):
        return f"ln -s {sys.prefix} .venv"
    return step.replace("collectstatic", "collectstatic --no-post-process").replace("-q .", "-q core")


def test_nginx_of_the_containers_takes_its_configuration(tmp_path):
    nginx = Nginx(tmp_path, "127.0.0.1:9", site="compose.conf.template")
    checked = subprocess.run(nginx.command("-t"), capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.one_database
def test_the_check_of_health_says_whether_the_portal_answers(live_server):
    known = os.environ | {"BIND": live_server.url.removeprefix("http://"), "ALLOWED_HOSTS": "localhost,other.example"}
    run = [sys.executable, DEPLOY / "healthcheck.py"]
    healthy = subprocess.run(run, env=known, capture_output=True, text=True)
    assert (healthy.returncode, healthy.stdout) == (0, "ok\n"), healthy.stderr
    wrong = subprocess.run(run, env=known | {"BIND": "0.0.0.0:9"}, capture_output=True, text=True)
    assert wrong.returncode == 1 and "no answer" in wrong.stderr
