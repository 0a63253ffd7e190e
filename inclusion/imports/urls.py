from inclusion.imports.views import pages

urlpatterns = pages.urls("imports/")
