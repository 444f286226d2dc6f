"""What allauth asks the house about accounts."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the authority, in the admin; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "E-postadressen eller lösenordet stämmer inte.",
        "enter_current_password": "Lösenordet stämmer inte.",
        "incorrect_password": "Lösenordet stämmer inte.",
        "too_many_login_attempts": "Det har blivit för många försök. Vänta fem minuter.",
        "rate_limited": "Det har blivit för många försök. Vänta en stund.",
    }

    def is_open_for_signup(self, request):
        return False
