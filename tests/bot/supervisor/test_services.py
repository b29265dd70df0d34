"""What the processes are told."""

from pathlib import Path

from bot.supervisor import services
from bot.supervisor.address import Address
from bot.supervisor.services import Places

PLACES = Places(
    Path("/company"), Path("/company/.primera"), Address("127.0.0.1", 8080), 5055, (5005,)
)


def test_one_thread_adds_up_in_the_rasa_that_serves_unless_somebody_says_otherwise():
    assert services.rasa(PLACES, {}).variables["OPENBLAS_NUM_THREADS"] == "1"
    chosen = services.rasa(PLACES, {"OPENBLAS_NUM_THREADS": "4"})
    assert chosen.variables["OPENBLAS_NUM_THREADS"] == "4"
    assert "OPENBLAS_NUM_THREADS" not in services.actions(PLACES, {}).variables


def test_rasa_knows_no_secret():
    told = services.rasa(PLACES, {"PRIMERA_SECRET_GATEWAY_TOKEN": "x"}).variables
    assert "PRIMERA_SECRET_GATEWAY_TOKEN" not in told
