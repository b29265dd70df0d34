from actions.bridges.django_helpdesk.form import form_for
from actions.bridges.wording import reference
from tests.actions.bridges.events import ticket_data


def test_an_agent_reads_everything():
    form = form_for(ticket_data(), queue=2)
    assert form == {
        "queue": 2,
        "title": "[T-1001] El paquete llegó roto",
        "submitter_email": "ana@example.com",
        "priority": 2,
        "description": """\
El paquete AU-48213 llegó roto esta mañana.

Details
- order_number: AU-48213

Contact
- name: Ana Ruiz
- email: ana@example.com

Promised (UTC)
- first_answer_due: 2026-03-24T11:30:00Z
- solution_due: 2026-03-27T20:00:00Z

Page
- url: https://aurora.example/pedidos
- title: Mis pedidos

Articles shown
- delivery-damaged

Transcript
contact: Mi paquete llegó roto

Primera: T-1001 (tkt_one)""",
    }


def test_a_title_fits_on_one_line_of_the_help_desk():
    form = form_for(ticket_data(subject="a\nb" + "á" * 300), queue=1)
    assert form["title"].startswith("[T-1001] a b")
    assert len(form["title"]) == 200


def test_a_contact_without_e_mail_has_a_ticket_too():
    contact = {"name": None, "email": None, "phone": "+34600000000", "verified": False}
    form = form_for(ticket_data(contact=contact), queue=1)
    assert form["submitter_email"] == ""
    assert "- phone: +34600000000" in form["description"]


def test_left_out_messages_are_counted():
    assert (
        "(3 older messages are left out)"
        in form_for(ticket_data(transcript_omitted=3), queue=1)["description"]
    )


def test_the_reference_tells_equal_numbers_apart():
    assert reference(ticket_data()) != reference(ticket_data(public_id="tkt_two"))


def test_files_and_the_whole_transcript_are_a_click_away():
    file = {"name": "caja.jpg", "type": "image/jpeg", "size": 9, "url": "https://x.example/f"}
    form = form_for(ticket_data(attachments=[file], transcript_url="https://x.example/t"), queue=1)
    assert "- caja.jpg (image/jpeg, 9 bytes): https://x.example/f" in form["description"]
    assert "(all of it: https://x.example/t)" in form["description"]
