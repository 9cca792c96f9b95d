"""OpenDocument (ODF 1.3): ODT, ODP, ODS and ODG."""
