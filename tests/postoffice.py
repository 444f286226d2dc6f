"""A real mail server on loopback, which can refuse people and close for the day."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class PostOffice:
    """`letters` are the mails that were taken in, as email.message.EmailMessage."""

    def __init__(self):
        self.letters, self.refused = [], set()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return f"550 5.1.1 <{address}>: no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(letter)
        return "250 OK"

    def open(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def close(self):
        if self._controller:
            self._controller.stop()
            self._controller = None

    def to(self, user):
        return [letter for letter in self.letters if letter["To"] == user.email]


def text_of(letter):
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def everything_in(letter):
    """Subject, headers and every part, as somebody who reads the raw mail would see it."""
    parts = [part.get_content() for part in letter.walk() if not part.is_multipart()]
    return "\n".join([*map(str, letter.values()), *map(str, parts)])


@contextmanager
def opened(settings):
    """A post office that the app of this test sends its mail to."""
    office = PostOffice()
    office.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield office
    office.close()
