"""Plain text in `format=flowed` (RFC 3676): a line that ends with a space continues in the next line."""

SIGNATURE_MARK = "-- "


def unflowed(text: str, *, delete_spaces: bool) -> str:
    """Return the text with its flowed lines joined.

    Quotation marks (`>`) remain, with a space after them. `delete_spaces` is the parameter DelSp (RFC 3676, 4): if it
    is set, the space that marks a flowed line is not part of the text.
    """
    lines: list[list[str]] = []
    flows_from: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        signature = content == SIGNATURE_MARK
        flows = content.endswith(" ") and not signature
        if flows_from != depth or signature:
            lines.append([f"{'>' * depth} "] if depth else [])
        lines[-1].append(content[:-1] if flows and delete_spaces else content)
        flows_from = depth if flows else None
    joined = ("".join(pieces) for pieces in lines)
    return "\n".join(line if line == SIGNATURE_MARK else line.rstrip() for line in joined)
