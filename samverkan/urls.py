from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.totp import views as code_app
from allauth.mfa.webauthn import views as key
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import include, path, re_path, reverse_lazy

from meetings.views import keys

# One sign-in for all: ours counts wrong passwords, and the admin's own does not.
admin.site.login = secure_admin_login(admin.site.login)
# And one page to change the password: ours tells the owner that it was changed.
admin.site.password_change = lambda request, extra_context=None: redirect("account_change_password")
# The admin keeps the registers of the house; what other apps bring along stays out of it.
for model in [model for model in admin.site._registry if model._meta.app_label != "meetings"]:
    admin.site.unregister(model)

# allauth's views under Swedish addresses, and only those that we use; it finds them by name.
accounts = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("registrera/", account.signup, name="account_signup"),  # closed by the adapter
    path("inaktivt/", account.account_inactive, name="account_inactive"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("losenord/byt/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path(
        "losenord/glomt/skickat/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "losenord/nytt/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # What one signs with. Signing in takes none of it, so the rest of allauth.mfa is left out.
    path("underskrift/", keys.show, name="mfa_index"),
    path("underskrift/kodapp/", code_app.activate_totp, name="mfa_activate_totp"),
    path("underskrift/kodapp/ta-bort/", code_app.deactivate_totp, name="mfa_deactivate_totp"),
    path("underskrift/nyckel/", key.add_webauthn, name="mfa_add_webauthn"),
    path(
        "underskrift/nyckel/<int:pk>/ta-bort/",
        key.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
]

urlpatterns = [
    path("konto/", include(accounts)),
    path("installningar/", admin.site.urls),
    path("", include("meetings.urls")),
]
