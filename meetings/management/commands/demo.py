"""Fill an empty database with an invented municipality and a year of its meetings."""

from datetime import timedelta

from cryptography import x509
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from meetings import clock
from meetings.models import Group

# No secret: everybody in the demo has it, and production refuses to load the demo.
PASSWORD = "samverkan-i-ekbacka"  # noqa: S105

SIGN_IN = (
    ("sara.lind@ekbacka.example", "sekreterare i centrala gruppen och förvaltningsgruppen"),
    ("peter.hallin@ekbacka.example", "sekreterare på Björkskolan, fick ett protokoll tillbaka"),
    ("ylva.strand@ekbacka.example", "skriver minnesanteckningar på Solrosens förskola"),
    ("kim.berg@ekbacka.example", "Kommunal, huvudskyddsombud i två grupper"),
    ("lena.palm@ekbacka.example", "Sveriges Lärare, ska justera i centrala gruppen"),
    (
        "hassan.odeh@ekbacka.example",
        "Kommunal på Björkskolan, har ett protokoll ute för synpunkter",
    ),
    ("david.renstrom@ekbacka.example", "Vårdförbundet, har inte justerat i tid"),
    ("jonas.oberg@ekbacka.example", "utbildningschef, ordförande i förvaltningsgruppen"),
    ("hanna.ek@ekbacka.example", "HR-chef, läser i alla grupper"),
    ("axel.moberg@ekbacka.example", "administratör, sköter registren på /installningar/"),
    ("olle.nyman@ekbacka.example", "anställd utan uppdrag, ser inga möten"),
)

INVENTED = "Ekbacka kommun finns inte. Alla personer, möten och siffror i demon är påhittade."


class Command(BaseCommand):
    help = "Lägger in en påhittad kommun med ett års möten i en tom databas."

    def handle(self, *, verbosity, **options):
        from meetings.management.demo_world import year

        if settings.PRODUCTION:
            raise CommandError("Demon läggs aldrig in i produktion.")
        if Group.objects.exists():
            self.stdout.write("Databasen har redan grupper. Demon läggs bara in i en tom databas.")
            return
        self.require_keys(clock.now() - timedelta(weeks=year.FIRST_DAY))
        self.stdout.write(INVENTED)
        # All or nothing: whoever is interrupted may start again with an empty database.
        with transaction.atomic():
            year.load(password=PASSWORD, said=self.progress)
        if verbosity:
            self.tell()

    def require_keys(self, oldest):
        """The protocols of the past are signed with keys that were valid then."""
        advice = (
            "Gör nycklar med: manage.py make_keys "
            f"--folder {settings.CA_CERT_FILE.parent} --from {oldest:%Y-%m-%d}"
        )
        if not (settings.CA_KEY_FILE.is_file() and settings.SEAL_KEY_FILE.is_file()):
            raise CommandError(f"Nycklarna som låser protokollen saknas. {advice}")
        root = x509.load_pem_x509_certificate(settings.CA_CERT_FILE.read_bytes())
        if root.not_valid_before_utc > oldest:
            raise CommandError(
                f"Nycklarna i {settings.CA_CERT_FILE.parent} gäller inte så långt tillbaka som "
                f"demons år. Flytta dem. {advice}"
            )

    def progress(self, number, count):
        """One line that changes where it can, and silence in a file."""
        if self.stdout.isatty():
            end = "\n" if number == count else ""
            self.stdout.write(f"\r  möte {number} av {count}", ending=end)
            self.stdout.flush()

    def tell(self):
        self.stdout.write("\nLogga in som någon av dem:\n")
        for email, who in SIGN_IN:
            self.stdout.write(f"  {email:<32} {who}")
        self.stdout.write(f"\nLösenordet är {PASSWORD} för alla.")
