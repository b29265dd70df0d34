"""Tickets asked for in tests."""

from datetime import UTC, datetime

from actions.tickets import Contact, TicketRequest, TranscriptLine

ASKED_AT = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)


def request_for(key="cnv_1:1", **fields) -> TicketRequest:
    given = {
        "conversation_id": "cnv_1",
        "contact": Contact("Ana Ruiz", "ana@example.com", None),
        "topic": "delivery_problems",
        "language": "es",
        "reason": "no_answer",
        "subject": "El paquete llegó roto",
        "summary": "El paquete AU-48213 llegó roto esta mañana.",
        "details": {"order_number": "AU-48213"},
        "page": {"url": "https://aurora.example/pedidos", "title": "Mis pedidos"},
        "transcript": [
            TranscriptLine("contact", "Mi paquete llegó roto", ASKED_AT),
            TranscriptLine("bot", "Lo siento. ¿Me das tu número de pedido?", ASKED_AT),
        ],
    }
    return TicketRequest(idempotency_key=key, **(given | fields))
