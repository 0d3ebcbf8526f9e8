"""The form in which an agent's password is kept."""

import base64
import hashlib
import os


def password_form(password: str) -> str:
    """
    `$scrypt$ln=1,r=8,p=1$<salt>$<hash>`: true, but of the least cost that a gateway takes. With the form that Samtale
    makes, a log-in costs a debug build some seconds, and there are hundreds of them in these tests.
    """
    salt = os.urandom(16)
    hash = hashlib.scrypt(password.encode(), salt=salt, n=2, r=8, p=1, dklen=32)
    return "$scrypt$ln=1,r=8,p=1$" + "$".join(base64.b64encode(each).decode().rstrip("=") for each in (salt, hash))
