"""Text of format=flowed (RFC 3676): lines that end with a blank go on in the next one."""

SIGNATURE_MARK = "-- "


def unflowed(text: str, *, delete_spaces: bool) -> str:
    """The text with its flowed lines joined. `delete_spaces` (DelSp): the blank that marks a line is none of its own.

    Marks of quotation stay, a blank parts them from what they mark.
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
