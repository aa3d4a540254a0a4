"""What the export program and the fixture recorder share: no values are computed here."""
