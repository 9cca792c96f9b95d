"""The console in a real browser, on the read API over moto in the process of the tests."""
