import kb_index
from kb_index.builder import code_hash


def test_every_name_of_the_package_can_be_had_from_it():
    assert all(getattr(kb_index, name).__name__ == name for name in kb_index.__all__)


def test_build_is_the_function_and_not_a_module():
    assert callable(kb_index.build)


def test_the_code_has_one_hash():
    assert code_hash() == code_hash()
