"""Each row is a message of a contact, by the patterns and lists of the repository."""

import pytest

from bot.components.details.asides import without_asides
from bot.components.details.detail import Detail, without_overlaps
from bot.components.details.finder import Customs, details_in
from bot.components.details.lexicon import BadPattern, Lexicon
from bot.components.details.spelling import spelt_words
from tests.bot.components.examples import lexicon

SPAIN = Customs(region="ES", day_first=True)


def found(text, kind, customs=SPAIN, *, products=()):
    """(value, as written) of each detail of that kind; `products` are words of the text."""
    named = [
        Detail("product", text.index(word), text.index(word) + len(word), word) for word in products
    ]
    return [
        (detail.value, text[detail.start : detail.end])
        for detail in details_in(text, lexicon(), customs, named)
        if detail.kind == kind
    ]


def values(text, kind, **options):
    return [value for value, _ in found(text, kind, **options)]


@pytest.mark.parametrize(
    ("text", "value", "raw"),
    [
        ("mi pedido AU-48213 no llega", "AU-48213", "AU-48213"),
        ("au48213", "AU-48213", "au48213"),
        ("Au 48213.", "AU-48213", "Au 48213"),
        ("el pedido 48213", "AU-48213", "48213"),
        ("pedido número 48213", "AU-48213", "48213"),
        ("mi pedido es el 48213", "AU-48213", "48213"),
        ("order no. 48213 please", "AU-48213", "48213"),
        ("order #48213", "AU-48213", "48213"),
        ("AU 48 213", "AU-48213", "AU 48 213"),
        ("a u 4 8 2 1 3", "AU-48213", "a u 4 8 2 1 3"),
        ("AU guion 48213", "AU-48213", "AU guion 48213"),
        ("es el 73210", "AU-73210", "73210"),  # there is no such postcode
        ("pedido 48.213", "AU-48213", "48.213"),
        ("el 33904, el del horno", "AU-33904", "33904"),
    ],
)
def test_order_numbers_have_one_spelling(text, value, raw):
    assert found(text, "order_number") == [(value, raw)]


@pytest.mark.parametrize(
    "text",
    [
        "RE-48213",  # a repair
        "au-482134",  # too long
        "48213",  # any number; in a form the question tells what it is
        "28013 Madrid",
        "mi pedido de 48 euros",
    ],
)
def test_other_numbers_are_no_order_numbers(text):
    assert found(text, "order_number") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("escribidme a Ana.Lopez+web@Ejemplo.com.", "ana.lopez+web@ejemplo.com"),
        ("ana@correo.ejemplo.es, gracias", "ana@correo.ejemplo.es"),
        ("ana @ejemplo.com", "ana@ejemplo.com"),
        ("ana punto gil arroba ejemplo punto es", "ana.gil@ejemplo.es"),
        ("rosa guion bajo paz arroba ejemplo punto com", "rosa_paz@ejemplo.com"),
        ("jane dot doe at example dot co dot uk", "jane.doe@example.co.uk"),
        ("lucy (at) example (dot) org", "lucy@example.org"),
        ("my email is tom at example.com", "tom@example.com"),
    ],
)
def test_addresses_are_written_small_and_without_the_full_stop(text, value):
    assert [address for address, _ in found(text, "email")] == [value]


@pytest.mark.parametrize(
    "text", ["ana@ejemplo", "@aurora", "ayuda@aurora.example", "sold at amazon.com"]
)
def test_what_is_no_address_or_our_own_is_left_out(text):
    assert found(text, "email") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("llamadme al 612 345 678", "+34612345678"),
        ("my number is +44 20 7946 0958", "+442079460958"),
        ("91-234-56-78", "+34912345678"),
        ("6 1 2 3 4 5 6 7 8", "+34612345678"),
        ("612 345 678 28013", "+34612345678"),  # and a postcode
        ("+44 7700 900123", "+447700900123"),  # a country code is evidence enough
    ],
)
def test_phones_are_written_internationally(text, value):
    assert [number for number, _ in found(text, "phone")] == [value]


def test_phones_without_country_code_are_read_as_the_regions():
    assert found("020 7946 0958", "phone", Customs(region="GB")) == [
        ("+442079460958", "020 7946 0958")
    ]


