"""communique: a checked record of what states do to each other, read from the news."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("communique")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
