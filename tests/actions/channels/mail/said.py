"""What customers write, and how they sign, in both languages: the stuff of composed threads."""

COMPANY = "Aurora Electrónica"
ADDRESS = "ayuda@aurora.example"

SAID = {
    "es": [
        "No me ha llegado el pedido AE-482913 y ya han pasado diez días.\n\n¿Podéis mirar dónde está?",
        "Buenos días:\n\nquiero devolver unos auriculares que compré la semana pasada. ¿Cómo lo hago?",
        "¿Hacéis envíos a Canarias?",
        "Hola, buenas tardes:\n\nOs adjunto la foto de la pantalla rota. Llegó así, con la caja abierta.",
        "1",
        "La segunda, por favor.",
        "El número de pedido es AE-100234 y mi teléfono el 612 345 678.",
        "Necesito factura a nombre de:\nTalleres Ruiz S.L.\nB12345678\nCalle Mayor 3, 28013 Madrid",
        "Pues sigue igual. He hecho lo que me decís:\n- reiniciarlo\n- cambiar el cable\n- probar en otro "
        "enchufe\n\nY nada.",
        "El técnico me escribió: «la pieza llega el lunes». Pero hoy es jueves y no sé nada.",
        "Gracias por la respuesta, pero no es lo que preguntaba. Preguntaba por la garantía de un "
        "reacondicionado.",
        "¿Se puede pagar a plazos? He visto esto en vuestra web: https://www.aurora.example/pagos?x=1&y=2 "
        "y no me queda claro.",
        "Quería saber si -- como dice el anuncio -- la lavadora incluye la instalación.",
        "Estimados señores:\n\nLes escribo por tercera vez. De: Madrid a Sevilla no puede tardar un "
        "paquete tres semanas.\n\nExijo una solución o el reembolso.",
        "Sí, de acuerdo.",
        "Perfecto, muchas gracias",
        "Hola\n\nmi dirección nueva es Avda. de la Constitución 12, 3º B, 41001 Sevilla.\n\n¿Llegáis a "
        "tiempo de cambiarla?",
        "Me habéis cobrado dos veces 49,90 € el 12/03/2026. Adjunto el extracto.",
        "Os reenvío la confirmación. Pone que se entregó el 3 de marzo y no es verdad.",
        "quiero hablar con una persona",
        "Marta Gil",
        "La tele hace un ruido raro al encender; dura unos 10 segundos y luego para. ¿Es normal o la "
        "llevo a arreglar?",
        "Buenas. Se me olvidó decir que el pedido va a nombre de mi madre, Carmen Ortiz.",
        "No entiendo el paso 3.\n\n¿Qué es «modo seguro»?",
    ],
    "en": [
        "My order AE-482913 has not arrived and it has been ten days.\n\nCan you check where it is?",
        "Good morning,\n\nI would like to return a pair of headphones I bought last week. How do I do that?",
        "Do you ship to the Canary Islands?",
        "Hi there,\n\nplease find attached a photo of the broken screen. It came like this, box open.",
        "2",
        "The first one, please.",
        "The order number is AE-100234 and my phone is +34 612 345 678.",
        "I need the invoice made out to:\nRuiz Workshops Ltd\nB12345678\n3 High Street, Madrid",
        "It is still the same. I did what you said:\n- restarted it\n- changed the cable\n- tried another "
        "socket\n\nNothing.",
        'Your technician wrote: "the part arrives on Monday". It is Thursday and I know nothing.',
        "Thanks for the answer, but it is not what I asked. I asked about the warranty of a refurbished "
        "one.",
        "Can I pay in instalments? I saw this on your site: https://www.aurora.example/pay?x=1&y=2 and it "
        "is not clear to me.",
        "I wanted to know whether -- as the advert says -- the washing machine comes with installation.",
        "Dear Sir or Madam,\n\nI am writing for the third time. From: Madrid to Seville a parcel cannot "
        "take three weeks.\n\nI demand a solution or my money back.",
        "Yes, that is fine.",
        "Perfect, thank you very much",
        "Hello\n\nmy new address is 12 Constitution Avenue, flat 3B, 41001 Seville.\n\nIs it still "
        "possible to change it?",
        "You charged me twice 49.90 € on 12 March 2026. The statement is attached.",
        "I am sending you the confirmation. It says it was delivered on 3 March and that is not true.",
        "i want to talk to a person",
        "Martha Gill",
        "The TV makes a strange noise when it starts; it lasts some 10 seconds and stops. Is that normal "
        "or shall I have it repaired?",
        "Hi. I forgot to say that the order is in my mother's name, Carmen Ortiz.",
        'I do not understand step 3.\n\nWhat is "safe mode"?',
    ],
}

