"""The browser of the stage."""

import shutil

import pytest


def chromium() -> str:
    """
    Debian's Chromium: its shell without windows where it is installed, since it opens a context seven times as fast as
    the whole browser does.
    """
    for name in ("chromium-headless-shell", "chromium"):
        if path := shutil.which(name):
            return path
    pytest.exit("there is no chromium-headless-shell and no chromium: scripts/prepare --browser installs it", returncode=2)
