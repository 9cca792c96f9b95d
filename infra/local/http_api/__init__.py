"""API Gateway's HTTP API on this machine: an HTTP server that invokes a function for each request."""