ASKED = {
    "es": ["¿Cuál es tu número de pedido?", "¿Cuándo te llegó?", "¿A qué dirección lo enviamos?"],
    "en": [
        "What is your order number?",
        "When did it arrive?",
        "Which address shall we send it to?",
    ],
}
TOLD = {
    "es": ["AE-100234", "El martes pasado", "Calle Mayor 3, 28013 Madrid"],
    "en": ["AE-100234", "Last Tuesday", "3 High Street, 28013 Madrid"],
}

BOT = {
    "es": "Hola, soy el asistente automático de Aurora Electrónica.\n\n¿Te refieres a alguna de estas?\n\n"
    "  1. Plazos de entrega\n  2. Envíos a islas\n  3. Hablar con una persona\n\nResponde con el número.",
    "en": "Hello, I am the automated assistant of Aurora Electrónica.\n\nDo you mean one of these?\n\n"
    "  1. Delivery times\n  2. Shipping to islands\n  3. Talk to a person\n\nReply with the number.",
}

PEOPLE = {
    "es": [
        ("Ana Beltrán", "ana.beltran@correo.example"),
        ("José Luis Núñez", "jlnunez@empresa.example"),
        ("María del Mar Íñiguez", "mm.iniguez@correo.example"),
        ("Pau", "pau@correo.example"),
    ],
    "en": [
        ("Grace Miller", "grace@mail.example"),
        ("Tom O'Brien", "tobrien@firm.example"),
        ("Siobhán Kelly", "siobhan.kelly@mail.example"),
        ("Lee", "lee@mail.example"),
    ],
}

# Under the text; {name} and {first} are the writer's. The empty one is as common as any.
SIGNED = {
    "es": [
        "",
        "",
        "Un saludo,\n{name}",
        "Saludos",
        "Muchas gracias.\n\n{first}",
        "Atentamente,\n\n{name}\nResponsable de compras\nTalleres Ruiz S.L.\nTel. 912 345 678 | "
        "www.talleresruiz.example",
        "-- \n{name}\nTel.: 612 00 11 22\nhttps://empresa.example",
        "Enviado desde mi iPhone",
        "Gracias y saludos,\n{first}\n\nEnviado desde mi Samsung Galaxy",
        "{name}\nDepartamento de Administración\n+34 912 345 678",
        "Gracias de antemano,\n{name}\n\n--\nAVISO LEGAL: Este mensaje y sus adjuntos se dirigen "
        "exclusivamente a su destinatario y pueden contener información confidencial. Si no es usted el "
        "destinatario indicado, queda notificado de que la lectura o copia sin autorización está prohibida "
        "en virtud de la legislación vigente.\n\nAntes de imprimir este mensaje, asegúrese de que es necesario.",
        "Un cordial saludo\n\n{name}\n_________________________________\nEn cumplimiento del Reglamento "
        "(UE) 2016/679 le informamos de que sus datos se tratan para atender su solicitud.",
    ],
    "en": [
        "",
        "",
        "Kind regards,\n{name}",
        "Best,\n{first}",
        "Thanks!\n\n{first}",
        "Yours sincerely,\n\n{name}\nPurchasing Manager\nRuiz Workshops Ltd\nT: +44 20 7946 0018 | "
        "www.ruizworkshops.example",
        "-- \n{name}\nMobile: 07700 900123\nhttps://firm.example",
        "Sent from my iPhone",
        "Thanks in advance\n{first}\n\nSent from my Galaxy",
        "{name}\nAccounts Department\n+44 20 7946 0018",
        "Regards\n{name}\n\nCONFIDENTIALITY NOTICE: This e-mail and any attachments are confidential and "
        "intended solely for the addressee. If you are not the intended recipient you must not copy or "
        "disclose it.\n\nPlease consider the environment before printing this e-mail.",
        "Best regards,\n\n{name}\n_________________________________\nThis message may contain privileged "
        "information. If you received it by mistake, delete it.",
    ],
}

PASSED_ON = {
    "es": "Hola Ana:\n\nTu pedido AE-482913 se entregó el 3 de marzo en la dirección indicada.",
    "en": "Hello Grace,\n\nYour order AE-482913 was delivered on 3 March at the given address.",
}
