"""Django's addresses for the demo help desk."""

from django.contrib import admin  # type: ignore[import-not-found]
from django.urls import include, path  # type: ignore[import-not-found]
from django.views.generic import RedirectView  # type: ignore[import-not-found]

urlpatterns = [
    path("", RedirectView.as_view(url="/helpdesk/")),
    path("admin/", admin.site.urls),
    path("helpdesk/", include("helpdesk.urls", namespace="helpdesk")),
]
