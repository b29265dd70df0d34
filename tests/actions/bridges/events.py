"""A webhook as Primera sends it; written out, because a bridge knows nothing of ours."""

import base64
import json
from datetime import UTC, datetime

from standardwebhooks import Webhook

SECRET = base64.b64encode(b"a secret of thirty-two bytes ...").decode()


def ticket_data(number="T-1001", public_id="tkt_one", **fields):
    return {
        "number": number,
        "public_id": public_id,
        "external_ref": None,
        "topic": "delivery_problems",
        "priority": "high",
        "language": "es",
        "mood": None,
        "team": "delivery",
        "reason": "no_answer",
        "contact": {
            "name": "Ana Ruiz",
            "email": "ana@example.com",
            "phone": None,
            "verified": False,
        },
        "subject": "El paquete llegó roto",
        "summary": "El paquete AU-48213 llegó roto esta mañana.",
        "details": {"order_number": "AU-48213"},
        "page": {"url": "https://aurora.example/pedidos", "title": "Mis pedidos"},
        "tried": ["delivery-damaged"],
        "attachments": [],
        "transcript": [
            {"sender": "contact", "text": "Mi paquete llegó roto", "at": "2026-03-24T09:30:00Z"}
        ],
        "transcript_omitted": 0,
        "sla": {
            "first_answer_due": "2026-03-24T11:30:00Z",
            "solution_due": "2026-03-27T20:00:00Z",
        },
        "sequence": 1,
    } | fields


def signed_webhook(ticket, webhook_id="dlv_one", secret=SECRET):
    """Body and headers, signed now."""
    content = {"type": "ticket.created", "timestamp": "…", "data": {"ticket": ticket}}
    body = json.dumps(content)
    now = datetime.now(UTC)
    headers = {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(webhook_id, now, body),
    }
    return body.encode(), headers