def test_our_own_phone_is_no_detail_however_it_is_written():
    assert found("he llamado al 900000123", "phone") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("me cobraron 49,90 €", "49.90 EUR"),
        ("€49.90 twice", "49.90 EUR"),
        ("pagué 1.299,00 euros", "1299.00 EUR"),
        ("1,299.50 EUR", "1299.50 EUR"),
        ("costó 15 euros", "15.00 EUR"),
        ("20 pounds", "20.00 GBP"),
        ("49'90 euros", "49.90 EUR"),
        ("19 euros 95, dos veces", "19.95 EUR"),
        ("me cobraron 37,50 de más", "37.50"),
        ("me deben 18 con 50", "18.50"),
        ("lo pagué a 239", "239.00"),
        ("he pagado 42 y no llega", "42.00"),
        ("19 de diagnóstico", "19.00"),
        ("I want my 75 back", "75.00"),
        ("35,- € de portes", "35.00 EUR"),
        ("39,95", "39.95"),
    ],
)
def test_amounts_are_a_number_and_a_code(text, value):
    assert [amount for amount, _ in found(text, "amount")] == [value]


@pytest.mark.parametrize("text", ["48213", "el 3 de mayo", "2 móviles", "v1.20", "cuesta 2,50 m"])
def test_numbers_without_currency_are_no_amounts(text):
    assert found(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lo compré el 12/03/2026", "2026-03-12"),
        ("el 12-3-26", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("el 12 de marzo de 2026", "2026-03-12"),
        ("12 de Marzo", "--03-12"),
        ("March 12th, 2026", "2026-03-12"),
        ("on the 3rd of April", "--04-03"),
        ("el 3/12", "--12-03"),
        ("29 de febrero", "--02-29"),
        ("9 de junio d 2025", "2025-06-09"),
        ("2 de enero del 25", "2025-01-02"),
        ("el 15 del 6", "--06-15"),
        ("3-abril", "--04-03"),
    ],
)
def test_dates_are_written_as_iso_8601(text, value):
    assert [date for date, _ in found(text, "date")] == [value]


@pytest.mark.parametrize("text", ["ayer", "24-48 h", "31/02/2026", "2.4 GHz", "45/99", "may 1,299"])
def test_what_is_no_written_date_is_none(text):
    assert found(text, "date") == []


def test_the_companys_custom_decides_which_number_is_the_day():
    assert found("3/4/2026", "date")[0][0] == "2026-04-03"
    assert found("3/4/2026", "date", Customs(day_first=False))[0][0] == "2026-03-04"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("soy Ana López y no me llega", "Ana López"),
        ("me llamo ana lópez y tengo un problema", "Ana López"),
        ("Mi nombre es MARTA GIL", "Marta Gil"),
        ("my name is Juan de la Cruz, order 48213", "Juan de la Cruz"),
        ("this is John Smith from Leeds", "John Smith"),
        ("my name's mary jones and I need help", "Mary Jones"),
        ("Un saludo, Pedro Ruiz", "Pedro Ruiz"),
        ("Jane here, any news?", "Jane"),
        ("I'm O'Neill", "O'Neill"),
        ("a la atención de la Sra. Marta Gil", "Marta Gil"),
        ("im dave and it broke", "Dave"),
        ("soy jpineda, jpineda@ejemplo.com", "Jpineda"),  # the mail says that it is a name
        ("el paquete es para Ximena Duarte", "Ximena Duarte"),
        ("this is Dr. Sunita Rao, hello", "Sunita Rao"),  # a title ends no sentence
        ("soy la loli", "Loli"),  # a given name in small letters
        ("not under that name. Name Ludwig van den Berg", "Ludwig van den Berg"),
        ("Preguntad por Cándida. Vivo en Gijón", "Cándida"),
    ],
)
def test_names_end_where_the_sentence_goes_on(text, value):
    assert [name for name, _ in found(text, "name")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "soy cliente",
        "soy de Madrid",
        "I'm waiting",
        "this is terrible",
        "me llamo",
        "el nombre está mal",
        "a nombre de la empresa",
        "call me about the fridge",
        "it's Friday",
        "my neighbour Mrs Arana took it in",
        "it's Sevilla",
        "im furious",
    ],
)
def test_other_things_one_can_be_are_no_names(text):
    assert found(text, "name") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("código postal 28013", "28013"),
        ("CP: 41001", "41001"),
        ("vivo en el 48009 Bilbao", "48009"),
        ("my postcode is sw1a 1aa", "SW1A 1AA"),
        ("el código postal, que debería ser 28 013", "28013"),
        ("tenía que llegar al 29010", "29010"),
        ("48001 bilbao", "48001"),
        ("ship it to 35003", "35003"),
        ("AD500, Andorra la Vella", "AD500"),
        ("vivo en Oporto, 4000-322", "4000-322"),
        ("calle Real nº 125, 11100, San Fernando", "11100"),
        ("código postal cero ocho cero uno cinco", "08015"),
        ("48015 es mi código postal", "48015"),
        ("con 03690 no me deja seguir", "03690"),  # no order number begins with 0
        ("my address is 75011 Paris", "75011"),
    ],
)
def test_postcodes_are_told_by_what_stands_beside_them(text, value):
    assert [code for code, _ in found(text, "postcode")] == [value]


