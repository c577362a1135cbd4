"""How the parts of an upload are sent: as they are."""

import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def offset_octets(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()
