from tests.actions.progress.conftest import texts

__all__ = ["texts"]
