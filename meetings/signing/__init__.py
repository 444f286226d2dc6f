"""Signing: keys and certificates, PAdES signatures, the seal, judging a file, ways to identify.

The room knows neither models nor settings: keys, files and checks come in as arguments.
"""