def test_of_two_readings_the_better_evidence_stays():
    order, phone = Detail("order_number", 0, 8, "AU-48213"), Detail("phone", 3, 12, "+34…")
    name = Detail("name", 20, 24, "Ana")
    assert without_overlaps([name, phone, order]) == [order, name]


def test_of_two_of_a_kind_the_longer_stays():
    short, long = Detail("product", 0, 5, "a"), Detail("product", 0, 9, "b")
    assert without_overlaps([short, long]) == [long]


def test_a_broken_pattern_is_named():
    with pytest.raises(BadPattern, match="order_number"):
        Lexicon.of({"order_number": ["AU-(\\d+"]}, {})


def test_a_placeholder_stands_for_a_list_or_a_pattern():
    patterns = {"place": [r"{street} \d+"], "street": ["road to {town}"]}
    lexicon = Lexicon.of(patterns, {"town": ["York, Eboracum", "Leeds"]})
    assert [match[0] for match in lexicon.matches("place", "road to Eboracum 5")] == [
        "road to Eboracum 5"
    ]


@pytest.mark.parametrize("pattern", ["{strret} 5", "{place} 5"])  # unknown; itself
def test_a_placeholder_for_nothing_is_named(pattern):
    with pytest.raises(BadPattern, match=r"no other lookup or regex\. There are street"):
        Lexicon.of({"place": [pattern]}, {"street": ["calle"]})


def test_a_line_of_a_list_begins_with_what_its_spellings_mean():
    lexicon = Lexicon.of({}, {"shop": ["Sevilla, Seville"]})
    assert lexicon.meaning("shop") == {"sevilla": "Sevilla", "seville": "Sevilla"}


def test_a_company_without_patterns_still_finds_how_to_reach_people():
    text = "pedido AU-48213, 612345678 o ana@ejemplo.com, 12 euros"
    details = details_in(text, Lexicon.of({}, {}), SPAIN)
    assert {detail.kind for detail in details} == {"email", "phone"}


def test_words_are_spelt_right_when_several_examples_agree():
    texts = ["Devolución de la lavadora", "una devolucion", "una labadora"]
    assert spelt_words(texts) == ["devolucion"]


def test_a_company_needs_no_list_of_its_own_for_what_is_everybodys():
    text = "soy Ana López, pagué 49,90 € el 3 de mayo, CP 28013, no 28014"
    found = {(each.kind, each.value) for each in details_in(text, lexicon("es"), SPAIN)}
    assert found == {
        ("name", "Ana López"),
        ("amount", "49.90 EUR"),
        ("date", "--05-03"),
        ("postcode", "28013"),
    }


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("llegaba el lunes 4 de marzo", "lunes 4 de marzo"),
        ("could it come on Saturday 22nd June?", "Saturday 22nd June"),
        ("I cancelled on the 5th of may", "5th of may"),
        ("dated 2025/02/18", "2025/02/18"),
        ("un cargo del dia 12-08", "12-08"),
    ],
)
def test_a_weekday_belongs_to_its_date(text, raw):
    assert [written for _, written in found(text, "date")] == [raw]


@pytest.mark.parametrize(
    "text",
    ["are you there 24/7?", "9/10 for the shop", "got back 2/3 of it", "la versión 12.1.24 falla"],
)
def test_scores_fractions_and_versions_are_no_dates(text):
    assert found(text, "date") == []


