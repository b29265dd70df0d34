"""What every process counts, at one address."""

import os
from contextlib import contextmanager

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter, start_http_server
from prometheus_client.parser import text_string_to_metric_families

from bot.supervisor import metrics
from bot.supervisor.address import HOST, Address, free_port, listen

READY = {"state": "ready", "restarts": 2, "pid": None, "metrics": ""}


@contextmanager
def counting(process: str):
    """A process that has counted one thing under a name that others have, too."""
    registry = CollectorRegistry()
    Counter("waits", "How often.", ["process"], registry=registry).labels(process).inc()
    server, thread = start_http_server(0, addr=HOST, registry=registry)
    yield f"http://{HOST}:{server.server_port}/metrics"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page():
    """Starts a page of these states; its address."""
    pages = []

    def start(states):
        where = Address(HOST, free_port())
        pages.append(metrics.MetricsPage(listen(where), lambda: states))
        pages[-1].start()
        return where.url

    yield start
    for each in pages:
        each.stop()


def asked(url, path=metrics.PATH, **headers):
    return httpx.get(url + path, headers=headers, trust_env=False)


def samples(text):
    return {
        (sample.name, sample.labels.get("process")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_all_processes_are_told_of_at_one_address(page):
    with counting("gateway") as gateway, counting("worker") as worker:
        states = {
            "gateway": READY | {"metrics": gateway, "pid": os.getpid()},
            "worker": READY | {"metrics": worker},
            "rasa": READY | {"state": "stopped"},
        }
        told = asked(page(states)).text
    found = samples(told)
    assert found["waits_total", "gateway"] == found["waits_total", "worker"] == 1
    assert found["primera_process_up", "worker"] == 1
    assert found["primera_process_up", "rasa"] == 0
    assert found["primera_process_restarts_total", "rasa"] == 2
    assert found["primera_process_resident_bytes", "gateway"] > 1e6
    assert told.count("# TYPE waits_total") == 1


def test_one_that_is_away_takes_nothing_of_the_others(page):
    with counting("worker") as worker:
        gone = f"http://{HOST}:{free_port()}/metrics"
        states = {"gateway": READY | {"metrics": gone}, "worker": READY | {"metrics": worker}}
        assert samples(asked(page(states)).text)["waits_total", "worker"] == 1


@pytest.mark.parametrize(("path", "status"), [("/", 404), ("/metrics/x", 404)])
def test_nothing_else_is_there(page, path, status):
    assert asked(page({}), path).status_code == status


def test_a_page_in_a_browser_whose_name_leads_here_is_refused(page):
    assert asked(page({}), Host="evil.example:80").status_code == 403


def test_it_ends_when_it_is_told_to():
    where = Address(HOST, free_port())
    ending = metrics.MetricsPage(listen(where), dict)
    ending.start()
    ending.stop()
    listen(where).close()
