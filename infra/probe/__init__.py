"""The probe: what the kernel of this machine, or of AWS Lambda, allows the sandbox of the parser process."""
