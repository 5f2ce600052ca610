"""A step of the set-up is done once, again when what it was made from changes, and again after an interruption."""

import pytest

from setup import stamps


@pytest.fixture
def step(tmp_path, monkeypatch):
    """A step that makes a product from a lock file and counts how often it did."""
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    lock, product = tmp_path / "lock", tmp_path / "product"
    lock.write_text("version 1")
    done = []

    def run(fail=False):
        def work():
            product.write_text("made")
            done.append(lock.read_text())
            if fail:
                raise KeyboardInterrupt

        stamps.do("step", stamps.digest(lock), work, products=[product], title="step")

    run.lock, run.product, run.done = lock, product, done
    return run


def test_a_step_is_done_once(step):
    step()
    step()
    assert step.done == ["version 1"]


def test_a_step_is_done_again_when_its_lock_changes(step):
    step()
    step.lock.write_text("version 2")
    step()
    assert step.done == ["version 1", "version 2"]


def test_a_step_is_done_again_when_its_product_is_gone(step):
    step()
    step.product.unlink()
    step()
    assert step.done == ["version 1", "version 1"]


def test_an_interrupted_step_is_done_again(step):
    step()
    step.lock.write_text("version 2")
    with pytest.raises(KeyboardInterrupt):
        step(fail=True)
    step.lock.write_text("version 1")  # back to what the stamp of before said
    step()
    assert step.done == ["version 1", "version 2", "version 1"]


def test_a_digest_keeps_its_parts_apart():
    assert stamps.digest("ab", "c") != stamps.digest("a", "bc")
