"""Ways to authenticate: a bearer token, or AWS Signature Version 4."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from botocore.session import Session

# The region in the address of an API of API Gateway.
_REGION = re.compile(r"https://[^/]+\.execute-api\.([a-z0-9-]+)\.")


class Auth(Protocol):
    """Authenticates requests."""

    def headers(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        """Return the headers that the request needs in addition."""
        ...


class BearerToken:
    """A token of `nutgraf serve --auth`, or of the issuer that the API trusts.

    A function is called for each request, so that it can renew the token.
    """

    def __init__(self, token: str | Callable[[], str]) -> None:
        self._token = token

    def headers(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        """Return the header with the token."""
        token = self._token if isinstance(self._token, str) else self._token()
        return {"Authorization": f"Bearer {token}"}


class AwsSignature:
    """Signs requests with credentials of AWS, as botocore finds them. Needs `nutgraf-client[aws]`.

    `region` None: that of the address, else that of the session. Raises ValueError if there is no region, and at the
    first request if there are no credentials.
    Source: AWS IAM User Guide, "Signature Version 4 for API requests".
    """

    def __init__(self, session: "Session | None" = None, region: str | None = None) -> None:
        try:
            import botocore.session
        except ImportError as error:
            raise ValueError("AwsSignature needs botocore. Install nutgraf-client[aws].") from error
        self._session = session or botocore.session.Session()
        self._region = region

    def headers(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        """Return the headers of the signature."""
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest

        credentials = self._session.get_credentials()
        if credentials is None:
            raise ValueError("No credentials of AWS. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
        # Only what no proxy changes is signed.
        signed = {name: value for name, value in headers.items() if name == "Content-Type"}
        request = AWSRequest(method, url, signed, body)
        SigV4Auth(credentials.get_frozen_credentials(), "execute-api", self._region_of(url)).add_auth(request)
        return dict(request.headers.items())

    def _region_of(self, url: str) -> str:
        found = _REGION.match(url)
        region = self._region or (found[1] if found else self._session.get_config_variable("region"))
        if not region:
            raise ValueError("No region. Pass AwsSignature(region=…), or set AWS_DEFAULT_REGION.")
        return str(region)
