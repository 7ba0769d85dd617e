"""moto's server, in which the certificates that are named by its environment exist from the start.

A university has its certificates before it deploys; moto lets nobody choose an ARN through its API.

    MOTO_CERTIFICATES='arn:aws:acm:…:certificate/… …' python moto_server_with_certificates.py --host 127.0.0.1 --port PORT
"""

import os

from moto.acm.models import CertBundle, acm_backends
from moto.server import main


def issue(arn: str) -> None:
    """Puts an issued certificate of this ARN into the account and region that the ARN names."""
    _, _, _, region, account, _ = arn.split(":", 5)
    certificate = CertBundle.generate_cert("learn.example.edu", account, region)
    certificate.arn = arn
    certificate.status = "ISSUED"
    acm_backends[account][region]._certificates[arn] = certificate


for arn in os.environ.get("MOTO_CERTIFICATES", "").split():
    issue(arn)
main()
