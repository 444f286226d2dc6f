"""What allauth asks the house about accounts."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the authority, in the admin; nobody signs up."""

    def is_open_for_signup(self, request):
        return False
