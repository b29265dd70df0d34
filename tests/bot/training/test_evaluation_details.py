import pytest

from actions.turns.heard import Detail
from bot.training.evaluation_details import DetailCount, count, is_same


@pytest.mark.parametrize(
    ("kind", "written", "raw", "value"),
    [
        ("order_number", "AU48999", "AU48999", "AU-48999"),
        ("order_number", "AU-48999", "au 48999", "AU-48999"),
        ("order_number", "98701", "nr 98701", "AU-98701"),
        ("phone", "601020304", "601 02 03 04", "+34601020304"),
        ("phone", "+34 601 020 304", "601020304", "601020304"),
        ("phone", "0034 601020304", "601020304", "+34601020304"),
        ("phone", "07700 900123", "07700 900123", "+447700900123"),
        ("email", "Ana@Ejemplo.COM", "ANA@ejemplo.com", "ana@ejemplo.com"),
        ("name", "ana lópez", "Ana López", "Ana López"),
        ("date", "12 de marzo", "12 de marzo", "--03-12"),
        ("date", "2026-03-12", "12/3/2026", "2026-03-12"),
        ("postcode", "SW1A 1AA", "sw1a1aa", "SW1A 1AA"),
        ("amount", "89 euros", "89€", "89.00 EUR"),
        ("amount", "89", "89 euros", "89.00 EUR"),
        ("amount", "49,90 €", "49.90€", "49.90 EUR"),
        ("product", "lavadora Brisa 8", "Brisa 8", "Brisa 8"),
        ("product", "monitor", "monitor.", "monitor"),
    ],
)
def test_the_same_detail_may_be_written_in_several_ways(kind, written, raw, value):
    assert is_same(kind, written, Detail(kind, value=value, raw=raw))


@pytest.mark.parametrize(
    ("kind", "written", "raw"),
    [
        ("order_number", "AU-48999", "AU-48998"),
        ("order_number", "99", "AU-48999"),
        ("phone", "601020304", "020304"),
        ("postcode", "51001", "1001"),
        ("amount", "89 euros", "8 euros"),
        ("amount", "two hundred euros", "hundred euros"),  # no word at an edge is too many
        ("product", "lavadora", "lavadora Brisa 8 Pro"),
        ("product", "monitor", "brazo de pared para monitor"),
        ("product", "monitor", "teclado"),
        ("name", "Ana López", "Ana"),
    ],
)
def test_another_detail_is_another(kind, written, raw):
    assert not is_same(kind, written, Detail(kind, value=raw, raw=raw))


def test_a_detail_that_is_repeated_counts_once():
    written = Detail("email", value="ana@ejemplo.com", raw="Ana@ejemplo.com")
    again = Detail("email", value="ana@ejemplo.com", raw="ana@ejemplo.com")
    assert count("email", ["Ana@ejemplo.com"], [written, again]) == DetailCount(1, 1, 1)


def test_one_detail_is_not_two_of_those_that_were_marked():
    whole = Detail("amount", value="89.00 EUR", raw="89 €")
    other = Detail("amount", value="9.00 EUR", raw="9 €")
    assert count("amount", ["89 €", "89 euros"], [whole, other]) == DetailCount(2, 2, 1)


def test_details_of_another_kind_do_not_count():
    phone = Detail("phone", value="+34601020304", raw="601020304")
    assert count("order_number", ["AU-48999"], [phone]) == DetailCount(1, 0, 0)


def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    # precision 1/2, recall 1/3
    assert DetailCount(expected=3, got=2, right=1).f1 == pytest.approx(2 * (1 / 6) / (5 / 6))
    assert DetailCount(expected=3).f1 == 0.0
    assert DetailCount().f1 == 1.0
