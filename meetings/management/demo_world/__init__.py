"""Ekbacka kommun, an invented municipality: its people, its groups and a year of meetings.

Every person here is made up. Union membership is special-category personal data (GDPR article 9),
so no real minutes and no real name may be put here.
"""
