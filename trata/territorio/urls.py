"""Rutas de territorio."""

from django.urls import path

from trata.territorio import views

app_name = "territorio"
urlpatterns = [
    path("", views.TerritorioView.as_view(), name="inicio"),
    path(
        "macro-region-policial/<slug:codigo>/",
        views.MacroRegionPolicialView.as_view(),
        name="macro_region_policial",
    ),
]
