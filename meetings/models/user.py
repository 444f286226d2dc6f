"""Somebody who signs in. A user has an e-mail and a name, and nothing secret."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from .. import words


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email, name, password=None, **fields):
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email, name, password=None, **fields):
        return self.create_user(
            email, name, password, **{"is_staff": True, "is_superuser": True, **fields}
        )


class User(AbstractUser):
    username = None
    first_name = None
    last_name = None
    email = models.EmailField("e-post", unique=True)
    name = models.CharField("namn", max_length=120)
    is_hr = models.BooleanField("HR", default=False, help_text="Följer alla grupper och läser.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="user_has_name"),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def role_line(self) -> str:
        """What the person is here, for the head of the page: “Företrädare för Kommunal”."""
        parties = self.mandates.active().order_by()
        writes = self.secretary_of.active().order_by().annotate(party=models.Value(""))
        found = parties.values_list("party__name", "party__is_employer").union(
            writes.values_list("party", models.Value(False))
        )
        rows = sorted(found)
        speaks_for = words.and_list(
            name[:1].lower() + name[1:] if employer else name for name, employer in rows if name
        )
        told = [
            *(["sekreterare"] if any(not name for name, _employer in rows) else []),
            *([f"företrädare för {speaks_for}"] if speaks_for else []),
            *(["HR"] if self.is_hr else []),
        ]
        line = ", ".join(told)
        return line[:1].upper() + line[1:]

    def parties_in(self, group) -> set[int]:
        """Keys of the parties that the person speaks for in the group today."""
        return set(self.mandates.active().filter(group=group).values_list("party", flat=True))

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ", 1)[0]
