from bot.training.bench.kept import KeptFigures
from bot.training.bench.sets import BenchSet, LabelledText

SET = BenchSet("shop", (LabelledText("pay", "pay"),), (LabelledText("card", "pay"),), ())
OTHER = BenchSet("shop", SET.taught, (LabelledText("cards", "pay"),), ())
TIMES = {"train_seconds": 2.0, "learn_seconds": 1.0, "p50_ms": 5.0}


def test_figures_are_kept_for_just_these_texts(tmp_path):
    file = tmp_path / "stock.json"
    KeptFigures(file).keep(SET, "rasa_diet", {"in_scope_accuracy": 0.7}, ours=TIMES)
    assert KeptFigures(file).of(SET, "rasa_diet") == {"in_scope_accuracy": 0.7}
    assert KeptFigures(file).of(OTHER, "rasa_diet") is None
    assert KeptFigures(file).of(SET, "rasa_logistic_regression") is None


def test_they_say_on_which_machine_and_what_ours_took_there(tmp_path):
    file = tmp_path / "stock.json"
    KeptFigures(file).keep(SET, "rasa_diet", {}, ours=TIMES)
    told = file.read_text("utf-8")
    assert "cores" in told
    assert '"p50_ms": 5.0' in told
    assert "card" not in told
