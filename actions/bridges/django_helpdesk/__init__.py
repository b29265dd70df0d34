"""The bridge to django-helpdesk, and a demo help desk."""
