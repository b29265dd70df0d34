"""From Primera's webhook to a ticket in django-helpdesk, exactly once."""
