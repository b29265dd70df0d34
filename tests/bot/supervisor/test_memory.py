"""How much memory a process holds."""

import os

import psutil
import pytest

from bot.supervisor import memory


def test_it_is_what_the_system_says():
    there = psutil.Process().memory_info().rss / memory.MB
    assert memory.resident_mb(os.getpid()) == pytest.approx(there, rel=0.1)


def test_who_is_gone_holds_nothing():
    assert memory.resident_mb(2**22 + 1) == 0