def test_a_time_is_no_amount():
    assert found("llamé a las 9.30 y pagué 20 euros en total", "amount") == [
        ("20.00 EUR", "20 euros")
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mi nombre es Mohamed El Amrani y llamo por", "Mohamed El Amrani"),
        ("a nombre de Fco. Javier Múgica", "Fco. Javier Múgica"),
        ("pedido AU-25581, cliente Vanessa Da Silva", "Vanessa Da Silva"),
        ("Saludos desde Sevilla, Curro Benítez", "Curro Benítez"),
        ("buenas soy remedios la de ayer", "Remedios"),
        ("paula m.", "Paula M"),
        ("Ainhoa: a ver si me ayudáis", "Ainhoa"),
    ],
)
def test_names_are_told_in_many_ways(text, name):
    assert values(text, "name") == [name]


def test_who_is_thanked_is_not_who_writes():
    assert found("Gracias Sergio, me lo has explicado muy bien", "name") == []
    assert found("Thanks Sergio, you explained it well", "name") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("es para mi sobrina Nuria", "Nuria"),
        ("my sister Elena Prat will be there", "Elena Prat"),
        ("se llamaba Andrés Pardo Gil; el correo ya no existe", "Andrés Pardo Gil"),
        ("she is Laura Whitfield and has her passport", "Laura Whitfield"),
        ("Bohdan soy, mi nevera no enfría", "Bohdan"),
        ("soy la Conchi, os escribí ayer", "Conchi"),
    ],
)
def test_whom_an_order_is_for_is_a_name(text, name):
    assert values(text, "name") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "el repartidor Ramiro Pardo Gil me trató fatal",
        "ayer hablé con Nuria Salas y no me lo arregló",
        "I spoke to your colleague Martha Quinn",
        "the technician, Laura Whitfield, never came",
    ],
)
def test_who_serves_is_not_who_writes(text):
    assert values(text, "name") == []
    assert values(f"{text}. Soy Elena Prat", "name") == ["Elena Prat"]


def test_a_question_of_one_word_is_no_signature():
    text = "a strange mail asks for 12 €. {}"
    assert values(text.format("Jorgensen"), "name") == ["Jorgensen"]
    assert values(text.format("Fraud?"), "name") == []


@pytest.mark.parametrize(
    "text",
    [
        "si paso de 49 € el envío es gratis, ¿no?",
        "how much is delivery below 49 euros?",
        "¿la diagnosis cuesta 19 euros aunque no lo repare?",
        "is there a limit of 500 euros for cards?",
        "en Amazon lo tienen, y por 150 €",
        "saw it at Amazon, for 150 €",
        "¿sale en la Euro 24?",
    ],
)
def test_what_anybody_would_pay_is_no_amount_of_theirs(text):
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("pagué 189 € cuando en Amazon la tenían a 165", "189.00 EUR"),
        ("the bank statement shows -64,30 EUR", "64.30 EUR"),
        ("me piden 35e por la rueda", "35.00"),
        ("¿por qué me cobráis 30 € de más?", "30.00 EUR"),
        ("el envío me lo cobráis a 5 € y ponía gratis", "5.00 EUR"),
    ],
)
def test_what_they_paid_is_theirs_whatever_another_shop_asks(text, amount):
    assert values(text, "amount") == [amount]


@pytest.mark.parametrize(
    "text", ["order 12 may have been lost", "are you open on 15 August?", "error 5/6 is blinking"]
)
def test_what_is_on_everybodys_calendar_is_no_date_of_theirs(text):
    assert values(text, "date") == []


@pytest.mark.parametrize("text", ["it lasts up to 20000 now", "the noise went to 12000"])
def test_round_thousands_are_no_postcodes(text):
    assert values(text, "postcode") == []


@pytest.mark.parametrize("text", ["nearest shop 48005", "my area code is 48005", "48005 here"])
def test_postcodes_are_told_in_many_ways(text):
    assert values(text, "postcode") == ["48005"]


def test_what_is_ordered_by_itself_is_no_part_of_another():
    def kept(text):
        products = [
            Detail("product", text.index(word), text.index(word) + len(word), word)
            for word in ("ventilador", "tele")
        ]
        return [each.value for each in without_asides(text, products, lexicon())]

    assert kept("pedí un ventilador y una tele") == ["ventilador", "tele"]
    assert kept("suena el ventilador de la tele") == ["tele"]
