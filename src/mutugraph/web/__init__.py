"""The web edge: routes parse, call one operation or presenter, and send what it made."""
