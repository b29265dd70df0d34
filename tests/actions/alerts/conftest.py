from tests.actions.figures.conftest import days  # noqa: F401
