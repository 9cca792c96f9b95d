"""DeadLettersFunction: turn messages that failed too often into FAILED rows, or park them."""
